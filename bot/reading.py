"""What a model made of a message, once it has passed the checks: a reading, not a fact."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from bot.nlu.understanding import Understanding


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading, or that there is none.

    `understood` is None where nothing was found, or nothing that the message bears out;
    `failed` where nobody could look. `request` is the question to the assistant. `heard` is
    what a voice note was heard to say.
    """

    understood: Understanding | None
    request: UUID | None = None
    heard: str | None = None
    failed: bool = False
