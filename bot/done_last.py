"""Remember what was done last where it is no entry: an undo never takes a sale for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from bot.conversation import Turn
from bot.customer_effects import KeepPhone, OptIn, OptOut, RemindDebt
from bot.drafts import EVENTS
from bot.effects import (
    CancelReminder,
    ChangeMember,
    Effect,
    EndRule,
    Invite,
    Json,
    MakeRule,
    NameNumber,
    Raise,
    ReleaseNumber,
    Replace,
    Say,
    SetReminder,
    SwitchRule,
)
from bot.nlu.understanding import Intent
from bot.replies import reminders as replies
from bot.shop_effects import AskAgain, EndDay
from bot.topic import Scene

SLOT, OTHER = "done", "other"
BOOKED = frozenset({*EVENTS.values(), "ENTRY_REVERSED", "STOCK_COUNTED"})
OTHERS = (
    AskAgain, CancelReminder, ChangeMember, EndDay, EndRule, Invite, KeepPhone, MakeRule,
    NameNumber, OptIn, OptOut, ReleaseNumber, RemindDebt, SetReminder, SwitchRule,
)  # fmt: skip
"""What changes something and is not in the book."""


def remembered(turn: Turn) -> Turn:
    """The turn with what an undo straight after it would be about, where that is no entry."""
    if turn.conversation.floor is not None or not any(map(_is_other, turn.effects)):
        return turn
    if any(map(_is_booked, turn.effects)):
        return turn
    slots = {**turn.conversation.slots, SLOT: _told(turn.effects)}
    return replace(turn, conversation=replace(turn.conversation, slots=slots))


def is_elsewhere(scene: Scene) -> bool:
    """Whether what was done last is no entry, no count and no appointment."""
    return SLOT in scene.conversation.slots and scene.heard.quoted is None


def take_back(scene: Scene) -> Turn | None:
    """Cancel the reminder that was set last; None where it was something else."""
    told = scene.conversation.slots.get(SLOT)
    if not isinstance(told, dict) or not scene.wants(Intent.UNDO):
        return None
    set_so = (told.get("text"), told.get("at"))
    standing = scene.shop.diary.reminders()
    one = next((each for each in standing if (each.text, _moment(each.at)) == set_so), None)
    if one is None:
        return None
    return scene.close(CancelReminder(one.id), Say(replies.cancelled(one)))


def _told(effects: Iterable[Effect]) -> Json:
    kept = next((each for each in effects if isinstance(each, SetReminder)), None)
    return {"text": kept.text, "at": _moment(kept.at)} if kept else OTHER


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def _is_booked(effect: Effect) -> bool:
    return isinstance(effect, Replace) or (
        isinstance(effect, Raise) and (effect.type in BOOKED or "APPOINTMENT" in effect.type)
    )


def _is_other(effect: Effect) -> bool:
    closed = isinstance(effect, Raise) and effect.type == "DAY_CLOSED"
    return closed or isinstance(effect, OTHERS)
