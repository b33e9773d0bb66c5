"""Numbers are sold, ids change, months pass: one human stays one person, and two stay two."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import ClassVar, get_args
from uuid import UUID

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from engine.channels.base import NumberChanged, ScopedIdChanged
from engine.inbound import intake
from tests.engine.humans import Human, Seen, founds, sender, silence, writes
from tests.engine.world import World
from tests.services import Cluster

MOST = 4
ASKED = ("What is the shop called?", "the owner of the shop called?", "new to you")
ways = st.sampled_from(get_args(Seen))
whoever = st.integers(0, MOST - 1)
_numbers = count(1)


@dataclass(eq=False)
class Soul:
    """A human, and the addresses by which Karani has reason to know them."""

    human: Human
    linked: set[str] = field(default_factory=set)
    is_awake: bool = True

    def shown(self, way: Seen) -> set[str]:
        """What a provider shows of them."""
        every = {"phone": {self.human.phone}, "id": {self.human.scoped}}
        return every.get(way, {self.human.phone, self.human.scoped})


class People(RuleBasedStateMachine):
    """Some people of one installation."""

    world: ClassVar[World]
    cluster: ClassVar[Cluster]

    def __init__(self) -> None:
        super().__init__()
        self.souls: list[Soul] = []

    @rule()
    @precondition(lambda self: len(self.souls) < MOST)
    def comes(self) -> None:
        """Somebody with a new number."""
        number = next(_numbers)
        phone = f"+2547{number:08}"
        self.souls.append(Soul(Human(f"N{number}", phone, f"KE.ID{number}")))

    @rule(who=whoever, way=ways)
    @precondition(lambda self: self.souls)
    def speaks(self, who: int, way: Seen) -> None:
        """A message; whoever is asked proves who they are, or says that they are new."""
        soul = self.souls[who % len(self.souls)]
        if soul.is_awake:
            self._speaks(soul, way)

    @rule(who=whoever, way=ways)
    @precondition(lambda self: self.souls)
    def opens_a_shop(self, who: int, way: Seen) -> None:
        """A newcomer becomes an owner."""
        soul = self.souls[who % len(self.souls)]
        if not soul.is_awake or soul.human.shop is not None:
            return
        self._speaks(soul, way)
        assert sender(self.world) not in self._owners()
        founds(self.world, soul.human)
        soul.linked |= self._held(soul.human.person) & soul.shown("both")

    @rule()
    @precondition(lambda self: self.souls)
    def months_pass(self) -> None:
        """Nobody says a word for ninety-one days."""
        silence(self.world, self.cluster, 91, self.world.ids("select id from people"))

    @rule(who=whoever)
    @precondition(lambda self: self.souls and len(self.souls) < MOST)
    def sells_the_number(self, who: int) -> None:
        """After months of silence the number is somebody else's."""
        soul = self.souls[who % len(self.souls)]
        if not soul.is_awake:
            return
        silence(self.world, self.cluster, 91, self.world.ids("select id from people"))
        soul.is_awake = False
        number = next(_numbers)
        self.souls.append(Soul(Human(f"N{number}", soul.human.phone, f"KE.ID{number}")))

    @rule(who=whoever)
    @precondition(lambda self: self.souls)
    def moves(self, who: int) -> None:
        """Another number and another id, of which the provider tells."""
        soul = self.souls[who % len(self.souls)]
        if not soul.is_awake:
            return
        old, number = soul.human, next(_numbers)
        phone, scoped = f"+2547{number:08}", f"KE.ID{number}"
        intake.take(
            self.world.rt,
            [
                NumberChanged("post", old.phone, phone),
                ScopedIdChanged("post", old.scoped, scoped),
            ],
        )
        kept = {old.phone: phone, old.scoped: scoped}
        soul.linked = {kept[one] for one in soul.linked if one in kept}
        old.phone, old.scoped = phone, scoped

    @invariant()
    def every_shop_has_the_owner_it_had(self) -> None:
        query = "select organization_id, person_id from members where role = 'OWNER'"
        owners = {row[0]: row[1] for row in self.world.rows(query)}
        mine = {soul.human.shop: soul.human.person for soul in self.souls if soul.human.shop}

        assert {shop: owners[shop] for shop in mine} == mine
        assert len(set(mine.values())) == len(mine)

    def _speaks(self, soul: Soul, way: Seen) -> None:
        known = bool(soul.shown(way) & soul.linked)
        said = writes(self.world, soul.human, way)
        if self._is_anothers(soul):
            assert any(word in said[-1] for word in ASKED), said
            writes(self.world, soul.human, way, "0")
            writes(self.world, soul.human, way)
            assert not self._is_anothers(soul)
        elif said and any(word in said[-1] for word in ASKED):
            writes(self.world, soul.human, way, f"Duka {soul.human.name}")
            assert "welcome back" in writes(self.world, soul.human, way, soul.human.name)[0]
        if known:
            assert sender(self.world) == soul.human.person
            soul.linked |= self._held(soul.human.person) & soul.shown(way)

    def _is_anothers(self, soul: Soul) -> bool:
        return sender(self.world) in self._owners() - {soul.human.person}

    def _owners(self) -> set[UUID | None]:
        return {one.human.person for one in self.souls if one.human.shop}

    def _held(self, person: UUID | None) -> set[str]:
        query = f"select value from addresses where person_id = '{person}'"
        return {str(row[0]) for row in self.world.rows(query)}


def test_one_human_is_one_person_and_nobody_sees_anothers_book(
    world: World, cluster: Cluster
) -> None:
    here = type("Here", (People,), {"world": world, "cluster": cluster})

    run_state_machine_as_test(
        here,
        settings=settings(
            max_examples=25,
            stateful_step_count=10,
            deadline=None,
            database=None,
            phases=[Phase.generate],  # A smaller example would cost minutes.
            suppress_health_check=list(HealthCheck),
        ),
    )
