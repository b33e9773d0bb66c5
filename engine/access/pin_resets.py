"""A forgotten PIN: a one-time code by another way, and a new PIN in return."""

from __future__ import annotations

import secrets
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from bot import i18n
from bot.pins import is_one, is_trivial
from bot.replies import pins as replies
from engine.access import pins
from engine.outbound import deliveries
from engine.outbound.hours import Occasion
from engine.runtime import Runtime
from store import conversations, people
from store import pins as kept
from store import ways as known_ways
from store.database import Transaction

CODE_LASTS = timedelta(minutes=10)
CODE_DIGITS = 6
PAUSE = timedelta(minutes=1)
"""Between two codes: each costs money, and each may be guessed at."""
CODE = "code"
"""The reason of messages whose words are hidden soon."""


class Sent(StrEnum):
    """What became of the wish for a one-time code."""

    SENT = "sent"
    NO_WAY = "no_way"
    """There is no other way to the person just now: nothing is sent."""
    TOO_SOON = "too_soon"
    """One was sent less than a minute ago, and is good still."""


class ResetResult(StrEnum):
    """What became of a one-time code."""

    DONE = "done"
    WRONG = "wrong"
    OVER = "over"
    """It was used, has expired, or was tried too often; a new one is needed."""
    TRIVIAL = "trivial"
    """The code is right; the new PIN is none, or one that anybody would guess."""


def request_reset(
    rt: Runtime, tx: Transaction, person_id: UUID, *, other_than: UUID | None = None
) -> Sent:
    """Send a one-time code by a way other than the conversation where it was wished for.

    The transaction is that person's.
    """
    before = kept.reset_of(tx, person_id)
    if before is not None and before.left > CODE_LASTS - PAUSE:
        return Sent.TOO_SOON
    way = _way(tx, person_id, other_than)
    if way is None:
        return Sent.NO_WAY
    code = "".join(secrets.choice("0123456789") for _ in range(CODE_DIGITS))
    kept.keep_reset(tx, person_id, pins.hashed(code), CODE_LASTS)
    row = conversations.by_id(tx, way)
    language = people.get(tx, person_id).language
    words = i18n.wording(replies.one_time_code(code), language, rt.languages.translations)
    deliveries.tell(tx, row, None, words, Occasion.ASKED, CODE)
    return Sent.SENT


def _way(tx: Transaction, person_id: UUID, other_than: UUID | None) -> UUID | None:
    with tx.directory():
        ways = known_ways.ways(tx, [person_id], None)
    here = next((way for way in ways if way.conversation_id == other_than), None)
    others = [way for way in ways if here is None or way.reply_to != here.reply_to]
    # It lasts ten minutes: where the window is closed it would wait for longer.
    fit = [way for way in others if way.is_open or way.channel != "whatsapp"]
    return next((way.conversation_id for way in fit if way.conversation_id), None)


def reset(tx: Transaction, person_id: UUID, *, code: str, pin: str) -> ResetResult:
    """Set a new PIN by the one-time code that was sent; it works once, within ten minutes."""
    found = kept.reset_of(tx, person_id)
    if found is None or found.left <= timedelta(0) or found.tries >= pins.TRIES:
        return ResetResult.OVER
    if not pins.fits(found.hash, code):
        kept.count_reset_try(tx, person_id)
        return ResetResult.WRONG
    if not is_one(pin) or is_trivial(pin):
        return ResetResult.TRIVIAL
    kept.drop_reset(tx, person_id)
    pins.keep(tx, person_id, pin)
    return ResetResult.DONE
