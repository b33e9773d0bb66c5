"""Put a reply into the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Protocol

from babel.dates import format_date

from bot import swahili_clock
from bot.languages import FALLBACK
from bot.nlu.understanding import Channel
from bot.reply import N_, Languages, Money, Param, Reply, Several, Unit

SYMBOLS: Mapping[str, str] = {"KES": "Ksh", "TZS": "TSh", "UGX": "USh"}
CLOCKS: Mapping[str, Callable[[time], str]] = {"sw": swahili_clock.both_forms}
"""Languages whose clock is not the one of the digits."""
OWN_NAME = N_("English")
"""Each catalogue translates this by the name of its own language."""


class Sentences(Protocol):
    """One language's catalogue; `gettext.GNUTranslations` is one."""

    def gettext(self, message: str, /) -> str:
        """The sentence in this language."""

    def ngettext(self, msgid1: str, msgid2: str, n: int, /) -> str:
        """The sentence in the form that agrees with `n`."""

    def pgettext(self, context: str, message: str, /) -> str:
        """A word in this language as `context` has it."""


Translations = Mapping[str, Sentences]
MANY = "many"
"""The context in which a unit's word is its plural."""


def wording(
    reply: Reply,
    language: str | None,
    translations: Translations,
    channel: Channel = "whatsapp",
) -> str:
    """The text of a reply in a language; English where the language has no catalogue.

    A bubble for SMS takes the short form of a sentence where it has one.
    """
    known = language if language and language in translations else FALLBACK
    return _Writer(known, translations, channel).bubble(reply)


def form_for(channel: str) -> Channel:
    """Which form of sentences a channel shows: the full one, or the short one."""
    return "whatsapp" if channel in {"whatsapp", "email"} else "sms"


def plain(number: Decimal) -> str:
    """A number in digits: "2", "2.5", "12,000"."""
    whole = number == number.to_integral_value()
    return f"{number:,.0f}" if whole else f"{number.normalize():,f}"


def digits(money: Money) -> str:
    """An amount in digits, cents only where there are some: "Ksh 2,500", "-TSh 65.50".

    The space is an ordinary one: a no-break space would halve what fits into an SMS.
    """
    amount = abs(money.amount)
    cents = 0 if amount == amount.to_integral_value() else 2
    sign = "-" if money.amount < 0 else ""
    return f"{sign}{SYMBOLS.get(money.currency, money.currency)} {amount:,.{cents}f}"


class _Writer:
    """Writes replies in one language for one channel."""

    def __init__(self, language: str, translations: Translations, channel: Channel) -> None:
        self._language = language
        self._words = translations[language]
        self._translations = translations
        self._channel = channel

    def bubble(self, reply: Reply) -> str:
        text = self._sentence(reply) % {key: self._value(v) for key, v in reply.params.items()}
        return f"{text}\n{self.bubble(reply.then)}" if reply.then else text

    def _sentence(self, reply: Reply) -> str:
        if self._channel == "sms" and reply.sms:
            return self._words.gettext(reply.sms)
        count = reply.params.get("n")
        if reply.plural and isinstance(count, int):
            return self._words.ngettext(reply.text, reply.plural, count)
        return self._words.gettext(reply.text)

    def _value(self, param: Param) -> str:
        match param:
            case Money():
                return digits(param)
            case Decimal() | int():
                return plain(Decimal(param))
            case datetime() | date():
                return self._moment(param)
            case Unit(word, quantity):
                return word if quantity == 1 else self._words.pgettext(MANY, word)
            case time():
                return CLOCKS.get(self._language, "{:%H:%M}".format)(param)
            case Reply() | Several() | Languages():
                return self._nested(param)
            case _:
                return param

    def _nested(self, param: Reply | Several | Languages) -> str:
        match param:
            case Reply():
                return self.bubble(param)
            case Several(replies, joint):
                return joint.join(map(self.bubble, replies))
            case Languages():
                return self._own_names(param)

    def _moment(self, moment: datetime | date) -> str:
        day = format_date(moment, "d MMM y", locale=self._language)
        if not isinstance(moment, datetime):
            return day
        clock = CLOCKS.get(self._language, "{:%H:%M}".format)
        return f"{day} {clock(moment.time())}"

    def _own_names(self, languages: Languages) -> str:
        names = [self._translations[code].gettext(OWN_NAME) for code in languages.codes]
        if languages.numbered:
            names = [f"{number} {name}" for number, name in enumerate(names, start=1)]
        return ", ".join(names)
