"""What Karani remembers between two turns of one conversation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from uuid import UUID

from bot.effects import Effect, Json
from bot.nlu.understanding import Awaiting, Understanding
from bot.reading import Reading


class Shown(Enum):
    """What came with a message, as the person sees it who sent it."""

    VOICE = "voice"
    PICTURE = "picture"
    FILE = "file"
    PLACE = "place"
    CARD = "card"
    STICKER = "sticker"
    REACTION = "reaction"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class Heard:
    """One inbound message with what it was understood to say.

    `at` is aware: the provider's time of the message, its arrival where there is none.
    `quoted` is the provider reference of the message that this one answers; `is_signed` says
    that its provider has proven whose message it is. `shown` came with it, or instead of words.
    `reading` is what a model made of it, None while none was asked.
    """

    id: UUID
    text: str
    understanding: Understanding
    at: datetime
    quoted: str | None = None
    is_signed: bool = True
    shown: Shown | None = None
    reading: Reading | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """The state of a conversation: JSON between two turns.

    `floor` names the topic that hears the next message first, `slots` what it has gathered,
    `awaiting` what was asked. `language` is None until it is known. `below` is an older
    question that is still open, asked again when nobody has the floor any more. `repeats` is
    how often the open question was asked again because it was passed over.
    """

    language: str | None = None
    floor: str | None = None
    slots: Mapping[str, Json] = field(default_factory=dict)
    awaiting: Awaiting | None = None
    below: Conversation | None = None
    repeats: int = 0

    def to_json(self) -> dict[str, Json]:
        """As stored; `from_json` reads it back."""
        return {
            "language": self.language,
            "floor": self.floor,
            "slots": dict(self.slots),
            "awaiting": self.awaiting.value if self.awaiting else None,
            "below": self.below.to_json() if self.below else None,
            "repeats": self.repeats,
        }

    @classmethod
    def from_json(cls, document: Mapping[str, object]) -> Conversation:
        """Read a stored state; an empty document is a conversation that has not begun."""
        awaiting = document.get("awaiting")
        slots, below = document.get("slots"), document.get("below")
        repeats = document.get("repeats")
        return cls(
            language=_text(document.get("language")),
            floor=_text(document.get("floor")),
            slots=dict(slots) if isinstance(slots, Mapping) else {},
            awaiting=Awaiting(str(awaiting)) if awaiting else None,
            below=cls.from_json(below) if isinstance(below, Mapping) else None,
            repeats=repeats if isinstance(repeats, int) else 0,
        )

    def ask(self, floor: str, awaiting: Awaiting, slots: Mapping[str, Json]) -> Conversation:
        """Give a topic the floor until its question is answered."""
        return replace(self, floor=floor, awaiting=awaiting, slots=slots, repeats=0)

    def rest(self) -> Conversation:
        """Nobody has the floor; nothing is asked."""
        return replace(self, floor=None, awaiting=None, slots={}, repeats=0)


@dataclass(frozen=True, slots=True)
class Turn:
    """What a message led to: the state afterwards and the wishes, in order.

    `unsure`: the rules can make nothing of it, so a model may be asked before it counts.
    """

    conversation: Conversation
    effects: tuple[Effect, ...] = ()
    unsure: bool = False


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
