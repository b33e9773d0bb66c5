"""The moment that a message names, beside what is known of it already."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time

from bot.nlu.understanding import Intent
from bot.topic import Scene

HALF_DAY, DAY = 12, 24
PART = re.compile(r"(\d+)-(\d+)")
"""A part of the day as the reader tells it: its hours, which may pass midnight."""
FEW = 4
"""Words of an answer that names a day."""


def said(scene: Scene, day: date | None) -> Sequence[datetime]:
    """The readings of the hour that a message says, none where it says none.

    An hour without a day is on `day`, where that is known.
    """
    understanding = scene.heard.understanding
    exact = next((act.when for act in scene.acts if act.when), None)
    readings = [exact] if exact else list(understanding.times)[-2:]
    if not readings:
        readings = _figure(scene, day)
    if day is None or understanding.dates:
        return readings
    return [datetime.combine(day, one.time(), one.tzinfo) for one in readings]


def chosen(scene: Scene, hours: Sequence[datetime]) -> datetime | None:
    """The one of these readings that a digit, or a part of the day, chooses."""
    if scene.digit and scene.digit <= len(hours):
        return hours[scene.digit - 1]
    said = [act.kind for act in scene.acts if act.intent is Intent.UNKNOWN and act.kind]
    span = PART.fullmatch(said[0]) if len(said) == 1 else None
    if span is None:
        return None
    first, last = int(span[1]), int(span[2])
    meant = [at for at in hours if any(first <= at.hour + add < last for add in (0, DAY))]
    return meant[0] if len(meant) == 1 else None


def day_of(scene: Scene) -> date | None:
    """The day ahead that a few words name; None where they name none, or several.

    A longer message, or a day that is over, tells of something else.
    """
    if len(scene.heard.text.split()) > FEW:
        return None
    ahead = [day for day in scene.heard.understanding.dates if day >= today(scene).date()]
    return ahead[0] if len(ahead) == 1 else None


def today(scene: Scene) -> datetime:
    """The beginning of this day on the shop's clock."""
    local = scene.now.astimezone(scene.heard.at.tzinfo)
    return local.replace(hour=0, minute=0, second=0, microsecond=0)


def _figure(scene: Scene, day: date | None) -> list[datetime]:
    """`10` as the answer to "what time?": in the morning or in the evening."""
    text = scene.heard.text.strip()
    if not text.isdecimal() or not 1 <= int(text) <= HALF_DAY:
        return []
    hour, zone = int(text) % HALF_DAY, scene.heard.at.tzinfo
    on = day or today(scene).date()
    return [datetime.combine(on, time(hour + add), zone) for add in (0, HALF_DAY)]
