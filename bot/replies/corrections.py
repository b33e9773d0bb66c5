"""What Karani says where staff may change an entry no more alone."""

from __future__ import annotations

from datetime import date

from bot.reply import N_, Money, Reply


def may_take_back(name: str, entry: Reply, day: date) -> Reply:
    """To the owner: an entry is to count no more."""
    return Reply(
        N_("%(name)s wants to take back %(entry)s of %(day)s. Is that all right?"),
        {"name": name, "entry": entry, "day": day},
    )


def may_take_back_all(name: str, count: int, amount: Money, day: date) -> Reply:
    """To the owner: all that one message wrote."""
    return Reply(
        N_(
            "%(name)s wants to take back all %(count)s entries of one message, %(sum)s,"
            " of %(day)s. Is that all right?"
        ),
        {"name": name, "count": count, "sum": amount, "day": day},
    )


def may_correct(name: str, entry: Reply, day: date, right: Reply) -> Reply:
    """To the owner: an entry is to be another one."""
    return Reply(
        N_("%(name)s wants to change %(entry)s of %(day)s to %(right)s. Is that all right?"),
        {"name": name, "entry": entry, "day": day, "right": right},
    )


def asked(owner: str, entry: Reply) -> Reply:
    """To staff: it is not done yet."""
    return Reply(
        N_("%(entry)s is too old for you to change alone. I have asked %(owner)s."),
        {"owner": owner, "entry": entry},
    )


def asked_before(owner: str, entry: Reply) -> Reply:
    """To staff who wish for it twice."""
    return Reply(
        N_("I have asked %(owner)s about %(entry)s already, and have no answer yet."),
        {"owner": owner, "entry": entry},
    )
