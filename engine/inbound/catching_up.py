"""Answer messages that waited for hours: all of them are heard, and one bubble answers them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.effects import Effect, Raise, Replace
from bot.replies import catching_up as replies
from bot.reply import Reply

FULL = 900
"""Signs after which a bubble takes no further text: a provider cuts at 1,600."""

MOST = 200
"""As many late messages as one turn hears, so that there is one answer."""

Wording = Callable[[Reply], str]


@dataclass(frozen=True, slots=True)
class Told:
    """What one message led to: what would be answered to it, and how many entries it wrote."""

    at: datetime
    is_late: bool
    texts: tuple[str, ...] = ()
    booked: int = 0


def booked(effects: Sequence[Effect]) -> int:
    """How many facts a message added to the book."""
    return sum(isinstance(effect, Raise | Replace) for effect in effects)


def bubble(told: Sequence[Told], wording: Wording, *, asks: bool) -> list[str]:
    """The texts of one bubble; `asks` says that the last message left a question open.

    Of several late messages those that wrote something are counted, and only the others are
    answered one by one. Messages that were heard in time are answered as always.
    """
    late = [each for each in told if each.is_late]
    fresh = [text for each in told if not each.is_late for text in each.texts]
    if not any(each.texts for each in late):
        return fresh
    since = late[0].at
    if len(late) == 1:
        return [wording(replies.read_one(since)), *late[0].texts, *fresh]
    said = [wording(replies.read(len(late), since))]
    if count := sum(each.booked for each in late):
        said.append(wording(replies.wrote(count)))
    return [*said, *_answers(late, wording, asks=asks and late[-1] is told[-1]), *fresh]


def _answers(late: Sequence[Told], wording: Wording, *, asks: bool) -> list[str]:
    """What was asked is answered as far as there is room; an open question always is said."""
    last = list(late[-1].texts) if asks else []
    others = late[:-1] if asks else late
    # The same words twice are an answer once.
    texts = dict.fromkeys(text for each in others if not each.booked for text in each.texts)
    answers, left = list[str](), FULL - sum(map(len, last))
    for text in texts:
        left -= len(text)
        if left < 0:
            break
        answers.append(text)
    if unsaid := len(texts) - len(answers):
        answers.append(wording(replies.unanswered(unsaid)))
    return [*answers, *last]
