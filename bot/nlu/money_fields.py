"""Single fields of a mobile-money text: code, moment, counterparty, phone, provider."""

from __future__ import annotations

import re
from datetime import date, datetime

from bot.nlu.lexicon import Lexicons
from bot.nlu.money_words import MoneyWords

LEADING_CODE = re.compile(
    r"\W*(?:TID\s+)?(?P<code>(?=[A-Z.]*\d)[A-Z0-9]{6,14}?|[A-Z]{2}\d{6}\.\d{4}\.[A-Z]\d+)\s*(?=[Cc]onfirmed|[Ii]methibitishwa|CONFIRMED|IMETHIBITISHWA)"
)
OPENING_CODE = re.compile(r"(?P<code>(?=[A-Z]*\d)(?=\d*[A-Z])[A-Z0-9]{8,20})\.\s")
LONG_NUMBER = re.compile(r"(?m)^\d{16,20}$")
STAR_CODE = re.compile(r"\*\d+\*txid:(?P<code>\d+)\*", re.IGNORECASE)
PHONE = re.compile(
    r"(?<![\w*])\+?(?:\d{9,13}|\d{2,6}\*{2,}\d{2,4}|\d{2,6}X{3,}|\*{3,}\d{2,4})(?![\w*])"
)
CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?\s*(?P<half>[AaPp]\.?[Mm])?"
GAP = r"[\s,]*(?:[^\W\d_]{1,4}\.?)?[\s,]*"
NUMERIC = re.compile(
    r"(?<!\d)(?:(?P<iso>\d{4})-(?P<iso_month>\d{1,2})-(?P<iso_day>\d{1,2})"
    r"|(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4}|\d{2}))(?!\d)"
    rf"(?:{GAP}{CLOCK})?"
)
NAMED = re.compile(
    rf"(?:(?P<name>[^\W\d_]{{3,9}})\s+(?P<day>\d{{1,2}}),?\s+(?P<year>\d{{4}})"
    rf"|(?P<day2>\d{{1,2}})[\s-](?P<name2>[^\W\d_]{{3,9}})[\s-](?P<year2>\d{{4}}|\d{{2}}))"
    rf"(?:{GAP}{CLOCK})?"
)
SPACES = re.compile(r"\s+")
LETTERS = re.compile(r"[^\W\d_]{2}")
FIELD_END = re.compile(r"[.;,(](?!\w)|\n|\s-\s|\s\d{1,2}[/.:-]\d|\s\d{4}-\d")
BEHIND_NUMBER = re.compile(r"[^\d*X\n-]{0,40}[\d*X]{5,}\s*-\s*(?P<rest>.+)", re.DOTALL)
"""`Vodacom; 255795000007 - MICH DOE`: the name stands behind the number."""
INWARD = frozenset({"received", "deposit", "withdraw"})
NOBODY = frozenset({"balance", "failed", "reversal", "other", "airtime"})
LONGEST_FIELD, LONGEST_NAME = 120, 80
PROVIDERS = (
    ("airtel", r"airtel|\bpp\d{6}|\bmp\d{6}|\bci\d{5}"),
    ("mixx", r"mixx|tigo|yas\b|lipa kwa simu"),
    ("halopesa", r"halo\s?pesa"),
    ("luku", r"kwh|luku"),
    ("mtn", r"\bmtn\b|momo|y'ello|yello|mobilemoney|\brwf\b|txid"),
    ("bank", r"\bnmb\b|\bcrdb\b|\bnbc\b|equity|\bkcb\b|\bbank\b|akaunti|pesalink"),
)
MPESA = re.compile(r"m-?\s?pesa|fuliza|m-shwari|confirmed|imethibitishwa|pochi|vodacom")
PATTERNS = tuple((name, re.compile(pattern)) for name, pattern in PROVIDERS)


