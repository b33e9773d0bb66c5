"""Read spoken hours; the East African clock counts from sunrise: saa nne asubuhi."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.nlu.dates import has, whole_number
from bot.nlu.faces import (
    DAY,
    HALF_DAY,
    Face,
    Spoken,
    am_pm,
    both,
    daypart,
    daypart_elsewhere,
    fits,
    minutes_of,
    split,
    western_hours,
)
from bot.nlu.senses import DayPart, Role
from bot.nlu.waits import wait
from bot.nlu.western import DOTTED, bare_hour, named, past, plain, western, western_24, written
from bot.nlu.words import Token

SUNRISE = 6
"""The spoken East African clock counts from six: its first hour is seven."""


def spoken(tokens: Sequence[Token], place: int, *, bare: bool) -> Spoken | None:
    """Read the hour or the wait that begins at `place`."""
    wait = _wait(tokens, place)
    if wait is not None:
        return wait
    if has(tokens, place, Role.HOUR):
        return _counted_from_sunrise(tokens, place)
    for rule in (written, past, named, plain):
        heard = rule(tokens, place)
        if heard is not None:
            return heard
    return bare_hour(tokens, place) if bare else None


def _counted_from_sunrise(tokens: Sequence[Token], place: int) -> Spoken | None:
    clock = tokens[place + 1] if place + 1 < len(tokens) else None
    if clock is not None and clock.kind == "time":
        return _clock_time_after_hour_word(tokens, place)
    face = _face(tokens, place + 1)
    if face is None or _is_length(tokens, face.end):
        return None
    if half := am_pm(tokens, face.end):
        return Spoken((western(face, half),), place, half[1])
    if face.hour > HALF_DAY:
        return western_24(face, place)  # "saa 15" is a clock of 24 hours.
    part, end = daypart(tokens, face.end)
    if part is None:
        part = daypart_elsewhere(tokens, place, face.end)
    return _in_part(face, part, place, end)


def _clock_time_after_hour_word(tokens: Sequence[Token], place: int) -> Spoken | None:
    """`saa 5:39 PM`, `saa 11:12:05` are Western; with a part of the day it decides."""
    hour, minute = split(tokens[place + 1].word)
    face = Face(hour, minute, place + 2, figure=True)
    if half := am_pm(tokens, face.end):
        return Spoken((western(face, half),), place, half[1])
    part, end = daypart(tokens, face.end)
    if part is None or not 1 <= hour <= HALF_DAY:
        return western_24(face, place)
    return _in_part(face, part, place, end)


def _face(tokens: Sequence[Token], place: int) -> Face | None:
    """The hour and what is added to it: na nusu, kasoro robo, na dakika ishirini."""
    dotted = DOTTED.match(tokens[place].word) if place < len(tokens) else None
    if dotted:
        return Face(int(dotted[1]), int(dotted[2]), place + 1, figure=True)
    number = whole_number(tokens, place, DAY)
    if number is None or number[0] == 0:
        return None
    hour, end = number
    figure = tokens[place].kind == "digits"
    minute, end = _minutes(tokens, end)
    if minute < 0:
        return Face((hour - 2) % HALF_DAY + 1, 60 + minute, _skip_exact(tokens, end), figure)
    return Face(hour, minute, _skip_exact(tokens, end), figure)


def _skip_exact(tokens: Sequence[Token], place: int) -> int:
    return place + has(tokens, place, Role.EXACT)


def _minutes(tokens: Sequence[Token], place: int) -> tuple[int, int]:
    """Minutes past the hour, negative before it, and where the words for them end."""
    if has(tokens, place, Role.QUARTER_TO):
        return -15, place + 1
    joined = has(tokens, place, Role.AND)
    minus = has(tokens, place, Role.MINUS)
    behind = place + (joined or minus)
    sign = -1 if minus else 1
    if has(tokens, behind, Role.HALF_PAST):
        return sign * 30, behind + 1
    if has(tokens, behind, Role.QUARTER_PAST) and (joined or minus):
        return sign * 15, behind + 1
    if not joined and not minus:
        return 0, place
    behind += has(tokens, behind, Role.MINUTES)
    number = whole_number(tokens, behind, 59)
    if number is None:
        return 0, place
    return sign * number[0], number[1] + has(tokens, number[1], Role.MINUTES)


def _is_length(tokens: Sequence[Token], place: int) -> bool:
    """`saa moja kabla`, `saa sita zilizopita`: so many hours long, not so late."""
    return any(has(tokens, place, role) for role in (Role.BEFORE, Role.AGO, Role.FROM_NOW))


def _in_part(face: Face, part: DayPart | None, start: int, end: int) -> Spoken:
    """Choose the half of the day; a figure may be Western when the spoken clock contradicts."""
    day = (face.hour + SUNRISE) % DAY
    night = (face.hour + SUNRISE + HALF_DAY) % DAY
    if part is None:
        return both(day, night, face, start, end)
    at_night = part.end > DAY
    likely = [hour for hour in (day, night) if fits(hour, part.usual_start, part.usual_end)]
    western = [
        hour
        for hour in western_hours(face.hour)
        if fits(hour, part.usual_start, part.usual_end)
    ]
    if face.figure and not likely and western:
        stretched = at_night and [
            hour for hour in (day, night) if fits(hour, part.start, part.end)
        ]
        if stretched:
            return both(stretched[0], western[0], face, start, end, night=True)
        return Spoken((minutes_of(western[0], face),), start, end, night=at_night)
    fitting = [hour for hour in (day, night) if fits(hour, part.start, part.end)]
    if len(fitting) != 1:
        return both(day, night, face, start, end)
    return Spoken((minutes_of(fitting[0], face),), start, end, night=at_night)


def _wait(tokens: Sequence[Token], place: int) -> Spoken | None:
    """`in two hours`, `baada ya dakika 20`, `masaa mawili kutoka sasa`."""
    ahead = has(tokens, place, Role.AFTER)
    length = wait(tokens, place + ahead)
    if length is None:
        return None
    if has(tokens, place + ahead, Role.HOUR) and daypart(tokens, length.end)[0] is not None:
        return None  # "After saa tisa jioni" is later than nine, not nine hours from now.
    from_now = any(has(tokens, length.end, role) for role in (Role.FROM_NOW, Role.NEXT))
    if not ahead and not from_now:
        return None
    after = timedelta(seconds=int(length.minutes * 60))
    return Spoken((), place, length.end + from_now, after=after)
