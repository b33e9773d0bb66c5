"""Turn spoken hours into minutes of the day: saa nne asubuhi, half past seven pm, 14:30."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import NamedTuple

from bot.nlu.dates import has, whole_number
from bot.nlu.senses import DayPart, Deed, Role
from bot.nlu.waits import wait
from bot.nlu.words import Token

SUNRISE = 6
"""The spoken East African clock counts from six: its first hour is seven."""
HALF_DAY, DAY = 12, 24
DOTTED = re.compile(r"(\d{1,2})\.([0-5]\d)\Z")
DIARY = frozenset({Deed.BOOK, Deed.MOVE, Deed.REMIND, Deed.CANCEL})


class Spoken(NamedTuple):
    """An hour in minutes of the day, or a wait from now; two entries when two readings remain."""

    minutes: tuple[int, ...]
    start: int
    end: int
    unclear: bool = False
    night: bool = False
    after: timedelta | None = None


class Face(NamedTuple):
    """What was read off a clock before its half of the day is known."""

    hour: int
    minute: int
    end: int
    figure: bool


def spoken(
    tokens: Sequence[Token], place: int, used: Collection[int], *, dated: bool
) -> Spoken | None:
    """Read the hour or the wait that begins at `place`."""
    wait = _wait(tokens, place)
    if wait is not None:
        return wait
    if has(tokens, place, Role.HOUR):
        return _counted_from_sunrise(tokens, place)
    for rule in (_written, _past, _named, _plain):
        heard = rule(tokens, place)
        if heard is not None:
            return heard
    return _bare(tokens, place, dated=dated)


# --- the clock that counts from sunrise --------------------------------------------------------


def _counted_from_sunrise(tokens: Sequence[Token], place: int) -> Spoken | None:
    clock = tokens[place + 1] if place + 1 < len(tokens) else None
    if clock is not None and clock.kind == "time":
        return _clock_time_after_hour_word(tokens, place)
    face = _face(tokens, place + 1)
    if face is None or _is_length(tokens, face.end):
        return None
    if half := _am_pm(tokens, face.end):
        return Spoken((_western(face, half),), place, half[1])
    part, end = _daypart(tokens, face.end)
    if part is None:
        part = _daypart_elsewhere(tokens, place, face.end)
    return _in_part(face, part, place, end)


def _clock_time_after_hour_word(tokens: Sequence[Token], place: int) -> Spoken | None:
    """`saa 5:39 PM`, `saa 11:12:05` are Western; with a part of the day it decides."""
    hour, minute = _split(tokens[place + 1].word)
    face = Face(hour, minute, place + 2, figure=True)
    if half := _am_pm(tokens, face.end):
        return Spoken((_western(face, half),), place, half[1])
    part, end = _daypart(tokens, face.end)
    if part is None or not 1 <= hour <= HALF_DAY:
        return _western_24(face, place)
    return _in_part(face, part, place, end)


def _face(tokens: Sequence[Token], place: int) -> Face | None:
    """The hour and what is added to it: na nusu, kasoro robo, na dakika ishirini."""
    dotted = DOTTED.match(tokens[place].word) if place < len(tokens) else None
    if dotted and int(dotted[1]) <= HALF_DAY:
        return Face(int(dotted[1]), int(dotted[2]), place + 1, figure=True)
    number = whole_number(tokens, place, DAY)
    if number is None or number[0] == 0:
        return None
    hour, end = number
    figure = tokens[place].kind == "digits"
    if hour > HALF_DAY:
        return None
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
        return _both(day, night, face, start, end)
    at_night = part.end > DAY
    likely = [hour for hour in (day, night) if _fits(hour, part.usual_start, part.usual_end)]
    western = [hour for hour in _western_hours(face.hour) if _fits(hour, part.usual_start, part.usual_end)]
    if face.figure and not likely and western:
        stretched = at_night and [hour for hour in (day, night) if _fits(hour, part.start, part.end)]
        if stretched:
            return _both(stretched[0], western[0], face, start, end, night=True)
        return Spoken((_of(western[0], face),), start, end, night=at_night)
    fitting = [hour for hour in (day, night) if _fits(hour, part.start, part.end)]
    if len(fitting) != 1:
        return _both(day, night, face, start, end)
    return Spoken((_of(fitting[0], face),), start, end, night=at_night)


def _western_hours(hour: int) -> tuple[int, int]:
    return hour % HALF_DAY, hour % HALF_DAY + HALF_DAY


def _fits(hour: int, start: int, end: int) -> bool:
    return start <= hour < end or start <= hour + DAY < end


def _of(hour: int, face: Face) -> int:
    return hour % DAY * 60 + face.minute


def _both(
    first: int, second: int, face: Face, start: int, end: int, *, night: bool = False
) -> Spoken:
    return Spoken((_of(first, face), _of(second, face)), start, end, unclear=True, night=night)


def _daypart(tokens: Sequence[Token], place: int) -> tuple[DayPart | None, int]:
    """The part of the day right behind an hour; a linking word may stand between."""
    for skip in (0, 1):
        at = place + skip
        if skip and not has(tokens, place, Role.OF):
            break
        if at < len(tokens) and tokens[at].sense.daypart:
            return tokens[at].sense.daypart, at + 1
    return None, place


def _daypart_elsewhere(tokens: Sequence[Token], start: int, end: int) -> DayPart | None:
    """`asubuhi saa mbili`, `saa mbili kesho asubuhi`: the only part of the day said nearby."""
    near = [*range(max(0, start - 3), start), *range(end, min(len(tokens), end + 4))]
    parts = [tokens[place].sense.daypart for place in near]
    known = [part for part in parts if part is not None]
    return known[0] if len(known) == 1 else None


# --- the Western clock -------------------------------------------------------------------------


def _am_pm(tokens: Sequence[Token], place: int) -> tuple[Role, int] | None:
    if has(tokens, place, Role.AM):
        return Role.AM, place + 1
    if has(tokens, place, Role.PM):
        return Role.PM, place + 1
    return None


def _western(face: Face, half: tuple[Role, int]) -> int:
    hour = face.hour % HALF_DAY if face.hour <= HALF_DAY else face.hour
    if half[0] is Role.PM and hour < HALF_DAY:
        hour += HALF_DAY
    return hour % DAY * 60 + face.minute


def _western_24(face: Face, start: int) -> Spoken | None:
    if face.hour >= DAY or face.minute > 59:
        return None
    return Spoken((face.hour * 60 + face.minute,), start, face.end)


def _split(text: str) -> tuple[int, int]:
    hour, minute = text.split(":")[:2]
    return int(hour), int(minute)


def _written(tokens: Sequence[Token], place: int) -> Spoken | None:
    """`14:30`, `2:30 pm`."""
    if tokens[place].kind != "time":
        return None
    hour, minute = _split(tokens[place].word)
    face = Face(hour, minute, place + 1, figure=True)
    if half := _am_pm(tokens, place + 1):
        return Spoken((_western(face, half),), place, half[1])
    part, end = _daypart(tokens, face.end)
    if part is not None and 1 <= hour <= HALF_DAY:
        return _western_in(face, part, place, end)
    return _western_24(face, place)


def _past(tokens: Sequence[Token], place: int) -> Spoken | None:
    """`half past seven pm`, `quarter to nine`, `ten past six`."""
    shift, end = _shift(tokens, place)
    if shift is None:
        return None
    number = whole_number(tokens, end, HALF_DAY)
    if number is None or number[0] == 0:
        return None
    hour, minute = (number[0], shift) if shift > 0 else ((number[0] - 2) % HALF_DAY + 1, 60 + shift)
    return _half_known(tokens, Face(hour, minute, number[1], figure=True), place)


def _shift(tokens: Sequence[Token], place: int) -> tuple[int | None, int]:
    for role, minutes in ((Role.HALF_PAST, 30), (Role.QUARTER_PAST, 15), (Role.QUARTER_TO, -15)):
        if has(tokens, place, role):
            return minutes, place + 1
    number = whole_number(tokens, place, 59)
    if number is not None:
        end = number[1] + has(tokens, number[1], Role.MINUTES)
        if has(tokens, end, Role.PAST):
            return number[0], end + 1
    return None, place


def _half_known(tokens: Sequence[Token], face: Face, start: int) -> Spoken | None:
    """A Western hour with am, pm or a part of the day; otherwise both halves remain."""
    if half := _am_pm(tokens, face.end):
        return Spoken((_western(face, half),), start, half[1])
    part, end = _daypart(tokens, face.end)
    if part is None:
        part = _daypart_elsewhere(tokens, start, face.end)
    if part is not None:
        return _western_in(face, part, start, end)
    morning, evening = _western_hours(face.hour)
    return _both(morning, evening, face, start, face.end)


def _western_in(face: Face, part: DayPart, start: int, end: int) -> Spoken:
    fitting = [hour for hour in _western_hours(face.hour) if _fits(hour, part.start, part.end)]
    night = part.end > DAY
    if len(fitting) == 1:
        return Spoken((_of(fitting[0], face),), start, end, night=night)
    return _both(*_western_hours(face.hour), face, start, end, night=night)


def _named(tokens: Sequence[Token], place: int) -> Spoken | None:
    """`noon`, `midnight`: a part of the day one hour long is a time."""
    part = tokens[place].sense.daypart
    if part is None or part.end - part.start != 1:
        return None
    return Spoken((part.start % DAY * 60,), place, place + 1, night=part.start >= DAY)


def _plain(tokens: Sequence[Token], place: int) -> Spoken | None:
    """`10am`, `seven thirty pm`, `7.30 pm`, `8 o'clock`."""
    face = _plain_face(tokens, place)
    if face is None:
        return None
    if has(tokens, face.end, Role.OCLOCK):
        return _half_known(tokens, face._replace(end=face.end + 1), place)
    half = _am_pm(tokens, face.end)
    return Spoken((_western(face, half),), place, half[1]) if half else None


def _plain_face(tokens: Sequence[Token], place: int) -> Face | None:
    if place >= len(tokens):
        return None
    token = tokens[place]
    dotted = DOTTED.match(token.word)
    if dotted and int(dotted[1]) <= HALF_DAY:
        return Face(int(dotted[1]), int(dotted[2]), place + 1, figure=True)
    if token.kind == "digits":
        number = whole_number(tokens, place, HALF_DAY)
        return Face(number[0], 0, number[1], figure=True) if number and number[0] else None
    word = token.sense.number
    if word is None or word.role != "unit" or not 1 <= word.value <= HALF_DAY:
        return None
    minute = _spoken_minute(tokens, place + 1)
    return Face(int(word.value), minute[0], minute[1], figure=False)


def _spoken_minute(tokens: Sequence[Token], place: int) -> tuple[int, int]:
    word = tokens[place].sense.number if place < len(tokens) else None
    if word is None or word.role not in {"tens", "unit"} or not 10 <= word.value < 60:
        return 0, place
    number = whole_number(tokens, place, 59)
    return number if number is not None else (0, place)


def _bare(tokens: Sequence[Token], place: int, *, dated: bool) -> Spoken | None:
    """`at 4`: an hour only where a diary is meant; a price elsewhere."""
    if not has(tokens, place, Role.RATE) or not (dated or _is_diary(tokens)):
        return None
    if any(token.sense.verb and token.sense.verb.deed not in DIARY for token in tokens):
        return None
    face = _plain_face(tokens, place + 1)
    if face is None or face.end < len(tokens) and tokens[face.end].sense.currency is not None:
        return None
    return _half_known(tokens, face, place)


def _is_diary(tokens: Sequence[Token]) -> bool:
    return any(
        token.has(Role.APPOINTMENT)
        or token.has(Role.REMINDER)
        or token.sense.verb is not None
        and token.sense.verb.deed in DIARY
        for token in tokens
    )


# --- waits -------------------------------------------------------------------------------------


def _wait(tokens: Sequence[Token], place: int) -> Spoken | None:
    """`in two hours`, `baada ya dakika 20`, `masaa mawili kutoka sasa`."""
    ahead = has(tokens, place, Role.AFTER)
    length = wait(tokens, place + ahead)
    if length is None:
        return None
    if has(tokens, place + ahead, Role.HOUR) and _daypart(tokens, length.end)[0] is not None:
        return None  # "After saa tisa jioni" is later than nine, not nine hours from now.
    from_now = any(has(tokens, length.end, role) for role in (Role.FROM_NOW, Role.NEXT))
    if not ahead and not from_now:
        return None
    after = timedelta(minutes=float(length.minutes))
    return Spoken((), place, length.end + from_now, after=after)
