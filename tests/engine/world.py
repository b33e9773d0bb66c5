"""A small world for the shell's tests: real database and doorbell, a fake provider."""

from __future__ import annotations

import gettext
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from itertools import count
from typing import Protocol, cast
from uuid import UUID

from sqlalchemy import text

from bot.nlu.understanding import Act, Catalogue, Intent, Outcome, Understanding, Utterance
from engine import duties
from engine.ai.rules import Rules
from engine.calling.caller import Caller
from engine.channels.base import (
    Archive,
    Attachment,
    Channel,
    ChannelError,
    Letter,
    Media,
    Received,
    Signs,
)
from engine.inbound import intake
from engine.runtime import Languages, Runtime
from engine.settings import Settings
from engine.tools import broker
from engine.tools.broker import Bell
from engine.tools.pairs import Pairs
from store.database import Database

AMINA = "+254711000001"
BARAKA = "+254722000002"
CHAUSIKU = "+254733000003"
ASHA = "+254744000004"
SPEECHLESS = {code: gettext.NullTranslations() for code in ("en", "sw")}
"""Both languages, each saying what the code says: in English."""
MORNING = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)

SAYINGS = {
    "undo": Act(Intent.UNDO),
    "maybe": Act(Intent.UNKNOWN),
    "stop": Act(Intent.STOP),
    "start": Act(Intent.START),
    "paid": Act(Intent.DISPUTE, kind="paid"),
    "untrue": Act(Intent.DISPUTE),
}

_numbers = count(1)


@dataclass
class PostOffice:
    """A provider that takes letters and remembers them; `answer` may refuse or lose one."""

    name: str = "post"
    sms_account: str | None = "post:sms:+14155238886"
    archive: Archive | None = None
    signs: Signs | None = None
    signed: bool = True
    sent: list[Letter] = field(default_factory=list)
    answer: Callable[[Letter], None] = lambda letter: None
    found: list[str] = field(default_factory=list)

    def is_genuine(self, webhook: object) -> bool:
        return True

    def read(self, webhook: object) -> Iterator[Received]:
        return iter(())

    def send(self, letter: Letter) -> str:
        self.answer(letter)
        self.sent.append(letter)
        return f"ref-{len(self.sent)}"

    def find(self, letter: Letter) -> list[str]:
        return self.found

    def fetch(self, attachment: Attachment) -> Media:
        raise ChannelError("no_media", "letters hold words alone")


class Registry(Protocol):
    """Knows worlds in which somebody has just registered."""

    def may_open(self, world: World) -> bool:
        """Whether this world is as new as the one that is known."""

    def open(self, world: World, phone: str, shop: str) -> UUID:
        """Let it be a world where she has registered; her organization."""


@dataclass
class World:
    """The shell with its parts at hand."""

    rt: Runtime
    post: PostOffice
    now: list[datetime]
    registry: Registry | None = None
    first: Runtime | None = None
    """The parts it began with, where there is a registry."""

    def hears(self, phone: str, words: str, reference: str | None = None) -> None:
        """A message arrives."""
        self.hears_that(message(phone, words, reference))

    def hears_that(self, received: Received) -> None:
        """A message arrives just so."""
        intake.take(self.rt, [received])

    def works(self) -> None:
        """Everything due is worked until nothing is."""
        for _ in range(50):
            due = self.ids("select id from outbox where due_at <= now() and parked_at is null")
            if not due:
                return
            for entry_id in due:
                duties.start(self.rt, entry_id)
        raise AssertionError("the outbox never comes to rest")

    def works_once(self, entry_id: UUID) -> None:
        """One entry is rung once."""
        duties.start(self.rt, entry_id)

    def says(self, phone: str, words: str) -> list[str]:
        """A message arrives and is worked; what Karani then sends."""
        before = len(self.post.sent)
        self.hears(phone, words)
        self.works()
        return [letter.text for letter in self.post.sent[before:]]

    def registers(self, phone: str, shop: str) -> UUID:
        """A newcomer answers every question, or as good as that; her organization."""
        if self.registry is not None and self.registry.may_open(self):
            return self.registry.open(self, phone, shop)
        return self.answers_all(phone, shop)

    def answers_all(self, phone: str, shop: str) -> UUID:
        """A newcomer answers every question; her organization."""
        for words in ("Hi", "English", "yes", "Amina", shop):
            self.says(phone, words)
        return self.ids(f"select id from organizations where name = '{shop}'")[0]

    def ids(self, query: str) -> list[UUID]:
        """The first column of a query over every tenant."""
        return [cast(UUID, row[0]) for row in self.rows(query)]

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """A query as the superuser would see it: through the relay's eyes."""
        with self.rt.db.every_tenant() as tx:
            return [tuple(row) for row in tx.execute(text(query))]


