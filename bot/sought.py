"""Which appointment is meant: by its number, the name, the day and the hour."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.diary import Appointment
from bot.moments import today
from bot.nlu.understanding import Act
from bot.people import words
from bot.topic import Scene
from bot.visits import Aim, Visit

MOST = 5
"""As many as one question offers."""
BACK = timedelta(hours=36)
"""How long after an appointment somebody may tell whether the customer came."""
EARLY = timedelta(hours=2)


def appointments(scene: Scene, visit: Visit, act: Act | None) -> Sequence[Appointment]:
    """Those that may be meant, in order; of a number only that one."""
    if visit.aim in (Aim.KEPT, Aim.MISSED):
        return _recent(scene, visit)
    ahead = scene.shop.diary.between(today(scene))
    if act is not None and act.quantity is not None:
        place = int(act.quantity) - 1
        return [one for one in ahead[place : place + 1] if place >= 0 and one.is_standing]
    found = _of(visit.party, [one for one in ahead if one.is_standing])
    if visit.aim is Aim.CANCEL:
        found = _on(visit, found)
    return found[:MOST]


def by_id(scene: Scene, appointment_id: str | None) -> Appointment | None:
    """The appointment of this id, while it is near."""
    near = scene.shop.diary.between(today(scene) - BACK)
    return next((one for one in near if str(one.id) == appointment_id), None)


def _recent(scene: Scene, visit: Visit) -> Sequence[Appointment]:
    near = scene.shop.diary.between(scene.now - BACK, scene.now + EARLY)
    told = [one for one in near if one.status != visit.aim.value]
    return _of(visit.party, told)[-MOST:] if visit.party else ()


def _of(party: str | None, found: Sequence[Appointment]) -> Sequence[Appointment]:
    """`Asha` for Asha Otieno; of two such the one whose whole name was said."""
    if not party:
        return found
    said = words(party)
    whole = [one for one in found if words(one.name) == said]
    return whole or [one for one in found if said and set(said) <= set(words(one.name))]


def _on(visit: Visit, found: Sequence[Appointment]) -> Sequence[Appointment]:
    if visit.at is not None and any(one.at == visit.at for one in found):
        return [one for one in found if one.at == visit.at]
    if visit.day is not None:
        return [one for one in found if one.at.date() == visit.day]
    return found
