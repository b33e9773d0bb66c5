"""Whatever people answer, nothing happens without a decision about exactly what was shown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.effects import ChangeMember, Invite
from engine.automation import publishing
from engine.context.desk import Desk
from engine.effects import Scene
from engine.runtime import Languages
from karani.languages import translations
from tests.engine.flows import passes
from tests.engine.keeper import Keeper
from tests.engine.world import World
from tests.reader import READER

PHONES = count(1)
EFFECT = "SALE_ALLOWED"
WORKFLOW: dict[str, Any] = {
    "name": "Every sale",
    "trigger": {"event": "SALE_RECORDED"},
    "steps": [
        {"id": "ask", "type": "approval", "of": "OWNER", "timeout": "PT12H",
         "question": {"en": "Sale of {{ event.payload.amount | money }}?",
                      "sw": "Mauzo ya {{ event.payload.amount | money }}?"}},
        {"id": "allow", "type": "emit_event", "event": EFFECT,
         "if": "steps.ask.decision == 'approved'",
         "payload": {"amount": "{{ event.payload.amount }}"}},
    ],
}  # fmt: skip
MUMBLES = (
    "siyo ndiyo", "ndiyo au hapana?", "sawa?", "nitafikiria", "labda", "ndiyo lakini ngoja",
    "usikubali mauzo", "NDIYO Q88", "asante sana",
)  # fmt: skip
"""Words of consent among them, and consent in none."""
PLAIN = ("ndiyo", "sawa", "ok asante", "👍", "1")
"""Consent, where it can only mean one question."""


@dataclass(frozen=True)
class Row:
    """An approval as it is kept, with the amount that its run is about as it stands now."""

    id: UUID
    code: str
    status: str
    decided_by: UUID | None
    question: str
    standing: int | None


class AnyApproval(RuleBasedStateMachine):
    """Two owners and one who sells; what they say is heard by the real reader."""

    world: World

    @initialize()
    def opens(self) -> None:
        """A shop of this example's own."""
        place = next(PHONES) * 10
        self.amina, self.chausiku, self.baraka = (f"+25471{place + n:07d}" for n in range(3))
        world = self.world
        for words in ("Habari", "2", "1", "Amina", f"Duka {place}"):
            world.says(self.amina, words)
        self.owner = self._keeper()
        shop = self.owner.scene.shop_id
        self.people = {self.amina: self.owner.scene.person_id}
        for phone, name in ((self.chausiku, "Chausiku"), (self.baraka, "Baraka")):
            self.owner.wishes(Invite(phone, name, "STAFF"))
            world.says(phone, "habari")
            world.says(phone, "ndiyo")
            (person,) = world.ids(f"select person_id from addresses where value = '{phone}'")
            self.people[phone] = person
        self.owner.wishes(ChangeMember(self.people[self.chausiku], "OWNER"))
        with world.rt.db.tenant(shop) as tx:
            publishing.create(Desk(world.rt, tx, shop), WORKFLOW, by=None)
        self.may = {self.amina, self.chausiku}
        self.seen: dict[UUID, Row] = {}
        self.allowed: list[int] = []
        self.expects: tuple[str, set[UUID], str] | None = None

    @rule(amount=st.sampled_from([300, 12000]))
    def sells(self, amount: int) -> None:
        """Staff sell; the owners are asked."""
        self._says(self.baraka, f"nimeuza saruji kwa {amount}")

    @rule(amount=st.sampled_from([450, 9000]))
    def puts_right(self, amount: int) -> None:
        """What was shown is another thing from here on."""
        self._says(self.baraka, f"badilisha {amount}")

    @rule()
    def takes_back(self) -> None:
        """What was shown is gone."""
        self._says(self.baraka, "futa")

    @rule(data=st.data(), yes=st.booleans())
    def answers_by_code(self, data: st.DataObject, yes: bool) -> None:
        """Anybody, with any code that there ever was: repeated, late, of others."""
        phone = data.draw(st.sampled_from(sorted(self.people)))
        codes = sorted({row.code for row in self.rows()}) or ["A1"]
        code = data.draw(st.sampled_from(codes))
        meant = {row.id for row in self._open_for(phone) if row.code == code}
        self._says(phone, f"{'NDIYO' if yes else 'HAPANA'} {code}", meant, _word(yes=yes))

    @rule(data=st.data(), words=st.sampled_from(PLAIN))
    def consents_plainly(self, data: st.DataObject, words: str) -> None:
        """A bare yes decides only what is open alone."""
        phone = data.draw(st.sampled_from(sorted(self.people)))
        waiting = {row.id for row in self._open_for(phone)}
        self._says(phone, words, waiting if len(waiting) == 1 else set(), "approved")

    @rule(data=st.data(), words=st.sampled_from(MUMBLES))
    def mumbles(self, data: st.DataObject, words: str) -> None:
        """What is no consent allows nothing."""
        phone = data.draw(st.sampled_from(sorted(self.people)))
        waiting = {row.id for row in self._open_for(phone)}
        self._says(phone, words, waiting if len(waiting) == 1 else set(), "rejected")

    @precondition(lambda self: len(self.may) == 2)
    @rule()
    def chausiku_decides_no_more(self) -> None:
        """She leaves the owners while questions to her are open."""
        self.owner.wishes(ChangeMember(self.people[self.chausiku], "VIEWER"))
        self.may.discard(self.chausiku)

    @precondition(lambda self: len(self.may) == 2)
    @rule(yes=st.booleans())
    def chausiku_answers_when_she_decides_no_more(self, yes: bool) -> None:
        """To what she was asked while she still did."""
        self._says(self.baraka, "nimeuza mbao kwa 5000")
        (newest, *_) = [row.code for row in reversed(self._open_for(self.chausiku))]
        self.chausiku_decides_no_more()
        self._says(self.chausiku, f"{'NDIYO' if yes else 'HAPANA'} {newest}")

    @precondition(lambda self: len(self.may) == 1)
    @rule()
    def chausiku_decides_again(self) -> None:
        """And comes back."""
        self.owner.wishes(ChangeMember(self.people[self.chausiku], "OWNER"))
        self.may.add(self.chausiku)

    @rule()
    def twelve_hours_pass(self) -> None:
        """Nobody answers in time."""
        passes(self.world, hours=12)

    @invariant()
    def nothing_happens_without_a_decision(self) -> None:
        """Each new decision is one that was just said, by one who may, about what stands."""
        if not hasattr(self, "seen"):
            return
        now = {row.id: row for row in self.rows()}
        fresh = [row for row in now.values() if _is_decided(row) and not self._knew(row)]
        for row in fresh:
            assert self.expects is not None, f"{row} was decided by nobody"
            phone, meant, word = self.expects
            assert row.id in meant, f"{row} was not meant by {self.expects}"
            assert (row.status, row.decided_by) == (word, self.people[phone])
            assert phone in self.may
            assert f"{row.standing:,}" in row.question, f"{row} was shown as another thing"
        self.allowed += [row.standing or 0 for row in fresh if row.status == "approved"]
        self.seen, self.expects = now, None
        told = f"type = '{EFFECT}' and organization_id = '{self.owner.scene.shop_id}'"
        effects = f"select (payload ->> 'amount')::int from events where {told} order by id"
        assert [row[0] for row in self.world.rows(effects)] == self.allowed

    def rows(self) -> list[Row]:
        """All approvals of the shop, oldest first."""
        shop = self.owner.scene.shop_id
        found = self.world.rows(f"""
            select a.id, a.code, a.status, a.decided_by, a.question ->> 'sw', (
              select e.amount::int from entries e
              where e.organization_id = r.organization_id and e.event_id = r.event_id
                and e.reverses is null and not exists (
                  select from entries o
                  where o.organization_id = e.organization_id and o.reverses = e.id
                )
            )
            from approvals a
            left join runs r on r.organization_id = a.organization_id and r.id = a.run_id
            where a.organization_id = '{shop}' order by a.id""")
        return [Row(*row) for row in found]  # type: ignore[arg-type]  # As selected.

    def _says(
        self,
        phone: str,
        words: str,
        meant: set[UUID] | None = None,
        word: str = "",
    ) -> None:
        self.expects = (phone, meant, word) if meant is not None else None
        self.world.says(phone, words)

    def _open_for(self, phone: str) -> list[Row]:
        """What a person may decide now."""
        person = self.people[phone]
        seats = f"select approval_id from approval_seats where person_id = '{person}'"
        mine = set(self.world.ids(f"{seats} and closed_at is null"))
        return [row for row in self.rows() if row.id in mine and row.status == "open"]

    def _knew(self, row: Row) -> bool:
        return row.id in self.seen and self.seen[row.id].status == row.status

    def _keeper(self) -> Keeper:
        query = (
            "select m.person_id, m.organization_id, i.id from addresses a"
            " join members m on m.person_id = a.person_id"
            " join inbound_messages i on i.person_id = a.person_id"
            f" where a.value = '{self.amina}' order by i.id desc limit 1"
        )
        ((person, shop, message),) = self.world.rows(query)
        scene = Scene(UUID(str(person)), UUID(str(shop)), UUID(str(message)), self.world.now[0])
        return Keeper(self.world, scene)


def _is_decided(row: Row) -> bool:
    return row.status in ("approved", "rejected")


def _word(*, yes: bool) -> str:
    return "approved" if yes else "rejected"


def test_nothing_happens_that_nobody_decided_as_it_was_shown(world: World) -> None:
    world.rt = replace(world.rt, languages=Languages(READER.read, translations()))
    machine = type("TheseApprovals", (AnyApproval,), {"world": world})

    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=8,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
