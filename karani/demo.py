"""`karani demo`: a shop with a year behind it, to look at what Karani makes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from uuid import UUID

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

from engine.channels import simulator
from engine.channels.base import Received
from engine.inbound import intake
from engine.runtime import Runtime
from karani import demo_book, demo_cast
from karani.demo_cast import Cast
from karani.demo_year import Year
from karani.errors import NotAsItShouldBeError
from karani.private import person_of
from store import organizations

LONGEST = 3 * 365


@dataclass(frozen=True, slots=True)
class Asked:
    """A demonstration in a language, of how many days, made from which seed.

    `sure` where real providers are configured and it is wanted all the same.
    """

    language: str = "en"
    days: int = 365
    seed: int = 1
    sure: bool = False


def run(rt: Runtime, asked: Asked) -> None:
    """Make the shop, whole or not at all. Raises `NotAsItShouldBeError`."""
    cast = _cast(rt, asked)
    known = {hand.phone: person_of(rt, hand.phone) for hand in cast.team}
    owner = known[cast.team[0].phone]
    if owner is not None and _has(rt, owner, cast.shop.name):
        print(f"{cast.shop.name} is there already.")
        _show(rt, cast)
        return
    taken = [phone for phone, person in known.items() if person is not None]
    if taken:
        raise NotAsItShouldBeError(
            f"{taken[0]}: somebody has this phone; `karani erase` it first"
        )
    with _bar() as bar:
        task = bar.add_task(f"Making {cast.shop.name}", total=asked.days + 1)

        def begin(team: Sequence[UUID]) -> Year:
            return Year(cast, team, rt.clock(), asked.days, Random(asked.seed))  # noqa: S311 -- A play.

        facts = demo_book.make(rt, cast, begin, lambda: bar.advance(task))
    if rt.settings.simulator_on:
        _greet(rt, cast)
    print(f"{cast.shop.name} has {asked.days} days behind it: facts: {facts:,}.")
    _show(rt, cast)


def _cast(rt: Runtime, asked: Asked) -> Cast:
    if asked.language not in demo_cast.known():
        there = ", ".join(demo_cast.known())
        raise NotAsItShouldBeError(f"{asked.language}: no demonstration speaks it; {there} do")
    if not 1 <= asked.days <= LONGEST:
        raise NotAsItShouldBeError(f"--days must be 1 to {LONGEST}")
    real = rt.settings.has_provider or not rt.settings.simulator_on
    if real and not asked.sure:
        raise NotAsItShouldBeError(
            "this installation is no trial: it has a provider, or its simulator is off, and the"
            " shop is invented; make it elsewhere, or all the same with --yes"
        )
    return demo_cast.load(asked.language)


def _greet(rt: Runtime, cast: Cast) -> None:
    """Let the team say hello by the simulator: whoever has written can be written to."""
    intake.take(
        rt,
        [
            Received(
                account=simulator.account("whatsapp"),
                channel="whatsapp",
                provider_reference=f"demo-{hand.phone}",
                address=hand.phone,
                address_kind="phone",
                text=cast.hello,
                raw=b"",
            )
            for hand in cast.team
        ],
    )


def _has(rt: Runtime, owner: UUID, name: str) -> bool:
    with rt.db.every_tenant() as tx:
        return any(one.name == name for one in organizations.of_person(tx, owner))


def _show(rt: Runtime, cast: Cast) -> None:
    """Say how to look at it."""
    owner, helper = cast.team[0], cast.team[1]
    here = rt.settings.base_url
    print(f"{owner.name} owns it: {owner.phone}. {helper.name} works there: {helper.phone}.")
    if rt.settings.simulator_on:
        print(f'Talk as {owner.name}: {here}/phone, or karani chat --as "{owner.phone}"')
        print(f"Console: {here}/console, phone {owner.phone}, then have a code sent there.")
    else:
        print(f'The simulator is off. A key for the API: karani token "{owner.phone}"')
    phones = ", ".join(hand.phone for hand in cast.team)
    print(f"Take it away again: karani erase PHONE --close-shops, for each of {phones}")


def _bar() -> Progress:
    return Progress(
        "{task.description}",
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    )