def message(phone: str, words: str, reference: str | None = None) -> Received:
    """A WhatsApp message from a phone."""
    return Received(
        account="post:whatsapp:+14155238886",
        channel="whatsapp",
        provider_reference=reference or f"SM{next(_numbers)}",
        address=phone,
        address_kind="phone",
        text=words,
        raw=words.encode("utf-8", "surrogatepass"),
    )


PLAIN = {
    "undo": Act(Intent.UNDO),
    "maybe": Act(Intent.UNKNOWN),
    "switch": Act(Intent.SWITCH_SHOP),
    "leave": Act(Intent.SWITCH_SHOP, kind="leave"),
    "another": Act(Intent.REGISTER, kind="another"),
}


def reads(utterance: Utterance, catalogue: Catalogue) -> Understanding:
    """A reader of a few plain words: what the shell does must not depend on more."""
    if utterance.text.isdecimal():
        amount = Decimal(utterance.text)
        only = Act(Intent.UNKNOWN, amount=amount)
        return Understanding(Outcome.NONE, "en", (only,), amounts=(amount,))
    act = _act(utterance)
    return Understanding(Outcome.ACT if act else Outcome.NONE, "en", (act,) if act else ())


def _act(utterance: Utterance) -> Act | None:
    words = utterance.text.split()
    awaiting = utterance.awaiting.value if utterance.awaiting else ""
    answers = {
        "language": Act(Intent.LANGUAGE, kind="en"),
        "consent": Act(Intent.APPROVE),
        "name": Act(Intent.REGISTER, party=utterance.text),
        "shop": Act(Intent.REGISTER, party=utterance.text),
    }
    if awaiting in answers:
        return answers[awaiting]
    match words:
        case ["sold", item, amount]:
            return Act(
                Intent.RECORD_SALE, amount=Decimal(amount), item=item, quantity=Decimal(1)
            )
        case ["yes" | "no" as word, *code]:
            intent = Intent.APPROVE if word == "yes" else Intent.REJECT
            return Act(intent, code=code[0] if code else None)
        case [word] if word in SAYINGS:
            return SAYINGS[word]
        case ["remind", name]:
            return Act(Intent.REMIND, party=name, kind="debt")
        case _:
            return PLAIN.get(utterance.text, Act(Intent.GREETING))


@contextmanager
def world(database_url: str, redis_url: str) -> Iterator[World]:
    """The shell on a fresh database."""
    post, now = PostOffice(), [MORNING]
    channel: Channel = post
    rings = broker.connect(redis_url)
    bell = Bell(rings)
    rt = Runtime(
        settings=Settings(
            database_url=database_url, redis_url=redis_url, messages_per_second=1000
        ),
        db=Database(database_url, ring=bell.ring, may_ring=lambda: not bell.is_silent),
        broker=rings,
        bell=bell,
        channels={"post": channel},
        languages=Languages(reads, SPEECHLESS),
        clock=lambda: now[0],
        caller=Caller(clock=lambda: now[0]),
        ai=Rules(reads, SPEECHLESS),
        pairs=Pairs(lambda: now[0].timestamp()),
    )
    try:
        yield World(rt, post, now)
    finally:
        rt.close()
        rings.client.close()
