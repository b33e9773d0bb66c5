"""What a message was understood to say: the reader's question and its answer, as data."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Literal

Payment = Literal["cash", "mobile", "credit"]
Channel = Literal["whatsapp", "sms"]


class Outcome(StrEnum):
    """What Karani would do with a message."""

    ACT = "act"
    """Book, answer or decide it."""
    ASK = "ask"
    """Ask one question first."""
    NONE = "none"
    """Neither book nor decide anything."""


class Awaiting(StrEnum):
    """What was asked last: the message is read as the answer to it."""

    APPROVAL = "approval"
    APPROVALS = "approvals"
    LANGUAGE = "language"
    CONSENT = "consent"
    NAME = "name"
    SHOP = "shop"
    AMOUNT = "amount"
    TIME = "time"
    DATE = "date"
    CHOICE = "choice"
    APPOINTMENT = "appointment"


class Intent(StrEnum):
    """What a person may want; the names are part of the public contract."""

    REGISTER = "register"
    JOIN = "join"
    RECORD_SALE = "record_sale"
    RECORD_EXPENSE = "record_expense"
    RECORD_PURCHASE = "record_purchase"
    RECORD_DRAWING = "record_drawing"
    RECORD_DEBT = "record_debt"
    DEBT_PAID = "debt_paid"
    RECORD_PAYABLE = "record_payable"
    PAYABLE_PAID = "payable_paid"
    STOCK_COUNT = "stock_count"
    DISPUTE = "dispute"
    SCHEDULE_APPOINTMENT = "schedule_appointment"
    CANCEL_APPOINTMENT = "cancel_appointment"
    RESCHEDULE_APPOINTMENT = "reschedule_appointment"
    APPOINTMENTS = "appointments"
    SUMMARY = "summary"
    WHO_OWES = "who_owes"
    CLOSE_DAY = "close_day"
    REMIND = "remind"
    APPROVE = "approve"
    REJECT = "reject"
    DEFER = "defer"
    HELP = "help"
    LANGUAGE = "language"
    UNDO = "undo"
    CORRECT = "correct"
    STOP = "stop"
    START = "start"
    MOBILE_MONEY = "mobile_money"
    GREETING = "greeting"
    THANKS = "thanks"
    TEAM = "team"
    CUSTOMER = "customer"
    OWN_NUMBER = "own_number"
    PIN = "pin"
    SWITCH_SHOP = "switch_shop"
    RULE = "rule"
    RULES = "rules"
    EXPORT = "export"
    ERASE = "erase"
    FEEDBACK = "feedback"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Utterance:
    """One message to read, with all that its meaning may depend on.

    `now` is aware, in the shop's zone; `country` is ISO 3166 alpha-2; `language` is the
    person's chosen one where it is known.
    """

    text: str
    now: datetime
    country: str = "KE"
    language: str | None = None
    channel: Channel = "whatsapp"
    awaiting: Awaiting | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """One thing the message asks for; only what was said is filled.

    `amount` and `unit_price` are exact, in units of the currency; `line` counts from 1 in
    messages of several lines; `kind` is the kind of a mobile-money text. Of a rule `kind` is
    what it is about, `unit` how often it comes; of `rules` what is wished with number
    `quantity`, or with those about `item`.
    """

    intent: Intent
    amount: Decimal | None = None
    currency: str | None = None
    item: str | None = None
    quantity: Decimal | None = None
    unit: str | None = None
    unit_price: Decimal | None = None
    party: str | None = None
    when: datetime | None = None
    date: date | None = None
    payment: Payment | None = None
    provider: str | None = None
    code: str | None = None
    phone: str | None = None
    kind: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Understanding:
    """The reader's answer.

    `acts` are what would be done (`ACT`) or what the question is about (`ASK`). `amounts`,
    `times` and `dates` hold every value recognised, whatever comes of it. `question` names
    what to ask, as a key of `bot.replies`. `confidence` runs from 0 to 1. `unread` holds the
    numbers of lines that could not be read. `because` tells which words led to the reading.
    """

    outcome: Outcome
    language: str
    acts: tuple[Act, ...] = ()
    amounts: tuple[Decimal, ...] = ()
    times: tuple[datetime, ...] = ()
    dates: tuple[date, ...] = ()
    question: str | None = None
    confidence: float = 0.0
    unread: tuple[int, ...] = ()
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Names the shop already uses, so that they are recognised when shortened or misspelt."""

    items: frozenset[str] = field(default_factory=frozenset)
    people: frozenset[str] = field(default_factory=frozenset)
