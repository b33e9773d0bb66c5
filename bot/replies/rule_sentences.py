"""Each starter in one sentence, as an owner hears it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.reply import N_, Money, Param, Reply
from bot.rules import (
    ANSWERS,
    CLINIC,
    CUSTOMER,
    DEBTS,
    FAILURES,
    FOLLOWUP,
    MONTHLY,
    OWN,
    RECEIPT,
    REMINDER,
    STOCK,
    SUMMARY,
    WEEKLY,
    Wanted,
)

SENTENCES: Mapping[str, str] = {
    "large_sale": N_("When somebody else records a sale above %(limit)s, I ask you"),
    "large_expense": N_("When somebody else records an expense above %(limit)s, I ask you"),
    "large_purchase": N_("When somebody else records goods bought above %(limit)s, I ask you"),
    "large_drawing": N_("When somebody else takes out more than %(limit)s, I ask you"),
    "large_debt": N_("When somebody else gives credit above %(limit)s, I ask you"),
    SUMMARY: N_("Every day at %(clock)s I send you the day's summary"),
    WEEKLY: N_("%(often)s at %(clock)s I send you the week's summary"),
    MONTHLY: N_("%(often)s at %(clock)s I send you the month's summary"),
    STOCK: N_("When an item runs low, I tell you"),
    FAILURES: N_("When a message of mine cannot be delivered, I tell you"),
    DEBTS: N_("%(often)s at %(clock)s I ask you whether to remind those who owe you"),
    RECEIPT: N_("When a customer with a number has paid, I send them a receipt"),
    CUSTOMER: N_("%(often)s at %(clock)s I remind %(name)s: %(about)s"),
    ANSWERS: N_("When a customer answers about a debt, I ask you before anything is written"),
    REMINDER: N_(
        "A day and two hours before an appointment I remind the customer; whom I cannot reach,"
        " I name to you"
    ),
    CLINIC: N_(
        "A day before an appointment I remind the patient, without a word about what it is for"
    ),
    FOLLOWUP: N_(
        "Half an hour after an appointment begins I ask whether the customer came, and write"
        " politely to one who did not"
    ),
    OWN: N_("%(often)s at %(clock)s I remind you: %(about)s"),
}
WEEKDAYS = (
    N_("Every Monday"),
    N_("Every Tuesday"),
    N_("Every Wednesday"),
    N_("Every Thursday"),
    N_("Every Friday"),
    N_("Every Saturday"),
    N_("Every Sunday"),
)


def sentence(wanted: Wanted, currency: str) -> Reply:
    """The rule in one sentence, without a full stop."""
    values: dict[str, Param] = {"often": _often(wanted)}
    if wanted.limit is not None:
        values["limit"] = Money(wanted.limit, currency)
    if wanted.at is not None:
        values["clock"] = wanted.at
    for name in ("about", "name"):
        if name in wanted.values:
            values[name] = wanted.values[name]
    return Reply(SENTENCES[wanted.starter], values)


def _often(wanted: Wanted) -> Reply:
    if wanted.weekday is not None:
        return Reply(WEEKDAYS[wanted.weekday])
    if wanted.month_day is not None:
        return Reply(N_("On day %(day)s of every month"), {"day": wanted.month_day})
    return Reply(N_("Every day"))
