"""What is wanted of the diary, as it waits for an answer, and what must be asked first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Self

from bot.diary import Appointment
from bot.effects import Json
from bot.people import meant
from bot.shop import Customer
from bot.topic import Scene

NEW = ""
"""The customer id of somebody who is not in the book yet."""


class Aim(StrEnum):
    """What is to be done."""

    BOOK = "book"
    MOVE = "move"
    CANCEL = "cancel"
    KEPT = "kept"
    MISSED = "missed"


class Doubt(StrEnum):
    """What must be asked before it may be done."""

    NAME = "name"
    """Who comes?"""
    WHO = "who"
    """Which of several people of that name?"""
    WHICH = "which"
    """Which of several appointments?"""
    TIME = "time"
    HOUR = "hour"
    """Which of two readings of an hour?"""
    PAST = "past"
    """The time is over."""
    CONFLICT = "conflict"
    """Somebody else comes then."""


@dataclass(frozen=True, slots=True)
class Visit:
    """An appointment to be made or changed; JSON while it waits for an answer.

    `day` is the day that was said; `at` the moment, on the shop's clock; `hours` are its
    readings where it has two. `appointment` is the id of the one that is meant, `anyway`
    tells that it may meet another.
    """

    aim: Aim
    party: str | None = None
    customer: str | None = None
    service: str | None = None
    day: date | None = None
    at: datetime | None = None
    hours: tuple[datetime, ...] = ()
    appointment: str | None = None
    anyway: bool = False

    def to_json(self) -> dict[str, Json]:
        """As stored; `from_json` reads it back."""
        return {
            "aim": self.aim.value,
            "party": self.party,
            "customer": self.customer,
            "service": self.service,
            "day": self.day.isoformat() if self.day else None,
            "at": self.at.isoformat() if self.at else None,
            "hours": [hour.isoformat() for hour in self.hours],
            "appointment": self.appointment,
            "anyway": self.anyway,
        }

    @classmethod
    def from_json(cls, document: Mapping[str, Any], scene: Scene) -> Self:
        """Read a stored one; its times are on the clock of the shop again."""
        zone = scene.heard.at.tzinfo
        day, at = document["day"], document["at"]
        hours = [datetime.fromisoformat(hour).astimezone(zone) for hour in document["hours"]]
        return cls(
            aim=Aim(document["aim"]),
            party=document["party"],
            customer=document["customer"],
            service=document["service"],
            day=date.fromisoformat(day) if day else None,
            at=datetime.fromisoformat(at).astimezone(zone) if at else None,
            hours=tuple(hours),
            appointment=document["appointment"],
            anyway=document["anyway"],
        )


def doubt(scene: Scene, visit: Visit) -> Doubt | None:
    """What is still open; None where it can be done."""
    if visit.aim is Aim.BOOK:
        whose = _whose(scene, visit)
        return whose or _when(scene, visit)
    if visit.appointment is None:
        return Doubt.WHICH
    return _when(scene, visit) if visit.aim is Aim.MOVE else None


def known(scene: Scene, visit: Visit) -> Visit:
    """With the customer that the name means for sure."""
    if visit.party is None or visit.customer is not None:
        return visit
    found = meant(visit.party, scene.shop.customers())
    if found.sure is not None:
        return replace(visit, customer=str(found.sure.id), party=found.sure.name)
    return visit if found.candidates else replace(visit, customer=NEW)


def candidates(scene: Scene, visit: Visit) -> Sequence[Customer]:
    """Whom the name may mean."""
    return meant(visit.party or "", scene.shop.customers()).candidates


def others(scene: Scene, visit: Visit) -> Sequence[Appointment]:
    """Who else comes at that time."""
    if visit.at is None:
        return ()
    near = scene.shop.diary.between(_midnight(visit.at), None)
    return [
        one
        for one in near
        if one.is_standing and one.meets(visit.at) and str(one.id) != visit.appointment
    ]


def _whose(scene: Scene, visit: Visit) -> Doubt | None:
    if not visit.party:
        return Doubt.NAME
    return Doubt.WHO if visit.customer is None else None


def _when(scene: Scene, visit: Visit) -> Doubt | None:
    if visit.at is None:
        return Doubt.HOUR if visit.hours else Doubt.TIME
    if visit.at <= scene.now:
        return Doubt.PAST
    return Doubt.CONFLICT if not visit.anyway and others(scene, visit) else None


def _midnight(at: datetime) -> datetime:
    return at.replace(hour=0, minute=0, second=0, microsecond=0)
