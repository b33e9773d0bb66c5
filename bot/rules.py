"""Rules of a shop as an owner knows them: what each says, in one sentence's worth of values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from uuid import UUID

FLOOR = "rules"
"""The topic's name, for whoever asks in its place."""
LIMITS: Mapping[str, str] = {
    "sale": "large_sale",
    "expense": "large_expense",
    "purchase": "large_purchase",
    "drawing": "large_drawing",
    "debt": "large_debt",
}
"""What an owner may want to be asked about above a limit, and the starter that does it."""
SUMMARY, WEEKLY, MONTHLY = "evening_summary", "weekly_summary", "monthly_summary"
STOCK, FAILURES, OWN = "low_stock", "failed_delivery", "own_reminder"
DEBTS, RECEIPT, CUSTOMER = "debt_reminder", "thank_you_receipt", "customer_reminder"
ANSWERS = "debt_answers"
REMINDER, CLINIC = "appointment_reminder", "clinic_reminder"
FOLLOWUP = "appointment_followup"
STARTERS: Mapping[str, Sequence[str]] = {
    **{kind: (starter,) for kind, starter in LIMITS.items()},
    "summary": (SUMMARY, WEEKLY, MONTHLY),
    "stock": (STOCK,),
    "failure": (FAILURES,),
    "own": (OWN,),
    "debt_reminder": (DEBTS,),
    "receipt": (RECEIPT,),
    "customer": (CUSTOMER,),
    "appointment": (REMINDER,),
    "clinic": (CLINIC,),
    "missed": (FOLLOWUP,),
}
"""The starters that do what a kind of wish asks for."""
KEYS: Mapping[str, Sequence[str]] = {OWN: ("about",), CUSTOMER: ("customer", "about")}
"""The values that tell one rule from another of the same starter; else there is only one."""
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
EVENING, MORNING, DAYTIME = time(20), time(8), time(9)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that the shop has; one that was written elsewhere has no `starter`."""

    id: UUID
    name: str
    starter: str | None
    values: Mapping[str, str] = field(default_factory=dict)
    is_on: bool = True

    def is_like(self, wanted: Wanted) -> bool:
        """Whether the wish is for this rule, perhaps with other values."""
        keys = KEYS.get(wanted.starter, ())
        same = all(self.values.get(key) == wanted.values.get(key) for key in keys)
        return self.starter == wanted.starter and same


@dataclass(frozen=True, slots=True)
class Wanted:
    """A rule that an owner wishes for: a starter with its values."""

    starter: str
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def limit(self) -> Decimal | None:
        """Above what it asks."""
        return Decimal(self.values["limit"]) if "limit" in self.values else None

    @property
    def at(self) -> time | None:
        """When it comes, on the shop's clock."""
        if "hour" not in self.values:
            return None
        return time(int(self.values["hour"]), int(self.values["minute"]))

    @property
    def weekday(self) -> int | None:
        """The day of the week it comes on, from Monday, 0."""
        day = self.values.get("day") or self.values.get("rhythm", "")[-2:]
        return DAYS.index(day) if day in DAYS else None

    @property
    def month_day(self) -> int | None:
        """The day of the month it comes on."""
        day = self.values.get("monthday") or self.values.get("rhythm", "").partition("DAY=")[2]
        return int(day) if day.isdecimal() else None


VISITS: Mapping[str, Wanted] = {
    "appointment": Wanted(REMINDER),
    "clinic": Wanted(CLINIC),
    "missed": Wanted(FOLLOWUP, {"minutes": "30"}),
}
"""What an owner may wish for about appointments: no value is missing."""


def limited(kind: str, amount: Decimal) -> Wanted:
    """Ask me when something is above an amount."""
    return Wanted(LIMITS[kind], {"limit": format(amount.normalize(), "f")})


def every_day(at: time) -> Wanted:
    """Send me the day's summary."""
    return Wanted(SUMMARY, _clock(at))


def every_week(day: int, at: time | None) -> Wanted:
    """Send me the week's summary on a day of the week, from Monday, 0."""
    usual = EVENING if day else MORNING  # On a Monday the week that has ended is told.
    return Wanted(WEEKLY, {"day": DAYS[day], **_clock(at or usual)})


def every_month(day: int, at: time | None) -> Wanted:
    """Send me the month's summary on a day of the month."""
    return Wanted(MONTHLY, {"monthday": str(day), **_clock(at or MORNING)})


def reminder(about: str, often: str | None, day: date | None, at: time | None) -> Wanted:
    """Remind me of something every day, week or month (`often`), on this day of it."""
    return Wanted(OWN, {"about": about, "rhythm": _rhythm(often, day), **_clock(at or MORNING)})


def of_debts(often: str | None, day: date | None, at: time | None) -> Wanted:
    """Remind whoever owes, every week or as often as it is said, once I agree."""
    return Wanted(DEBTS, {"rhythm": _rhythm(often or "week", day), **_clock(at or DAYTIME)})


def to_customer(
    customer: tuple[UUID, str], about: str, often: str | None, day: date | None, at: time | None
) -> Wanted:
    """Remind this customer (id and name) of something regularly."""
    when = {"rhythm": _rhythm(often, day), **_clock(at or DAYTIME)}
    return Wanted(
        CUSTOMER, {"customer": str(customer[0]), "name": customer[1], "about": about, **when}
    )


def _rhythm(often: str | None, day: date | None) -> str:
    if often == "week":
        return f"WEEKLY;BYDAY={DAYS[day.weekday() if day else 0]}"
    if often == "month":
        return f"MONTHLY;BYMONTHDAY={day.day if day else 1}"
    return "DAILY"


def _clock(at: time) -> dict[str, str]:
    return {"hour": str(at.hour), "minute": str(at.minute)}
