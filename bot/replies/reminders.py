"""What Karani says about a person's own reminders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from bot.diary import Reminder
from bot.reply import N_, Param, Reply, Several


def kept(text: str, at: datetime) -> Reply:
    """It will come."""
    return Reply(
        N_("On %(at)s I will remind you: %(text)s. Wrong? Reply UNDO."),
        {"text": text, "at": at},
    )


def due(text: str) -> Reply:
    """The reminder itself."""
    return Reply(N_("You asked me to remind you: %(text)s."), {"text": text})


def listed(found: Sequence[Reminder], more: int) -> Reply:
    """All of them, by number."""
    if not found:
        return Reply(
            N_(
                "You have no reminders. Write for example: remind me tomorrow at 9 am to pay"
                " rent."
            )
        )
    lines = [_line(number, one) for number, one in enumerate(found, start=1)]
    if more > 0:
        lines.append(Reply(N_("and %(more)s more"), {"more": str(more)}))
    return Reply(
        N_("Your reminders:\n%(lines)s\nCANCEL REMINDER 1 takes back the first."),
        {"lines": Several(tuple(lines), "\n")},
    )


def cancelled(reminder: Reminder) -> Reply:
    """It will not come."""
    return Reply(
        N_("I will not remind you any more: %(text)s, %(at)s."),
        {"text": reminder.text, "at": reminder.at},
    )


def no_such(number: int) -> Reply:
    """A number that no reminder has."""
    return Reply(
        N_("You have no reminder %(number)s. MY REMINDERS shows them all."),
        {"number": str(number)},
    )


def which() -> Reply:
    """One is to be taken back, but which."""
    return Reply(N_("Which reminder? Say its number, for example: CANCEL REMINDER 1."))


def left() -> Reply:
    """It was not wanted after all."""
    return Reply(N_("All right, I will not remind you."))


def of_what() -> Reply:
    """A time without an errand."""
    return Reply(N_("What shall I remind you of?"))


def when(text: str, day: date | None) -> Reply:
    """The hour is missing, or the day as well."""
    if day is None:
        return Reply(
            N_("When, on which day and at what hour, shall I remind you (%(text)s)?"),
            {"text": text},
        )
    return Reply(
        N_("At what time on %(day)s shall I remind you (%(text)s)?"),
        {"text": text, "day": day},
    )


def which_hour(text: str, hours: Sequence[datetime]) -> Reply:
    """An hour with two readings."""
    choices = [
        Reply("%(number)s %(at)s", {"number": str(number), "at": at})
        for number, at in enumerate(hours, start=1)
    ]
    return Reply(
        N_("When shall I remind you (%(text)s): %(choices)s?"),
        {"text": text, "choices": Several(tuple(choices), ", ")},
    )


def is_past(text: str, at: datetime) -> Reply:
    """Nobody can be reminded at a time that is over."""
    return Reply(
        N_("%(at)s is over: when shall I remind you (%(text)s)?"),
        {"text": text, "at": at},
    )


def _line(number: int, one: Reminder) -> Reply:
    values: dict[str, Param] = {"number": str(number), "text": one.text, "at": one.at}
    return Reply("%(number)s. %(text)s, %(at)s", values)
