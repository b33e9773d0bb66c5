"""Take back what was done last to an appointment: an opposite fact, nothing is rewritten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.conversation import Turn
from bot.diary import Change
from bot.effects import Json, Raise, Say
from bot.nlu.understanding import Intent
from bot.people import words
from bot.replies import appointments as replies
from bot.reply import Reply
from bot.shop import Count, Entry
from bot.topic import Scene

CAME = ("APPOINTMENT_KEPT", "APPOINTMENT_MISSED")
LATELY, NONE = timedelta(hours=36), timedelta(0)


def meant(scene: Scene, entry: Entry | None, counts: Sequence[Count]) -> Change | None:
    """The change that an undo is about; None where it is about an entry or a count."""
    if scene.wants(Intent.CORRECT):
        return None
    if scene.heard.quoted is not None:
        found = None if entry else scene.shop.diary.quoted_change(scene.heard.quoted)
        return found if found and not _is_over(scene, found) else None
    if "taken_back" in scene.conversation.slots:
        return None  # One was taken back just now: whatever comes next is asked about.
    change = scene.shop.diary.last_change()
    newer = [one.id for one in (entry, *counts) if one is not None]
    if change is None or any(one > change.event_id for one in newer):
        return None
    return change if not _is_over(scene, change) and _is_named(scene, change) else None


def _is_over(scene: Scene, change: Change) -> bool:
    """Whether it is so long ago that nobody means it any more."""
    late = LATELY if change.type in CAME else NONE
    return change.appointment.at <= scene.now - late


def take_back(scene: Scene, change: Change) -> Turn:
    """Record the opposite, and remember that this was done last."""
    one = change.appointment
    this: dict[str, Json] = {"appointment": str(one.id)}
    match change.type:
        case "APPOINTMENT_SCHEDULED":
            undone = Raise("APPOINTMENT_CANCELLED", {**this, "reason": "taken back"})
            return _done(scene, change, undone, replies.taken_back(_shown(change)))
        case "APPOINTMENT_RESCHEDULED" if change.previous_at is not None:
            back = {"at": change.previous_at.isoformat(), "previous_at": one.at.isoformat()}
            undone = Raise("APPOINTMENT_RESCHEDULED", {**this, **back})
            before = replies.visit(one.name, change.previous_at, one.service)
            return _done(scene, change, undone, replies.moved_back(before))
        case "APPOINTMENT_CANCELLED":
            again: dict[str, Json] = {"customer": str(one.customer_id), "name": one.name}
            again |= {"at": one.at.isoformat()}
            again |= {"service": one.service} if one.service else {}
            undone = Raise("APPOINTMENT_SCHEDULED", again)
            return _done(scene, change, undone, replies.booked_again(_shown(change)))
        case _:
            return scene.say(replies.say_otherwise(one.name))


def _done(scene: Scene, change: Change, undone: Raise, said: Reply) -> Turn:
    slots: dict[str, Json] = {"taken_back": str(change.appointment.id)}
    fact = replace(undone, occurred_at=scene.heard.at)
    return Turn(replace(scene.conversation.rest(), slots=slots), (fact, Say(said)))


def _shown(change: Change) -> Reply:
    one = change.appointment
    return replies.visit(one.name, one.at, one.service)


def _is_named(scene: Scene, change: Change) -> bool:
    """`futa` alone means what was done last; `futa sukari` something else."""
    act = next((act for act in scene.acts if act.intent is Intent.UNDO), None)
    if act is None or (act.item is None and act.amount is None):
        return True
    told = words(f"{change.appointment.name} {change.appointment.service or ''}")
    return act.amount is None and set(words(act.item or "")) <= set(told)