def provider(folded: str, country: str) -> str | None:
    """Name the provider by the words it always uses; `_ke`, `_tz` … by the shop's country."""
    suffix = f"_{country.lower()}" if country else ""
    if MPESA.search(folded) and not re.search(r"airtel money", folded):
        return f"mpesa{suffix}"
    return next((name + suffix for name, pattern in PATTERNS if pattern.search(folded)), None)


def code(typed: str, words: MoneyWords) -> str | None:
    """The transaction's code: at the start, or behind a label."""
    start = STAR_CODE.match(typed) or LEADING_CODE.match(typed) or OPENING_CODE.match(typed)
    if start is not None:
        return start["code"]
    labelled = words.reference.search(typed.lower())
    if labelled is None:
        long = LONG_NUMBER.search(typed) if words.total.search(typed.lower()) else None
        return long.group() if long else None
    return typed[labelled.start("code") : labelled.end("code")].rstrip(".").upper()


def moment(
    typed: str, words: MoneyWords, lexicons: Lexicons, now: datetime
) -> tuple[datetime | None, date | None]:
    """When it happened: the first date that is not a date due."""
    for match in (*NUMERIC.finditer(typed), *NAMED.finditer(typed)):
        before = typed[max(0, match.start() - 12) : match.start()].lower().rstrip()
        if any(due.end() == len(before) for due in words.due.finditer(before)):
            continue
        day = _day(match, lexicons)
        if day is not None:
            return _with_clock(match, day, now), day
    return None, None


def _day(match: re.Match[str], lexicons: Lexicons) -> date | None:
    parts = match.groupdict()
    if parts.get("iso"):
        return _date(parts["iso"], int(parts["iso_month"]), parts["iso_day"])
    name = parts.get("name") or parts.get("name2")
    if name:
        sense = lexicons.senses.get(name.lower())
        month = sense.month if sense else None
        return _date(parts["year"] or parts["year2"], month, parts["day"] or parts["day2"])
    return _date(parts["year"], int(parts["month"]), parts["day"])


def _date(year: str, month: int | None, day: str) -> date | None:
    full = int(year) + 2000 if len(year) == 2 else int(year)
    try:
        return date(full, month or 0, int(day))
    except ValueError:
        return None


def _with_clock(match: re.Match[str], day: date, now: datetime) -> datetime | None:
    if match["hour"] is None:
        return None
    hour, half = int(match["hour"]), (match["half"] or "").lower()[:1]
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return datetime(
            day.year, day.month, day.day, hour, int(match["minute"]), int(match["second"] or 0),
            tzinfo=now.tzinfo,
        )  # fmt: skip
    except ValueError:
        return None


def phone(typed: str, code: str | None) -> str | None:
    """The first telephone number, masked or not, that is not the transaction's code."""
    found = (match.group() for match in PHONE.finditer(typed))
    return next((number for number in found if number != code), None)


def counterparty(typed: str, words: MoneyWords, kind: str) -> str | None:
    """Who it came from or went to: the words behind "from" or "to" up to the next field."""
    if kind in NOBODY:
        return None
    pattern = words.sender if kind in INWARD else words.receiver
    for match in pattern.finditer(typed.lower()):
        name = _name(typed[match.end() : match.end() + LONGEST_FIELD], words)
        if name:
            return name
    return None


def _name(stretch: str, words: MoneyWords) -> str | None:
    """The words of a field up to its end: a stop, a date, the next label."""
    dashed = BEHIND_NUMBER.match(stretch)
    stretch = dashed["rest"] if dashed else PHONE.sub("", stretch, count=1)
    stretch = stretch.lstrip(" \n,;:-(")
    label = next(
        (each for each in words.stop.finditer(stretch.lower()) if each.start() > 1), None
    )
    ends = [each.start() for each in (FIELD_END.search(stretch), label) if each is not None]
    text = PHONE.sub(" ", stretch[: min(ends, default=len(stretch))])
    text = SPACES.sub(" ", text).strip(" -,.:;()*")
    return text if LETTERS.search(text) and len(text) <= LONGEST_NAME else None
