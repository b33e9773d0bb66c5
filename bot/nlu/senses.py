"""What a single word can mean: the closed sets that lexicons fill."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal

NumberRole = Literal[
    "unit", "tens", "scale", "note", "half", "quarter", "count", "article", "unclear"
]
Subject = Literal["we", "you", "they", "it", "nobody"]


class Role(StrEnum):
    """What a small word does in a sentence; lexicons may use no other names."""

    AND = "and"
    EACH = "each"
    WHOLE = "whole"
    WHOLE_BEHIND = "whole_behind"
    PRICE = "price"
    RATE = "rate"
    TO = "to"
    FROM = "from"
    OF = "of"
    BY = "by"
    WE = "we"
    US = "us"
    THEY = "they"
    QUESTION = "question"
    MAYBE_QUESTION = "maybe_question"
    IS = "is"
    NOT = "not"
    NO = "no"
    FUTURE = "future"
    IF = "if"
    WISH = "wish"
    RETRACTED = "retracted"
    NOISE = "noise"
    POLITE = "polite"
    TITLE = "title"
    DEBT = "debt"
    OWED = "owed"
    CREDIT = "credit"
    CASH = "cash"
    MOBILE = "mobile"
    UNPAID = "unpaid"
    DEPOSIT = "deposit"
    REMAINDER = "remainder"
    EXPENSE = "expense"
    COST = "cost"
    SAVING = "saving"
    PRIVATE = "private"
    SUPPLIER = "supplier"
    STAFF = "staff"
    HIRED = "hired"
    LENDER = "lender"
    SALES = "sales"
    EXPENSES = "expenses"
    PURCHASES = "purchases"
    STOCK = "stock"
    PROFIT = "profit"
    MONEY = "money"
    GOODS = "goods"
    UNSOLD = "unsold"
    PRICE_LIST = "price_list"
    APPOINTMENT = "appointment"
    REMINDER = "reminder"
    CUSTOMER = "customer"
    OUTSIDER = "outsider"
    REPORT = "report"
    ALL = "all"
    LIMIT = "limit"
    ABOUT = "about"
    LOW = "low"
    AFFAIR = "affair"
    DRAWINGS = "drawings"
    EVERY = "every"
    WHENEVER = "whenever"
    THEN = "then"
    HOUR = "hour"
    HALF_PAST = "half_past"
    QUARTER_PAST = "quarter_past"
    QUARTER_TO = "quarter_to"
    MINUS = "minus"
    MINUTES = "minutes"
    EXACT = "exact"
    OCLOCK = "oclock"
    AM = "am"
    PM = "pm"
    AFTER = "after"
    BEFORE = "before"
    AGO = "ago"
    FROM_NOW = "from_now"
    PAST = "past"
    THIS = "this"
    NEXT = "next"
    LAST = "last"
    END = "end"
    DATE = "date"
    MONTH_NUMBER = "month_number"
    ORDINAL = "ordinal"
    RECORD = "record"
    INSTEAD = "instead"


class Mood(StrEnum):
    """How a verb is said: only what was done is ever booked."""

    DONE = "done"
    NOW = "now"
    ORDER = "order"
    NOT = "not"
    FUTURE = "future"
    IF = "if"
    WISH = "wish"
    HABIT = "habit"


@dataclass(frozen=True, slots=True)
class NumberWord:
    """A word that counts; `order` tells whether its language says the scale first."""

    value: Decimal
    role: NumberRole
    order: Literal["scale first", "count first"]
    country: str | None = None


class Deed(StrEnum):
    """What a verb does to money, goods or the diary; roots in lexicons map to these."""

    SELL = "sell"
    BUY = "buy"
    BRING = "bring"
    TAKE_IN = "take_in"
    PAY = "pay"
    SPEND = "spend"
    LEND = "lend"
    BORROW = "borrow"
    CLAIM = "claim"
    OWE = "owe"
    TAKE = "take"
    REPAY = "repay"
    CLEAR = "clear"
    SEND = "send"
    GET = "get"
    GIVE = "give"
    REFUND = "refund"
    CONTRIBUTE = "contribute"
    WITHDRAW = "withdraw"
    PUT = "put"
    COUNT = "count"
    HAVE = "have"
    REMAIN = "remain"
    RUN_OUT = "run_out"
    BOOK = "book"
    CANCEL = "cancel"
    MOVE = "move"
    REMIND = "remind"
    CHANGE = "change"
    COME = "come"
    WRITE = "write"
    BE = "be"
    WANT = "want"
    MAKE = "make"
    AGREE = "agree"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Verb:
    """A word that moves money, goods or the diary."""

    deed: Deed
    mood: Mood
    subject: Subject | None = None
    object: Subject | None = None


@dataclass(frozen=True, slots=True)
class DayPart:
    """A part of the day, in hours of 24 that may pass midnight (25 is one at night).

    `start` to `end` is how far people stretch the word; `usual_start` to `usual_end` is what it
    means when a figure leaves open which clock was meant.
    """

    name: str
    start: int
    end: int
    usual_start: int
    usual_end: int


@dataclass(frozen=True, slots=True)
class Sense:
    """All that a word or phrase may mean, in every language that knows it."""

    languages: frozenset[str] = frozenset()
    roles: frozenset[Role] = frozenset()
    number: NumberWord | None = None
    verb: Verb | None = None
    unit: str | None = None
    currency: str | None = None
    day: int | None = None
    weekday: int | None = None
    month: int | None = None
    daypart: DayPart | None = None
    span: str | None = None


NOTHING = Sense()
