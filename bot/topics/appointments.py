"""Keep the shop's diary: book, show, move and cancel appointments, note who came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from bot import moments, reminding, sought
from bot.asides import instead
from bot.conversation import Turn
from bot.diary import Appointment
from bot.diary_list import listed
from bot.effects import Effect, Json, Raise, Say
from bot.nlu.several_visits import ONE_BY_ONE
from bot.nlu.understanding import Act, Awaiting, Intent
from bot.people import picked
from bot.replies import appointments as replies
from bot.replies.smalltalk import not_understood, only_look
from bot.reply import Reply
from bot.topic import Scene, Topic
from bot.visits import NEW, Aim, Doubt, Visit, candidates, doubt, known, others

NAME = "appointments"
AIMS: Mapping[Intent, Aim] = {
    Intent.SCHEDULE_APPOINTMENT: Aim.BOOK,
    Intent.RESCHEDULE_APPOINTMENT: Aim.MOVE,
    Intent.CANCEL_APPOINTMENT: Aim.CANCEL,
}
CAME: Mapping[str, Aim] = {"kept": Aim.KEPT, "missed": Aim.MISSED}
EVENTS: Mapping[Aim, str] = {
    Aim.BOOK: "APPOINTMENT_SCHEDULED",
    Aim.MOVE: "APPOINTMENT_RESCHEDULED",
    Aim.CANCEL: "APPOINTMENT_CANCELLED",
    Aim.KEPT: "APPOINTMENT_KEPT",
    Aim.MISSED: "APPOINTMENT_MISSED",
}
LEAVING = (Intent.REJECT, Intent.UNDO, Intent.STOP)
AWAITING: Mapping[Doubt, Awaiting] = {
    Doubt.NAME: Awaiting.NAME,
    Doubt.TIME: Awaiting.TIME,
    Doubt.HOUR: Awaiting.TIME,
    Doubt.PAST: Awaiting.TIME,
    Doubt.CONFLICT: Awaiting.CONSENT,
}
"""All other doubts are settled by a digit."""


def begin(scene: Scene) -> Turn:
    """Do what was read exactly, show who comes, or ask what is open."""
    act = next((act for act in scene.acts if act.intent in TOPIC.intents), scene.acts[0])
    if act.intent is Intent.APPOINTMENTS and act.kind not in CAME:
        return scene.say(_list(scene, act))
    if not scene.may_write:
        return scene.say(only_look())
    if _about_reminders(act):
        return reminding.cancel(scene, act)
    if scene.heard.understanding.question == ONE_BY_ONE:
        return scene.say(replies.one_by_one())
    booked = [act for act in scene.acts if act.intent is Intent.SCHEDULE_APPOINTMENT]
    return _book_all(scene, booked) if len(booked) > 1 else _one(scene, act)


def _book_all(scene: Scene, booked: Sequence[Act]) -> Turn:
    """Several at once: those without a doubt; the first that has one is asked about."""
    effects: list[Effect] = []
    for place, act in enumerate(booked):
        turn = _one(scene, act)
        effects += turn.effects
        if turn.conversation.floor:
            left = [one.party or "" for one in booked[place + 1 :]]
            said = (Say(replies.not_yet(left)),) if left else ()
            return Turn(turn.conversation, (*effects[:-1], *said, effects[-1]))
    return scene.close(*effects)


def _one(scene: Scene, act: Act) -> Turn:
    visit = _wanted(scene, act)
    if visit.aim is Aim.BOOK:
        return _go_on(scene, visit)
    found = sought.appointments(scene, visit, act)
    if not found:
        return scene.say(_none(visit, scene))
    return _go_on(scene, _meaning(visit, found[0]) if len(found) == 1 else visit)


def answer(scene: Scene) -> Turn | None:
    """Hear what settles the doubt, or that nothing is to be done."""
    if not scene.may_write:
        return scene.say(only_look())
    visit, open_doubt = _waiting(scene), _doubt(scene)
    if open_doubt is not Doubt.CONFLICT and any(scene.wants(one) for one in LEAVING):
        return scene.say(replies.left())
    others = _of_somebody_else(scene, visit)
    if others:
        return instead(scene, begin(scene.about(others)), question)
    settled = _settled(scene, visit, open_doubt)
    if settled is not None:
        return _go_on(scene, settled)
    if open_doubt is Doubt.CONFLICT and scene.yes_or_no() is False:
        return scene.say(replies.left())
    mine = tuple(act for act in scene.acts if act.intent in TOPIC.intents)
    if not mine:
        return None
    turn = begin(scene.about(mine))
    return turn if any(map(_changes, mine)) else instead(scene, turn, question)


def _changes(act: Act) -> bool:
    """Whether a wish is more than a look into the diary."""
    return act.intent is not Intent.APPOINTMENTS or act.kind in CAME


def _of_somebody_else(scene: Scene, visit: Visit) -> tuple[Act, ...]:
    """`book Juma at 4` while Asha's hour is asked: a wish of its own, and no answer."""
    who = visit.party.casefold() if visit.party else None
    wishes = (act for act in scene.acts if act.intent in AIMS and act.party)
    return tuple(
        act
        for act in wishes
        if (act.party or "").casefold() != who or AIMS[act.intent] not in (visit.aim, Aim.BOOK)
    )


