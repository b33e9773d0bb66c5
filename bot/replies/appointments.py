"""What Karani says about the diary."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from bot.diary import Appointment
from bot.reply import N_, Param, Reply, Several
from bot.shop import Customer
from bot.visits import Aim

Numbered = Sequence[tuple[int, Appointment]]


def visit(name: str, at: datetime, service: str | None) -> Reply:
    """Who comes when, and what for."""
    values: dict[str, Param] = {"name": name, "at": at}
    if not service:
        return Reply("%(name)s, %(at)s", values)
    return Reply("%(name)s, %(service)s, %(at)s", {**values, "service": service})


def booked(what: Reply, is_new: str | None) -> Reply:
    """It is in the diary."""
    if is_new is None:
        return Reply(N_("Booked: %(visit)s. Wrong? Reply UNDO."), {"visit": what})
    return Reply(
        N_("Booked: %(visit)s. %(name)s is new in the book. Wrong? Reply UNDO."),
        {"visit": what, "name": is_new},
    )


def booked_again(what: Reply) -> Reply:
    """What was cancelled a moment ago stands again."""
    return Reply(N_("Booked again: %(visit)s."), {"visit": what})


def moved(what: Reply) -> Reply:
    """It is at another time."""
    return Reply(N_("Moved: %(visit)s. Wrong? Reply UNDO."), {"visit": what})


def moved_back(what: Reply) -> Reply:
    """It is at its old time again."""
    return Reply(N_("Moved back: %(visit)s."), {"visit": what})


def cancelled(what: Reply) -> Reply:
    """Nobody is expected then."""
    return Reply(N_("Cancelled: %(visit)s. Wrong? Reply UNDO."), {"visit": what})


def taken_back(what: Reply) -> Reply:
    """What was booked a moment ago is cancelled."""
    return Reply(N_("Taken back, the appointment is cancelled: %(visit)s."), {"visit": what})


def kept(what: Reply) -> Reply:
    """The customer came."""
    return Reply(N_("Noted, the customer came: %(visit)s."), {"visit": what})


def missed(what: Reply) -> Reply:
    """The customer did not come."""
    return Reply(N_("Noted, the customer did not come: %(visit)s."), {"visit": what})


DONE: Mapping[Aim, Callable[[Reply], Reply]] = {
    Aim.MOVE: moved,
    Aim.CANCEL: cancelled,
    Aim.KEPT: kept,
    Aim.MISSED: missed,
}
"""What is said when it is done."""


def say_otherwise(name: str) -> Reply:
    """Whether somebody came is not taken back, but told anew."""
    return Reply(
        N_("Then write what is true: %(name)s came, or: %(name)s did not come."), {"name": name}
    )


def one_by_one() -> Reply:
    """Several hours in one message, and whose they are is not clear."""
    return Reply(
        N_(
            "I see several hours and booked nothing. Write each appointment by itself, for"
            " example: book Asha tomorrow at 10 am."
        )
    )


def not_yet(names: Sequence[str]) -> Reply:
    """Those behind the one that is asked about."""
    return Reply(
        N_("Not booked yet: %(names)s. Write it again afterwards."),
        {"names": ", ".join(names)},
    )


def left() -> Reply:
    """Nothing was done."""
    return Reply(N_("All right, I changed nothing in the diary."))


def who_comes(at: datetime | None) -> Reply:
    """A time without a name."""
    if at is None:
        return Reply(N_("Whose appointment is it (the customer's name)?"))
    return Reply(
        N_("Who comes on %(at)s (the customer's name)?"),
        {"at": at},
    )


def which_customer(name: str, candidates: Sequence[Customer]) -> Reply:
    """Several people have such a name."""
    return Reply(
        N_("Which %(name)s has the appointment: %(choices)s, %(last)s somebody new?"),
        {
            "name": name,
            "choices": _choices([Reply("%(name)s", {"name": one.name}) for one in candidates]),
            "last": str(len(candidates) + 1),
        },
    )


def which(found: Sequence[Reply]) -> Reply:
    """Several appointments may be meant."""
    return Reply(N_("Which appointment: %(choices)s?"), {"choices": _choices(found)})


def when(name: str | None, day: date | None) -> Reply:
    """The hour is missing, or the day as well."""
    if name is None:
        return Reply(N_("When is the appointment (day and hour)?"))
    if day is None:
        return Reply(N_("When does %(name)s come (day and hour)?"), {"name": name})
    return Reply(N_("At what time does %(name)s come on %(day)s?"), {"name": name, "day": day})


def which_hour(name: str | None, hours: Sequence[datetime]) -> Reply:
    """An hour with two readings."""
    choices = _choices([Reply("%(at)s", {"at": at}) for at in hours])
    if name is None:
        return Reply(N_("Which hour for the appointment: %(choices)s?"), {"choices": choices})
    return Reply(
        N_("Which hour for %(name)s: %(choices)s?"), {"name": name, "choices": choices}
    )


def is_past(at: datetime) -> Reply:
    """Nobody can come at a time that is over."""
    return Reply(N_("%(at)s is over: when is the appointment (day and hour)?"), {"at": at})


def meets(name: str, others: Sequence[Reply]) -> Reply:
    """Somebody else comes at that time."""
    return Reply(
        N_("At that time you have %(others)s. Book %(name)s all the same (1 Yes, 2 No)?"),
        {"name": name, "others": Several(tuple(others))},
    )


def none_of(name: str) -> Reply:
    """Nobody of that name is expected."""
    return Reply(N_("I find no appointment of %(name)s."), {"name": name})


def none_such() -> Reply:
    """Nothing in the diary fits."""
    return Reply(N_("I find no such appointment. APPOINTMENTS shows them all."))


def on_day(day: date, found: Numbered, more: int) -> Reply:
    """A day's appointments."""
    if not found:
        return Reply(N_("Nobody has an appointment on %(day)s."), {"day": day})
    return Reply(
        N_("Appointments on %(day)s:\n%(lines)s"),
        {"day": day, "lines": _lines(found, more, with_day=False)},
    )


