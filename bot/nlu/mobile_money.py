"""Read forwarded mobile-money texts: fields by their neighbours, not by templates."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from bot.nlu.message import Message
from bot.nlu.money_fields import code, counterparty, moment, phone, provider
from bot.nlu.money_words import MoneyWords
from bot.nlu.understanding import Act, Intent, Understanding
from bot.nlu.verdict import acting, asking

SEVERAL = re.compile(r"(?=(?<![A-Z0-9])[A-Z0-9]{8,12}\s+(?:[Cc]onfirmed|[Ii]methibitishwa))")
GLUED = re.compile(r"(\d\s*[AaPp][Mm])(?=[A-Za-z])")
"""`at 1:06 PMKsh20.00 received`: till texts forget the space behind the hour."""
SHORTEST = 20
MARKS = " .:*>-\"'“”‘’\n"
OUTGOING = frozenset({"sent", "till"})


@dataclass(frozen=True, slots=True)
class Text:
    """One provider text, as typed and folded for matching; both have the same length."""

    typed: str
    folded: str
    words: MoneyWords


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount of money in a text and where it stands."""

    value: Decimal
    currency: str
    start: int
    end: int


def mobile_money(message: Message) -> Understanding | None:
    """Read one or several forwarded texts; what they were for is asked afterwards."""
    if len(message.utterance.text) < SHORTEST:
        return None
    texts = [part for part in SEVERAL.split(message.utterance.text) if part.strip()]
    acts = [act for part in texts if (act := _act(message, part)) is not None]
    if not acts:
        return None
    folded = message.utterance.text.lower()
    if message.lexicons.money.suspect.search(folded):
        return asking(message, "suspect_payment", *acts)
    return acting(message, *acts)


def _act(message: Message, typed: str) -> Act | None:
    typed = GLUED.sub(r"\1 ", typed)
    folded = typed.lower()
    if len(folded) != len(typed):
        return None  # A rare letter that changes length when folded: no provider writes one.
    text = Text(typed, folded, message.lexicons.money)
    known = (text.words.kind, text.words.failed, text.words.reversal)
    if not any(words.search(folded) for words in known):
        return None
    sums = _sums(text)
    kind = _kind(text, sums)
    if kind is None:
        return None
    moved = _moved(text, sums, kind)
    when, day = moment(text.typed, text.words, message.lexicons, message.utterance.now)
    number = code(text.typed, text.words)
    return Act(
        intent=Intent.MOBILE_MONEY,
        amount=moved.value if moved else None,
        currency=(moved or sums[0]).currency or None if sums else None,
        party=counterparty(text.typed, text.words, kind),
        when=when,
        date=day,
        payment="mobile",
        provider=provider(text.folded, message.utterance.country),
        code=number,
        phone=phone(text.typed, number),
        kind=kind,
    )


def _sums(text: Text) -> list[Sum]:
    found = []
    for match in text.words.money.finditer(text.folded):
        figure = match["first"] or match["second"]
        currency = text.words.currencies[match["before"] or match["behind"]]
        found.append(
            Sum(Decimal(figure.replace(",", "")), currency, match.start(), match.end())
        )
    return found or _labelled_total(text)


def _labelled_total(text: Text) -> list[Sum]:
    total = (
        text.words.total.search(text.folded)
        if text.words.confirmed.search(text.folded)
        else None
    )
    if total is None:
        return []
    return [Sum(Decimal(total["sum"].replace(",", "")), "", total.start("sum"), total.end())]


def _kind(text: Text, sums: list[Sum]) -> str | None:
    """The kind of a text, or nothing when a person may have typed it."""
    marks = (
        bool(text.words.confirmed.search(text.folded))
        + bool(text.words.balance.search(text.folded))
        + bool(text.words.reference.search(text.folded))
    )
    first = text.words.kind.search(text.folded)
    if text.words.failed.search(text.folded) and (marks or sums) and provider(text.folded, ""):
        return "failed"
    if first is None:
        returned = marks and sums and text.words.reversal.search(text.folded)
        return "reversal" if returned else None
    if not sums and code(text.typed, text.words) is None:
        return None
    kind = text.words.kinds[re.sub(r"\s+", " ", first.group())]
    if marks == 0 and not _addressed(text, first):
        return None
    if text.words.reversal.search(text.folded):
        return "reversal"
    return _narrowed(text, kind, first)


def _addressed(text: Text, first: re.Match[str]) -> bool:
    """Providers speak to the owner of the phone at the very start of a text.

    `payment to supplier 4,000 Ksh` and `airtime 50 Ksh` are a shopkeeper's own words.
    """
    before = text.words.money.sub("", text.folded[: first.start()])
    spoken_to = first.group().startswith(text.words.address)
    return spoken_to and first.start() < 25 and not before.strip(MARKS)


def _narrowed(text: Text, kind: str, first: re.Match[str]) -> str:
    """What follows the first phrase may narrow it: paid *for account* is a bill."""
    balance = text.words.balance.search(text.folded, first.end())
    main = text.folded[: balance.start() if balance else len(text.folded)]
    if kind in OUTGOING and text.words.own.search(main):
        return "other"
    if kind in OUTGOING and _names(text, main, first.end(), "airtime"):
        return "airtime"
    if kind in OUTGOING and text.words.account.search(main):
        return "paybill"
    return kind


def _names(text: Text, main: str, start: int, wanted: str) -> bool:
    following = text.words.kind.search(main, start)
    while following is not None:
        if text.words.kinds[re.sub(r"\s+", " ", following.group())] == wanted:
            return True
        following = text.words.kind.search(main, following.end())
    return False


def _moved(text: Text, sums: list[Sum], kind: str) -> Sum | None:
    """The first sum that is no balance, no fee and no limit."""
    if kind == "balance":
        return None
    for each in sums:
        before = text.folded[max(0, each.start - 60) : each.start]
        if not text.words.not_amount.search(before) and not text.words.cost.search(before):
            return each
    return None
