"""What to do about a provider's refusal: decided by its kind, pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from engine.channels.base import ChannelError, Trouble

FIRST, LONGEST = timedelta(milliseconds=500), timedelta(minutes=5)
PAIR_FIRST = timedelta(seconds=6)
"""Between two numbers one message in so long is always allowed."""


class Course(Enum):
    """What follows a refusal."""

    DOUBT = "doubt"
    """Nobody knows whether it was taken: ask, and never repeat."""
    LATER = "later"
    CLOSED = "closed"
    """The window is closed: in another form, or when its person writes."""
    SILENCE = "silence"
    """They want to hear no more there."""
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Answer:
    """What to do, and for LATER how long to wait."""

    course: Course
    wait: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Try:
    """How often a message was tried before, and whether it is still worth it.

    `is_template` where it went as one already.
    """

    attempts: int
    is_fresh: bool
    is_template: bool = False


def answer(error: ChannelError, tried: Try, luck: float) -> Answer:
    """What to do about this refusal; `luck` from 0 to 1 keeps many from coming at once.

    An account's own trouble costs no message its life: it waits as long as it lasts.
    """
    if error.ambiguous:
        return Answer(Course.DOUBT)
    match error.trouble:
        case Trouble.WINDOW if not tried.is_template:
            return Answer(Course.CLOSED)
        case Trouble.CONSENT:
            return Answer(Course.SILENCE)
        case Trouble.ACCOUNT:
            return Answer(Course.LATER, pause(tried.attempts, luck, error.after))
        case Trouble.PAIR if tried.is_fresh:
            return Answer(Course.LATER, _pair(tried.attempts, luck, error.after))
        case Trouble.BUSY if tried.is_fresh:
            return Answer(Course.LATER, pause(tried.attempts, luck, error.after))
        case _ if error.retryable and tried.is_fresh:
            return Answer(Course.LATER, pause(tried.attempts, luck, error.after))
        case _:
            return Answer(Course.FAIL)


def pause(attempts: int, luck: float, after: timedelta | None = None) -> timedelta:
    """From half a second, doubling to five minutes, half of it by chance; or as asked for."""
    ceiling = min(FIRST * (1 << min(attempts + 1, 20)), LONGEST)
    return max(ceiling * (1 + luck) / 2, after or timedelta(0))


def _pair(attempts: int, luck: float, after: timedelta | None) -> timedelta:
    ceiling = min(PAIR_FIRST * (1 << 2 * min(attempts, 10)), LONGEST)
    return max(ceiling * (1 + luck / 2), after or timedelta(0))