def question(scene: Scene) -> Reply | None:
    """Ask again."""
    return _ask(scene, _waiting(scene), _doubt(scene))


def _list(scene: Scene, act: Act) -> Reply:
    return reminding.listed(scene) if _about_reminders(act) else listed(scene, act)


def _about_reminders(act: Act) -> bool:
    return act.kind == "reminders"


def _wanted(scene: Scene, act: Act) -> Visit:
    aim = CAME.get(act.kind or "") or AIMS.get(act.intent, Aim.BOOK)
    day = act.date if scene.heard.understanding.dates else None
    visit = Visit(aim, party=act.party, service=act.item, day=day, at=act.when)
    if aim in (Aim.BOOK, Aim.MOVE) and act.when is None:
        readings = tuple(moments.said(scene, day))
        only = readings[0] if len(readings) == 1 else None
        visit = replace(visit, at=only, hours=() if only else readings)
    return visit


def _meaning(visit: Visit, found: Appointment) -> Visit:
    """About this appointment; a move says what changes, the rest stays as it was."""
    visit = replace(visit, appointment=str(found.id), party=found.name, service=found.service)
    if visit.aim is not Aim.MOVE:
        return visit
    if visit.day is None:
        day = found.at.date()
        hours = tuple(_on(one, day) for one in visit.hours)
        return replace(visit, at=_on(visit.at, day) if visit.at else None, hours=hours)
    return visit if visit.at or visit.hours else replace(visit, at=_on(found.at, visit.day))


def _on(at: datetime, day: date) -> datetime:
    """The same hour on another day."""
    return at.replace(year=day.year, month=day.month, day=day.day)


def _go_on(scene: Scene, visit: Visit) -> Turn:
    """Do it, or ask what is still open."""
    visit = known(scene, visit) if visit.aim is Aim.BOOK else visit
    open_doubt = doubt(scene, visit)
    if open_doubt is None:
        return scene.close(_event(scene, visit), Say(_done(scene, visit)))
    if open_doubt is Doubt.WHICH:
        found = sought.appointments(scene, visit, None)
        if len(found) < 2:
            return scene.say(_none(visit, scene))
    slots: dict[str, Json] = {"visit": visit.to_json(), "doubt": open_doubt.value}
    awaiting = AWAITING.get(open_doubt, Awaiting.CHOICE)
    conversation = scene.conversation.ask(NAME, awaiting, slots)
    return Turn(conversation, (Say(_ask(scene, visit, open_doubt)),))


def _settled(scene: Scene, visit: Visit, open_doubt: Doubt) -> Visit | None:
    """The wish as the answer leaves it; None: it was no answer."""
    match open_doubt:
        case Doubt.NAME:
            named = next((a.party for a in scene.acts if a.intent is Intent.REGISTER), None)
            return replace(visit, party=named) if named else None
        case Doubt.WHO:
            return _chosen(scene, visit)
        case Doubt.WHICH:
            found = sought.appointments(scene, visit, None)
            place = (scene.digit or 0) - 1
            return _meaning(visit, found[place]) if 0 <= place < len(found) else None
        case Doubt.CONFLICT if scene.yes_or_no():
            return replace(visit, anyway=True)
        case _:
            return _timed(scene, visit)


