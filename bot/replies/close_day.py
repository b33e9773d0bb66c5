"""What Karani says when the day is closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from bot.day_closes import DayClose
from bot.reply import N_, Money, Param, Reply, Several

FEW = 4
"""As many people as an SMS can name."""


def ask_counted(day: date, today: date) -> Reply:
    """What lies in the till; what should lie there is told afterwards."""
    if day == today:
        return Reply(N_("How much cash have you counted?"))
    return Reply(N_("How much cash did you count at the end of %(day)s?"), {"day": day})


def ask_share(name: str) -> Reply:
    """Whose cash it is, where several took money."""
    return Reply(
        N_("How much of it is from %(name)s (NO if it all lies together)?"), {"name": name}
    )


def too_much(rest: Money) -> Reply:
    """A share of the cash is larger than what nobody has claimed yet."""
    return Reply(N_("That is more than the %(rest)s that is left of it."), {"rest": rest})


def ask_again(day: date, close: DayClose, currency: str) -> Reply:
    """The day was closed before."""
    return Reply(
        N_(
            "%(day)s was closed by %(name)s: counted %(counted)s, expected %(expected)s."
            " Close it again (1 Yes, 2 No)?"
        ),
        {
            "day": day,
            "name": close.closed_by,
            "counted": Money(close.counted, currency),
            "expected": Money(close.expected, currency),
        },
    )


def closed(day: date, counted: Money, expected: Money) -> Reply:
    """The day is over: what there is beside what there should be."""
    return Reply(
        N_("Day closed, %(day)s: counted %(counted)s, expected %(expected)s, %(verdict)s."),
        {
            "day": day,
            "counted": counted,
            "expected": expected,
            "verdict": _verdict(counted.amount - expected.amount, counted.currency),
        },
    )


def by_person(differences: Sequence[tuple[str, Decimal]], currency: str) -> Reply:
    """Where cash is missing or over, and with whom."""
    people = [
        Reply(N_("%(name)s: %(verdict)s"), {"name": name, "verdict": _verdict(own, currency)})
        for name, own in differences
    ]
    params: dict[str, Param] = {
        "people": Several(tuple(people)),
        "few": Several(tuple(people[:FEW])),
    }
    if len(people) <= FEW:
        return Reply(N_("By person: %(people)s."), params)
    return Reply(N_("By person: %(people)s."), params, sms=N_("By person: %(few)s ..."))


def how_to_count_again() -> Reply:
    """A day that was closed may be closed once more."""
    return Reply(N_("Wrong? Write CLOSE DAY again."))


def stays_open() -> Reply:
    """The person changed their mind."""
    return Reply(N_("All right, I did not close the day."))


def stays_closed() -> Reply:
    """Closed it was, and closed it is."""
    return Reply(N_("All right, it stays as it was closed."))


def _verdict(difference: Decimal, currency: str) -> Reply:
    amount = Money(abs(difference), currency)
    if difference < 0:
        return Reply(N_("%(amount)s short"), {"amount": amount})
    if difference > 0:
        return Reply(N_("%(amount)s over"), {"amount": amount})
    return Reply(N_("nothing missing"))
