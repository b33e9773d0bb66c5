"""A stage for runs without a world: ids that count, a clock that stands, records in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from engine.steps import STEP_TYPES
from engine.workflows import definition
from engine.workflows.definition import Definition
from engine.workflows.interpreter import Advance, Scene, advance
from engine.workflows.run import Run
from engine.workflows.step import News, Place
from engine.workflows.wishes import Send, Wish

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
NAIROBI = Place("Africa/Nairobi", "KES", "KE", "en", ("en", "sw"))
AMINA = "00000000-0000-0000-0000-000000000001"
ASHA = "00000000-0000-0000-0000-000000000009"
SALE = {
    "id": "00000000-0000-0000-0000-0000000000aa",
    "type": "SALE_RECORDED",
    "payload": {"amount": "12000", "item": "cement", "customer": ASHA},
    "person": AMINA,
    "organization": "00000000-0000-0000-0000-000000000002",
    "occurred_at": NOW,
    "source": "chat",
}


@dataclass
class FakeRecords:
    """The shop's records."""

    rows: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)

    def find(self, record: str, record_id: str) -> Mapping[str, Any] | None:
        """How a record stands."""
        return self.rows.get((record, record_id))


def read(*steps: dict[str, Any], **trigger: Any) -> Definition:
    """A definition with these steps, on every sale unless something else is said."""
    document = {
        "name": "Test",
        "trigger": trigger or {"event": "SALE_RECORDED"},
        "steps": list(steps),
    }
    return definition.parse(document, STEP_TYPES)


def tell(step_id: str, words: str = "hello", **more: Any) -> dict[str, Any]:
    """A step that says something to the owner."""
    text = {"en": words, "sw": words}
    return {"id": step_id, "type": "send_message", "to": "OWNER", "text": text, **more}


@dataclass
class Stage:
    """One run, moved by hand."""

    definition: Definition
    event: Mapping[str, Any] = field(default_factory=lambda: SALE)
    now: datetime = NOW
    records: FakeRecords = field(default_factory=FakeRecords)
    run: Run = field(default_factory=lambda: Run(UUID(int=7)))
    wishes: list[Wish] = field(default_factory=list)
    last: Advance | None = None

    def __post_init__(self) -> None:
        self._ids = count(1)

    def go(self, news: News | None = None, **time: float) -> str:
        """Time passes, something happens, the run moves; its status."""
        self.now += timedelta(**time)
        self.last = advance(self.definition, self.run, self.scene(), news)
        self.run = self.last.run
        self.wishes.extend(wish for _, wish in self.last.wishes)
        return self.run.status.value

    def again(self) -> str:
        """A failed run is tried again."""
        return self.go()

    def scene(self) -> Scene:
        """The world as it is now."""
        names = {
            "event": self.event,
            "run": {"id": str(self.run.id), "workflow": "", "started_at": NOW},
            "organization": {"name": "Duka la Amina", "currency": "KES"},
        }
        return Scene(
            names=names,
            place=NAIROBI,
            now=self.now,
            records=self.records,
            new_id=lambda: UUID(int=next(self._ids)),
            chance=lambda: 1.0,
        )

    @property
    def said(self) -> list[str]:
        """What was to be sent, in English."""
        return [wish.texts["en"] for wish in self.wishes if isinstance(wish, Send)]

    @property
    def steps(self) -> Sequence[tuple[str, str]]:
        """The last sprint's attempts."""
        assert self.last is not None
        return [(row.step, row.status.value) for row in self.last.begun]


def stage(*steps: dict[str, Any], **payload: Any) -> Stage:
    """A run of these steps, about to begin."""
    event = {**SALE, "payload": {**SALE["payload"], **payload}}  # type: ignore[dict-item]
    return Stage(read(*steps), event)
