"""Read numbers said in words, in languages that put the scale first or the count first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from bot.nlu.senses import NumberWord, Role
from bot.nlu.words import Token

FIGURE = re.compile(r"\d{1,3}(?:\.\d{1,2})?\Z")
TEN = Decimal(10)
HUNDRED = Decimal(100)
THOUSAND = Decimal(1_000)
LAKH = Decimal(100_000)


class Said(NamedTuple):
    """A number in words: tokens `[start:end]`; `unclear` when two readings remain."""

    value: Decimal
    end: int
    unclear: bool = False


class Speech:
    """A run of tokens being read as a number from left to right."""

    def __init__(self, tokens: Sequence[Token], place: int, country: str) -> None:
        self.tokens = tokens
        self.place = place
        self.country = country
        self.unclear = False

    def word(self, ahead: int = 0) -> NumberWord | None:
        """Look at the number word `ahead` of here; slang of another country is none."""
        place = self.place + ahead
        if place >= len(self.tokens):
            return None
        number = self.tokens[place].sense.number or _figure_beside_scale(self.tokens, place)
        if number is None or number.country not in {None, self.country}:
            return None
        return number

    def joint(self, ahead: int = 0) -> bool:
        """Tell whether an "and" stands here with a number word behind it."""
        place = self.place + ahead
        return (
            place < len(self.tokens)
            and self.tokens[place].has(Role.AND)
            and self.word(ahead + 1) is not None
        )

    def take(self, *roles: str, below: Decimal | None = None) -> NumberWord | None:
        """Step over the next word if it has one of `roles` and is smaller than `below`."""
        word = self.word()
        if (
            word is None
            or word.role not in roles
            or (below is not None and word.value >= below)
        ):
            return None
        self.place += 1
        return word

    def take_joined(self, *roles: str, below: Decimal | None = None) -> NumberWord | None:
        """Step over "and" and a word of `roles` smaller than `below`, or over nothing."""
        if not self.joint():
            return None
        self.place += 1
        word = self.take(*roles, below=below)
        if word is None:
            self.place -= 1
        return word


def _figure_beside_scale(tokens: Sequence[Token], place: int) -> NumberWord | None:
    """`elfu 3`, `3 elfu`: a short figure beside a scale counts like a word."""
    token = tokens[place]
    if token.kind != "digits" or not FIGURE.match(token.word):
        return None
    for beside in (place - 1, place + 1):
        scale = tokens[beside].sense.number if 0 <= beside < len(tokens) else None
        if scale is not None and scale.role == "scale":
            value = Decimal(token.word)
            return NumberWord(value, "unit" if value < TEN else "tens", scale.order)
    return None


def said(tokens: Sequence[Token], place: int, country: str) -> Said | None:
    """Read the number in words that starts at `place`."""
    speech = Speech(tokens, place, country)
    word = speech.word()
    if word is None or (word.role == "article" and not _article_counts(speech)):
        return None
    if word.role == "unclear":
        return Said(word.value, place + 1, unclear=True)
    if word.role == "count":
        return Said(word.value, place + 1)
    value = _scale_first(speech) if word.order == "scale first" else _count_first(speech)
    if value is None:
        return None
    return Said(value, speech.place, speech.unclear)


def _article_counts(speech: Speech) -> bool:
    following = speech.word(1)
    return following is not None and following.role in {"scale", "half"}


# --- scale first: elfu mbili mia tano ---------------------------------------------------------


def _scale_first(speech: Speech) -> Decimal | None:
    start = speech.place
    head = speech.take("scale")
    if head is None:
        return _plain_or_counted(speech, start)
    return _of_scale(speech, head)


def _plain_or_counted(speech: Speech, start: int) -> Decimal | None:
    """A number below a hundred, or such a number in front of its scale: ishirini na tano elfu."""
    value = _small(speech)
    if value is None:
        return None
    following = speech.word()
    if following is None or following.role != "scale" or _scale_has_own_count(speech):
        if following is not None and following.role in {"unit", "tens"}:
            _mark_digit_by_digit(speech)
        return value
    speech.take("scale")
    return value * following.value + _rest(speech, following.value, exact=True)


def _scale_has_own_count(speech: Speech) -> bool:
    following = speech.word(1)
    return following is not None and following.role in {"unit", "tens"}


def _mark_digit_by_digit(speech: Speech) -> None:
    """Figures read out one by one (nne tano sifuri sifuri) could be a code as well as a sum."""
    while speech.take("unit", "tens") is not None:
        speech.unclear = True


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
    """`elfu mia mbili` counts hundreds of thousands; with more behind it two readings remain."""
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
        part = speech.take_joined("scale", below=above) or speech.take("scale", below=above)
        if part is None:
            break
        if _belongs_to_next(speech, part):
            speech.place -= 1
            return total
        if above >= LAKH and part.value <= HUNDRED and not exact:
            speech.unclear = True  # milioni moja na mia mbili: 200, or 200,000 said briefly?
        count = _count_of(speech, part)
        total += part.value * (count if count is not None else 1)
        above = part.value
    return total + _tail(speech, above, exact=exact)


def _belongs_to_next(speech: Speech, part: NumberWord) -> bool:
    """Slang notes and scales never chain downwards into an equal or larger one."""
    following = speech.word()
    return following is not None and following.role == "scale" and following.value > part.value


def _tail(speech: Speech, above: Decimal, *, exact: bool) -> Decimal:
    note = speech.take_joined("note", below=above) or speech.take("note", below=above)
    if note is not None:
        return note.value
    before = speech.place
    if speech.joint():
        speech.place += 1
    value = _small(speech)
    if value is None or _small_is_a_new_number(speech):
        speech.place = before
        return Decimal(0)
    if above >= LAKH and not exact:
        speech.unclear = True  # laki moja na hamsini: 100,050, or 150,000 said briefly?
    return value


def _small_is_a_new_number(speech: Speech) -> bool:
    following = speech.word()
    return (
        following is not None and following.role == "scale" and not _scale_has_own_count(speech)
    )


def _small(speech: Speech) -> Decimal | None:
    """A number below a hundred: tano, kumi, ishirini na tano."""
    tens = speech.take("tens")
    if tens is None:
        unit = speech.take("unit", "note")
        return unit.value if unit else None
    unit = speech.take_joined("unit") or speech.take("unit")
    if unit is None or unit.value == 0:
        return tens.value
    return tens.value + unit.value


# --- count first: two thousand five hundred ---------------------------------------------------


def _count_first(speech: Speech) -> Decimal | None:
    total, start = Decimal(0), speech.place
    above: Decimal | None = None
    while True:
        group = _group(speech, first=above is None)
        if group is None:
            break
        scale = speech.take("scale")
        if scale is None:
            total += group
            break
        if above is not None and scale.value >= above:
            speech.unclear = True
        above = scale.value
        total += group * above
        if above < THOUSAND or not _goes_on(speech):
            break
    return total if speech.place > start else None


def _goes_on(speech: Speech) -> bool:
    if speech.joint():
        speech.place += 1
        return True
    return speech.word() is not None


def _group(speech: Speech, *, first: bool) -> Decimal | None:
    """Up to 999, or "one and a half": what stands in front of a scale."""
    value = _below_hundred(speech, first=first)
    if value is None:
        return None
    hundred = speech.word()
    if hundred is not None and hundred.role == "scale" and hundred.value == HUNDRED:
        speech.place += 1
        value *= HUNDRED
        if speech.joint():
            speech.place += 1
        value += _below_hundred(speech, first=False) or 0
    return value


def _below_hundred(speech: Speech, *, first: bool) -> Decimal | None:
    half = speech.take("half")
    if half is not None:
        speech.take("article")
        return half.value
    head = speech.take("unit", "tens", "article") if first else speech.take("unit", "tens")
    if head is None:
        return None
    if head.role == "tens":
        unit = speech.take("unit", below=Decimal(10))
        value = head.value + (unit.value if unit else 0)
    else:
        value = head.value
        half = speech.take("half") if head.role == "article" else None
        if half is not None:
            return half.value
        if speech.word() is not None and speech.take("unit", "tens") is not None:
            _mark_digit_by_digit(speech)
            speech.unclear = True  # "two fifty": 250, 2.50 or a code?
    return value + _and_a_half(speech)


def _and_a_half(speech: Speech) -> Decimal:
    if not speech.joint():
        return Decimal(0)
    article = speech.word(1)
    skip = 2 if article is not None and article.role == "article" else 1
    half = speech.word(skip)
    if half is None or half.role not in {"half", "quarter"}:
        return Decimal(0)
    speech.place += skip + 1
    return half.value