def in_week(found: Numbered, more: int) -> Reply:
    """What is left of the week."""
    if not found:
        return Reply(N_("Nobody has an appointment in the rest of this week."))
    return Reply(
        N_("Appointments this week:\n%(lines)s"), {"lines": _lines(found, more, with_day=True)}
    )


def ahead(found: Numbered, more: int) -> Reply:
    """Everything from today on."""
    if not found:
        return Reply(
            N_("You have no appointments. Write for example: book Asha tomorrow at 10 am.")
        )
    return Reply(N_("Appointments:\n%(lines)s"), {"lines": _lines(found, more, with_day=True)})


def tomorrow(found: Sequence[Appointment], more: int) -> Reply:
    """Who comes tomorrow, behind the evening's summary."""
    shown = [Reply("%(name)s %(clock)s", {"name": one.name, "clock": one.at.time()})
             for one in found]  # fmt: skip
    values: dict[str, Param] = {"visits": Several(tuple(shown))}
    if more > 0:
        return Reply(
            N_("Appointments tomorrow: %(visits)s and %(more)s more."),
            {**values, "more": str(more)},
        )
    return Reply(N_("Appointments tomorrow: %(visits)s."), values)


def _lines(found: Numbered, more: int, *, with_day: bool) -> Several:
    lines = [_line(number, one, with_day=with_day) for number, one in found]
    if more > 0:
        lines.append(Reply(N_("and %(more)s more"), {"more": str(more)}))
    return Several(tuple(lines), "\n")


def _line(number: int, one: Appointment, *, with_day: bool) -> Reply:
    at: Param = one.at if with_day else one.at.time()
    values: dict[str, Param] = {"number": str(number), "name": one.name, "at": at}
    said = Reply("%(number)s. %(at)s %(name)s", values)
    if one.service:
        said = Reply("%(number)s. %(at)s %(name)s, %(service)s",
                     {**values, "service": one.service})  # fmt: skip
    if one.status not in MARKS:
        return said
    return Reply("%(line)s (%(status)s)", {"line": said, "status": Reply(MARKS[one.status])})


MARKS: Mapping[str, str] = {
    "confirmed": N_("confirmed"),
    "kept": N_("came"),
    "missed": N_("did not come"),
}
"""What stands behind an appointment in a list."""


def _choices(found: Sequence[Reply]) -> Several:
    numbered = [
        Reply("%(number)s %(choice)s", {"number": str(number), "choice": choice})
        for number, choice in enumerate(found, start=1)
    ]
    return Several(tuple(numbered), ", ")
