"""Changes that staff may make no more alone: an owner is asked, and sees what will happen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from bot.conversation import Turn
from bot.drafts import Draft
from bot.effects import AskCorrection
from bot.replies import corrections as replies
from bot.reply import Money
from bot.reversals import named
from bot.shop import Entry
from bot.topic import Scene


def is_late(scene: Scene, entry: Entry) -> bool:
    """Whether only an owner may change it by now: its day is closed, or too long ago."""
    if scene.organization.role == "OWNER" or entry.recorded_at is None:
        return False
    window = timedelta(hours=scene.organization.correction_hours)
    if scene.heard.at - entry.recorded_at > window:
        return True
    day = scene.shop.business_date(entry.recorded_at)
    return scene.shop.day_close(day) is not None


def take_back(scene: Scene, taken: Sequence[Entry]) -> Turn:
    """Ask whether these may be taken back; a list of them together."""
    entry, name = taken[-1], _name(scene)
    amount = sum((one.amount for one in taken), start=Decimal())
    what, day = named(scene, entry), entry.business_date
    question = replies.may_take_back(name, what, day)
    if len(taken) > 1:
        money = Money(amount, entry.currency)
        question = replies.may_take_back_all(name, len(taken), money, day)
    entries = tuple(one.id for one in taken)
    return scene.close(AskCorrection(entries, None, question, what, amount))


def put_right(scene: Scene, entry: Entry, right: Entry, draft: Draft) -> Turn:
    """Ask whether it may be put right."""
    name, what = _name(scene), named(scene, entry)
    question = replies.may_correct(name, what, entry.business_date, named(scene, right))
    by = draft.event(entry.currency, entry.business_date)
    amount = max(entry.amount, right.amount)
    return scene.close(AskCorrection((entry.id,), by, question, what, amount))


def _name(scene: Scene) -> str:
    """As the shop knows the speaker: staff may never have said their name themselves."""
    speaker = scene.shop.speaker
    known = (one.name for one in scene.shop.members() if one.person_id == speaker.id)
    return next(known, speaker.name or "")