def _chosen(scene: Scene, visit: Visit) -> Visit | None:
    offered = candidates(scene, visit)
    place = picked(scene.digit, scene.heard.text, offered, beside=1)
    if place is None:
        return None
    if place == len(offered) + 1:
        return replace(visit, customer=NEW)
    person = offered[place - 1]
    return replace(visit, customer=str(person.id), party=person.name)


def _timed(scene: Scene, visit: Visit) -> Visit | None:
    """With the hour that was chosen or said; a day alone leaves the hour open."""
    chosen = moments.chosen(scene, visit.hours)
    if chosen is not None:
        return replace(visit, at=chosen, hours=())
    readings = tuple(moments.said(scene, visit.day))
    if len(readings) == 1:
        return replace(visit, at=readings[0], hours=())
    day = moments.day_of(scene)
    if readings:
        return replace(visit, at=None, hours=readings)
    if day is None:
        return None
    return replace(visit, day=day, at=_on(visit.at, day) if visit.at else None, hours=())


def _event(scene: Scene, visit: Visit) -> Raise:
    payload: dict[str, Json] = {}
    if visit.aim is Aim.BOOK:
        payload = {"customer": visit.customer or None, "name": visit.party}
        payload |= {"service": visit.service} if visit.service else {}
    else:
        payload["appointment"] = visit.appointment
    if visit.aim is Aim.MOVE:
        before = sought.by_id(scene, visit.appointment)
        payload["previous_at"] = before.at.isoformat() if before else None
    if visit.aim in (Aim.BOOK, Aim.MOVE) and visit.at is not None:
        payload["at"] = visit.at.isoformat()
    return Raise(EVENTS[visit.aim], payload, occurred_at=scene.heard.at)


def _done(scene: Scene, visit: Visit) -> Reply:
    if visit.aim is Aim.BOOK:
        assert visit.at is not None  # noqa: S101 -- Nothing is booked without a time.
        booked = replies.visit(visit.party or "", visit.at, visit.service)
        is_new = visit.party if visit.customer == NEW else None
        return replies.booked(booked, is_new)
    before = sought.by_id(scene, visit.appointment)
    at = visit.at if visit.aim is Aim.MOVE and visit.at else before.at if before else None
    what = replies.visit(visit.party or "", at or scene.heard.at, visit.service)
    return replies.DONE[visit.aim](what)


def _ask(scene: Scene, visit: Visit, open_doubt: Doubt) -> Reply:
    match open_doubt:
        case Doubt.NAME:
            return replies.who_comes(visit.at)
        case Doubt.WHO:
            return replies.which_customer(visit.party or "", candidates(scene, visit))
        case Doubt.WHICH:
            return replies.which(_shown(sought.appointments(scene, visit, None)))
        case Doubt.HOUR:
            return replies.which_hour(visit.party, visit.hours)
        case Doubt.PAST if visit.at is not None:
            return replies.is_past(visit.at)
        case Doubt.CONFLICT:
            met = _shown(others(scene, visit)[:2])
            return replies.meets(visit.party or "", met)
        case _:
            return replies.when(visit.party, visit.day)


def _shown(found: Sequence[Appointment]) -> Sequence[Reply]:
    return [replies.visit(one.name, one.at, one.service) for one in found]


def _none(visit: Visit, scene: Scene) -> Reply:
    if visit.aim in CAME.values():
        return not_understood()
    return replies.none_of(visit.party) if visit.party else replies.none_such()


def _waiting(scene: Scene) -> Visit:
    stored = scene.conversation.slots["visit"]
    assert isinstance(stored, Mapping)  # noqa: S101 -- `_go_on` has stored it.
    return Visit.from_json(stored, scene)


def _doubt(scene: Scene) -> Doubt:
    return Doubt(str(scene.conversation.slots["doubt"]))


TOPIC = Topic(
    intents=frozenset({*AIMS, Intent.APPOINTMENTS}),
    begin=begin,
    answer=answer,
    question=question,
)
