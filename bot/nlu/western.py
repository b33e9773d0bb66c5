"""Read the Western clock: 14:30, 10am, half past seven pm, noon."""

from __future__ import annotations

import re
from collections.abc import Sequence

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
from bot.nlu.senses import DayPart, Deed, Role
from bot.nlu.words import Token

DOTTED = re.compile(r"(\d{1,2})\.([0-5]\d)\Z")
DIARY = frozenset({Deed.BOOK, Deed.MOVE, Deed.REMIND, Deed.CANCEL})


def western(face: Face, half: tuple[Role, int]) -> int:
    """The minute of the day that `face` shows in that half."""
    hour = face.hour % HALF_DAY if face.hour <= HALF_DAY else face.hour
    if half[0] is Role.PM and hour < HALF_DAY:
        hour += HALF_DAY
    return hour % DAY * 60 + face.minute


def western_24(face: Face, start: int) -> Spoken | None:
    """Read `face` as a clock of 24 hours."""
    if face.hour >= DAY or face.minute > 59:
        return None
    return Spoken((face.hour * 60 + face.minute,), start, face.end)


def written(tokens: Sequence[Token], place: int) -> Spoken | None:
    """`14:30`, `2:30 pm`."""
    if tokens[place].kind != "time":
        return None
    hour, minute = split(tokens[place].word)
    face = Face(hour, minute, place + 1, figure=True)
    if half := am_pm(tokens, place + 1):
        return Spoken((western(face, half),), place, half[1])
    part, end = daypart(tokens, face.end)
    if part is not None and 1 <= hour <= HALF_DAY:
        return _western_in(face, part, place, end)
    return western_24(face, place)


def past(tokens: Sequence[Token], place: int) -> Spoken | None:
    """`half past seven pm`, `quarter to nine`, `ten past six`."""
    shift, end = _shift(tokens, place)
    if shift is None:
        return None
    number = whole_number(tokens, end, HALF_DAY)
    if number is None or number[0] == 0:
        return None
    hour, minute = (
        (number[0], shift) if shift > 0 else ((number[0] - 2) % HALF_DAY + 1, 60 + shift)
    )
    return _half_known(tokens, Face(hour, minute, number[1], figure=True), place)


def _shift(tokens: Sequence[Token], place: int) -> tuple[int | None, int]:
    for role, minutes in (
        (Role.HALF_PAST, 30),
        (Role.QUARTER_PAST, 15),
        (Role.QUARTER_TO, -15),
    ):
        if has(tokens, place, role) and tokens[place].sense.number is None:
            return minutes, place + 1  # "robo tatu" is three quarters of a thing.
    number = whole_number(tokens, place, 59)
    if number is not None:
        end = number[1] + has(tokens, number[1], Role.MINUTES)
        if has(tokens, end, Role.PAST):
            return number[0], end + 1
        sure = end > number[1] or has(tokens, place - 1, Role.RATE)
        if sure and number[0] % 5 == 0 and has(tokens, end, Role.TO):
            return -number[0], end + 1  # "at ten to five"; from nine to five is a span.
    return None, place


def _half_known(tokens: Sequence[Token], face: Face, start: int) -> Spoken | None:
    """A Western hour with am, pm or a part of the day; otherwise both halves remain."""
    if half := am_pm(tokens, face.end):
        return Spoken((western(face, half),), start, half[1])
    part, end = daypart(tokens, face.end)
    if part is None:
        part = daypart_elsewhere(tokens, start, face.end)
    if part is not None:
        return _western_in(face, part, start, end)
    morning, evening = western_hours(face.hour)
    return both(morning, evening, face, start, face.end)


def _western_in(face: Face, part: DayPart, start: int, end: int) -> Spoken:
    fitting = [hour for hour in western_hours(face.hour) if fits(hour, part.start, part.end)]
    night = part.end > DAY
    if len(fitting) == 1:
        return Spoken((minutes_of(fitting[0], face),), start, end, night=night)
    return both(*western_hours(face.hour), face, start, end, night=night)


def named(tokens: Sequence[Token], place: int) -> Spoken | None:
    """`noon`, `midnight`: a part of the day one hour long is a time."""
    part = tokens[place].sense.daypart
    if part is None or part.end - part.start != 1:
        return None
    return Spoken((part.start % DAY * 60,), place, place + 1, night=part.start >= DAY)


def plain(tokens: Sequence[Token], place: int) -> Spoken | None:
    """`10am`, `seven thirty pm`, `7.30 pm`, `8 o'clock`."""
    face = _plain_face(tokens, place)
    if face is None:
        return None
    if has(tokens, face.end, Role.OCLOCK):
        return _half_known(tokens, face._replace(end=face.end + 1), place)
    half = am_pm(tokens, face.end)
    return Spoken((western(face, half),), place, half[1]) if half else None


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


def may_be_bare(tokens: Sequence[Token], *, dated: bool) -> bool:
    """Tell whether `at 4` may be an hour here: a diary is meant, and no money moves."""
    deeds = {token.sense.verb.deed for token in tokens if token.sense.verb}
    diary = bool(deeds & DIARY) or any(
        token.has(Role.APPOINTMENT) or token.has(Role.REMINDER) for token in tokens
    )
    roles = frozenset(role for token in tokens for role in token.sense.roles)
    routine = Role.EVERY in roles and Role.REPORT in roles  # "a summary every evening at 8"
    comes = {Deed.COME} if dated else set()  # "Akinyi is coming tomorrow at 3"
    return (dated or diary or routine) and deeds <= DIARY | comes


def bare_hour(tokens: Sequence[Token], place: int) -> Spoken | None:
    """`at 4`: an hour without am or pm."""
    if not has(tokens, place, Role.RATE) or past(tokens, place + 1) is not None:
        return None
    face = _plain_face(tokens, place + 1)
    if face is not None and has(tokens, face.end, Role.OCLOCK):
        face = face._replace(end=face.end + 1)
    if face is None or (face.end < len(tokens) and tokens[face.end].sense.currency is not None):
        return None
    return _half_known(tokens, face, place)
