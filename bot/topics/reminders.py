"""Remind a person of what they ask to be reminded of, at its time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from bot import moments
from bot.asides import instead
from bot.conversation import Turn
from bot.effects import Json, Say, SetReminder
from bot.nlu.understanding import Awaiting, Intent
from bot.replies import reminders as replies
from bot.reply import Reply
from bot.topic import Scene, Topic

NAME = "reminders"
LEAVING = (Intent.REJECT, Intent.UNDO, Intent.STOP)
LONGEST = 200
SELF = "self"
"""How the reader names a reminder of the speaker's own."""
Slots = Mapping[str, Json]


def begin(scene: Scene) -> Turn:
    """Keep what was read exactly; ask for the hour, or for what it is about."""
    act = next(act for act in scene.acts if act.intent is Intent.REMIND)
    day = act.date if scene.heard.understanding.dates else None
    slots: dict[str, Json] = {
        "text": (act.item or "")[:LONGEST],
        "day": day.isoformat() if day else None,
        "at": act.when.isoformat() if act.when else None,
        "hours": [] if act.when else [at.isoformat() for at in moments.said(scene, day)],
    }
    return _go_on(scene, slots)


def answer(scene: Scene) -> Turn | None:
    """Hear the hour, or what it is about."""
    slots = dict(scene.conversation.slots)
    if any(scene.wants(one) for one in LEAVING):
        return scene.say(replies.left())
    if scene.conversation.awaiting is Awaiting.NAME:
        asked = (act.item for act in scene.acts if act.kind == SELF)
        again = next((item for item in asked if item), None)
        if again:
            return _go_on(scene, {**slots, "text": again[:LONGEST]})
        text = scene.heard.text.strip()
        known = any(act.intent not in (Intent.REGISTER, Intent.UNKNOWN) for act in scene.acts)
        return _go_on(scene, {**slots, "text": text[:LONGEST]}) if text and not known else None
    if _is_another(scene):
        return instead(scene, begin(scene), question)
    if any(act.intent is Intent.REMIND and act.kind != SELF for act in scene.acts):
        return None  # Somebody else is to be reminded.
    chosen = moments.chosen(scene, _times(scene, slots.get("hours")))
    if chosen is not None:
        return _go_on(scene, {**slots, "at": chosen.isoformat()})
    heard = _heard(scene, slots)
    if heard is not None:
        return _go_on(scene, heard)
    return begin(scene) if scene.wants(Intent.REMIND) else None


def _is_another(scene: Scene) -> bool:
    """A reminder of something else, while this one waits for its hour."""
    return any(
        act.intent is Intent.REMIND and act.kind == SELF and act.item for act in scene.acts
    )


def question(scene: Scene) -> Reply | None:
    """Ask again."""
    return _ask(scene, scene.conversation.slots)


def _heard(scene: Scene, slots: Slots) -> Slots | None:
    """With the hour or the day that was said; None where neither was."""
    day = _day(slots)
    readings = moments.said(scene, day)
    if len(readings) == 1:
        return {**slots, "at": readings[0].isoformat(), "hours": []}
    if readings:
        return {**slots, "at": None, "hours": [at.isoformat() for at in readings]}
    named = moments.day_of(scene)
    if named is None:
        return None
    return {**slots, "day": named.isoformat(), "at": None, "hours": []}


def _go_on(scene: Scene, slots: Slots) -> Turn:
    """Keep it, or ask what is open."""
    at = _at(scene, slots)
    if slots["text"] and at is not None and at > scene.now:
        kept = SetReminder(str(slots["text"]), at)
        return scene.close(kept, Say(replies.kept(kept.text, at)))
    awaiting = Awaiting.TIME if slots["text"] else Awaiting.NAME
    conversation = scene.conversation.ask(NAME, awaiting, slots)
    return Turn(conversation, (Say(_ask(scene, slots)),))


def _ask(scene: Scene, slots: Slots) -> Reply:
    text, hours, at = str(slots["text"]), _times(scene, slots.get("hours")), _at(scene, slots)
    if not text:
        return replies.of_what()
    if at is not None:
        return replies.is_past(text, at)
    return replies.which_hour(text, hours) if hours else replies.when(text, _day(slots))


def _day(slots: Slots) -> date | None:
    return date.fromisoformat(str(slots["day"])) if slots.get("day") else None


def _at(scene: Scene, slots: Slots) -> datetime | None:
    at = slots.get("at")
    return _times(scene, [at])[0] if at else None


def _times(scene: Scene, stored: Json) -> list[datetime]:
    """Stored times, on the shop's clock again."""
    found = stored if isinstance(stored, list) else []
    zone = scene.heard.at.tzinfo
    return [datetime.fromisoformat(str(one)).astimezone(zone) for one in found]


TOPIC = Topic(intents=frozenset({Intent.REMIND}), begin=begin, answer=answer, question=question)
