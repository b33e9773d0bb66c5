"""Read numbers that say the scale first: elfu mbili mia tano."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from bot.nlu.senses import NumberWord
from bot.nlu.speech import HUNDRED, LAKH, THOUSAND, Speech


class Counted(NamedTuple):
    """A scale with its count in front: ishirini na tano elfu."""

    value: Decimal
    scale: Decimal


def scale_first(speech: Speech) -> Decimal | None:
    """Read a number whose scale stands in front of its count, or exceptionally behind it."""
    part = _part_of_scale(speech)
    if part is not None:
        return part
    counted = _counted(speech, above=None)
    if counted is not None:
        return counted.value + _rest(speech, counted.scale, exact=True)
    head = speech.take("scale")
    if head is not None:
        return _of_scale(speech, head)
    note = speech.take("note")
    value = note.value if note else _small(speech)
    following = speech.word()
    if value is not None and following is not None and following.role in {"unit", "tens"}:
        speech.doubt_digits()
    return value


def _part_of_scale(speech: Speech) -> Decimal | None:
    """`nusu milioni`, `robo laki`; in `nusu elfu mbili` the half belongs to something else."""
    part, scale = speech.word(), speech.word(1)
    if part is None or part.role not in {"half", "quarter"} or scale is None:
        return None
    speech.place += 1
    if not _is_counted(speech, scale, above=None):
        speech.place -= 1
        return None
    speech.place += 1
    return part.value * scale.value


def _counted(speech: Speech, above: Decimal | None) -> Counted | None:
    """Step over a count and the scale behind it, or over nothing."""
    start = speech.place
    speech.place += speech.joint()
    count = _below_thousand(speech)
    scale = speech.word()
    if count is None or scale is None or not _is_counted(speech, scale, above):
        speech.place = start
        return None
    speech.place += 1
    return Counted(count * scale.value, scale.value)


def _is_counted(speech: Speech, scale: NumberWord, above: Decimal | None) -> bool:
    """A scale with its own count behind it leaves a number before it alone."""
    following = speech.word(1)
    own = following is not None and following.role in {"unit", "tens"}
    fits = above is None or scale.value < above
    return scale.role == "scale" and scale.value >= THOUSAND and fits and not own


def _below_thousand(speech: Speech) -> Decimal | None:
    head = speech.word()
    if head is None or head.role != "scale" or head.value != HUNDRED:
        return _small(speech)
    speech.place += 1
    count = speech.take("unit")
    speech.place += speech.joint()
    return HUNDRED * (count.value if count else 1) + (_small(speech) or 0)


def _of_scale(speech: Speech, head: NumberWord) -> Decimal:
    count = _count_of(speech, head)
    if count is None:
        return head.value + _rest(speech, head.value, exact=False)
    value = head.value * count
    if (more := _half(speech)) is not None:
        return value + head.value * more
    return value + _rest(speech, head.value, exact=False)


def _count_of(speech: Speech, head: NumberWord) -> Decimal | None:
    """The count behind its scale: a unit after "hundred", up to 999 after larger scales."""
    if head.value < THOUSAND:
        unit = speech.take("unit")
        if unit is not None and speech.word() is not None:
            _doubt_second_unit(speech)
        return unit.value if unit else None
    hundreds = speech.word()
    if hundreds is not None and hundreds.role == "scale" and hundreds.value == HUNDRED:
        return _hundreds_of(speech)
    count = _small(speech)
    if count is not None:
        _doubt_second_unit(speech)
    return count


def _hundreds_of(speech: Speech) -> Decimal:
    """`elfu mia mbili` is 200,000; with more behind it two readings remain."""
    speech.take("scale")
    unit = speech.take("unit")
    value = HUNDRED * (unit.value if unit else 1)
    before = speech.place
    speech.take_joined("unit", "tens") or speech.take("unit", "tens")
    speech.unclear = speech.unclear or speech.place > before
    speech.place = before
    return value


def _doubt_second_unit(speech: Speech) -> None:
    """`laki mbili nane`, `elfu mbili tano`: the scale of the second word was left out."""
    following = speech.word()
    behind = speech.word(1)
    if following is None or following.role != "unit":
        return
    if behind is None or behind.role != "scale":
        speech.unclear = True
        speech.place += 1


def _half(speech: Speech) -> Decimal | None:
    word = speech.take_joined("half", "quarter") or speech.take("half")
    return word.value if word else None


def _rest(speech: Speech, above: Decimal, *, exact: bool) -> Decimal:
    """What follows a scale: smaller scales, then the part below a hundred."""
    total = Decimal(0)
    while True:
        counted = _counted(speech, above)
        if counted is not None:
            total, above, exact = total + counted.value, counted.scale, True
            continue
        part = speech.take_joined("scale", below=above) or speech.take("scale", below=above)
        if part is None:
            break
        if above >= LAKH and part.value <= HUNDRED and not exact:
            speech.unclear = True  # milioni moja na mia mbili: 200, or 200,000 said briefly?
        count = _count_of(speech, part)
        total += part.value * (count if count is not None else 1)
        above = part.value
    return total + _tail(speech, above, exact=exact)


def _tail(speech: Speech, above: Decimal, *, exact: bool) -> Decimal:
    note = speech.take_joined("note", below=above) or speech.take("note", below=above)
    if note is not None:
        return note.value
    before = speech.place
    speech.place += speech.joint()
    value = _small(speech)
    if value is None:
        speech.place = before
        return Decimal(0)
    if above >= LAKH and not exact:
        speech.unclear = True  # laki moja na hamsini: 100,050, or 150,000 said briefly?
    return value


def _small(speech: Speech) -> Decimal | None:
    """A number below a hundred: tano, kumi, ishirini na tano."""
    tens = speech.take("tens")
    if tens is None:
        unit = speech.take("unit")
        return unit.value if unit else None
    unit = speech.take_joined("unit") or speech.take("unit")
    if unit is None or unit.value == 0:
        return tens.value
    return tens.value + unit.value
