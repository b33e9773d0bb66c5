"""Thirty days of two diaries, one across the end of summer time: exactly what must be sent."""

from __future__ import annotations

import heapq
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import count
from typing import cast
from uuid import UUID
from zoneinfo import ZoneInfo

from bot.effects import Found
from tests.engine.flows import passes
from tests.engine.keeper import Keeper, keeper
from tests.engine.month import SOON, Planned, expected, plan
from tests.engine.visits import books, changes, has_phone, moves, switches_on
from tests.engine.world import AMINA, CHAUSIKU, World

FIRST = date(2026, 10, 12)
NAIROBI, LONDON = ZoneInfo("Africa/Nairobi"), ZoneInfo("Europe/London")
SHOP = re.compile(r"^Duka[^:]*: ")
CUSTOMERS = "+254755"
A_BIT = timedelta(milliseconds=10)
"""The world's clock and the database's are not quite one."""
ABOUT = ("Your appointment", "Reminder: ", "We expect", "Did Customer", "We missed", "Customer")


Letters = Counter[tuple[str, str]]
"""To whom, and what, how often."""


@dataclass
class Month:
    """The world, what is to happen in it, and who answers what."""

    world: World
    deeds: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)
    answers: dict[tuple[str, str], bool | None] = field(default_factory=dict)
    told: Counter[tuple[str, str]] = field(default_factory=Counter)
    clocks: set[time] = field(default_factory=set)
    """When customers were written to, on the clocks of their shops."""
    seen: int = 0
    _order: Iterator[int] = field(default_factory=count)

    def on(self, at: datetime, deed: Callable[[], None]) -> None:
        """Let something happen then."""
        heapq.heappush(self.deeds, (at, next(self._order), deed))

    def lives(self, until: datetime) -> None:
        """From one thing that is due to the next, to the moment."""
        while self.world.now[0] < until:
            due = self._next_due() or until
            deed = self.deeds[0][0] if self.deeds else until
            ahead = max(min(due, deed, until) - self.world.now[0], timedelta(0)) + A_BIT
            passes(self.world, seconds=ahead.total_seconds())
            self._hears()
            while self.deeds and self.deeds[0][0] <= self.world.now[0]:
                heapq.heappop(self.deeds)[2]()
                self.world.works()

    def _next_due(self) -> datetime | None:
        ((wait,),) = self.world.rows("select min(due_at) - now() from outbox")
        return self.world.now[0] + cast(timedelta, wait) if wait is not None else None

    def _hears(self) -> None:
        """Whoever is asked answers soon."""
        for letter in self.world.post.sent[self.seen :]:
            text = SHOP.sub("", letter.text).splitlines()[0]
            if not text.startswith(ABOUT):
                continue
            self.told[letter.to, text] += 1
            if letter.to.startswith(CUSTOMERS):
                zone = LONDON if "London" in letter.text else NAIROBI
                self.clocks.add(self.world.now[0].astimezone(zone).time())
            about = text.split()[1] if text.startswith("Did ") else "will come"
            said = self.answers.get((letter.to, about))
            if text.endswith("?") and said is not None:
                self.on(self.world.now[0] + SOON, self._says(letter.to, yes=said))
        self.seen = len(self.world.post.sent)

    def _says(self, phone: str, *, yes: bool) -> Callable[[], None]:
        return lambda: self.world.hears(phone, "1" if yes else "2")


def lives_through(month: Month, owner: Keeper, phone: str, planned: list[Planned]) -> None:
    """Let everything that is planned happen."""
    for one in planned:
        made: list[UUID] = []
        month.on(one.booked, partial(_books, owner, one, made))
        for told, at in one.moves:
            month.on(told, partial(_moves, owner, made, at))
        if one.ends:
            when, what = one.ends
            month.on(when, partial(_ends, owner, made, what))
        if one.phone and one.stops:
            month.on(one.booked + SOON, partial(month.world.hears, one.phone, "stop"))
        month.answers[phone, one.name] = one.came
        if one.phone:
            month.answers[one.phone, "will come"] = one.will_come


def _books(owner: Keeper, one: Planned, made: list[UUID]) -> None:
    made.append(books(_now(owner), one.name, one.at))
    if one.phone:
        has_phone(owner, one.name, one.phone)


def _moves(owner: Keeper, made: list[UUID], at: datetime) -> None:
    moves(_now(owner), made[0], at)


def _ends(owner: Keeper, made: list[UUID], what: str) -> None:
    changes(_now(owner), what, made[0])


def _now(owner: Keeper) -> Keeper:
    owner.scene = replace(owner.scene, now=owner.world.now[0])
    return owner


def test_a_month_sends_exactly_what_it_must(world: World) -> None:
    world.now[0] = datetime(2026, 10, 12, 6, tzinfo=UTC)
    amina, chausiku = keeper(world, AMINA, "Duka la Amina"), keeper(world, CHAUSIKU, "Jirani")
    chausiku.wishes(Found("Duka la London", "GB", "GBP", "Europe/London", "en"))
    month, wanted = Month(world, seen=len(world.post.sent)), Counter[tuple[str, str]]()
    phones = (f"{CUSTOMERS}0{number:05}" for number in count())
    shops = [(1, amina, AMINA, NAIROBI), (2, chausiku, CHAUSIKU, LONDON)]
    for seed, owner, phone, zone in shops:
        for kind in ("appointment", "missed"):
            switches_on(owner, kind)
        planned = plan(seed, zone, FIRST, phones)
        lives_through(month, owner, phone, planned)
        wanted.update(one for each in planned for one in expected(each, phone, zone))

    month.lives(datetime(2026, 11, 16, tzinfo=UTC))

    assert shortened(month.told, wanted) == wanted
    assert wanted.total() > 100
    assert time(7) <= min(month.clocks)
    assert max(month.clocks) < time(20)
    assert world.rows("select count(*) from runs where status = 'FAILED'") == [(0,)]
    assert world.rows(
        "select count(*) > 5 from outbound_messages where error_code = 'opted_out'"
    ) == [(True,)]


def shortened(told: Letters, wanted: Letters) -> Letters:
    """What was told, as far as it is wanted."""
    short: Letters = Counter()
    for (to, text), times in told.items():
        found = (each for each in wanted if each[0] == to and text.startswith(each[1]))
        short[next(found, (to, text))] += times
    return short
