"""What Karani says when an entry is taken back or put right."""

from __future__ import annotations

from bot.reply import N_, Reply


def taken_back(entry: Reply, total: Reply) -> Reply:
    """The entry no longer counts."""
    return Reply(N_("Taken back: %(entry)s. %(total)s"), {"entry": entry, "total": total})


def corrected(entry: Reply, total: Reply) -> Reply:
    """The entry counts with its new amount."""
    return Reply(
        N_("Corrected: %(entry)s. %(total)s Wrong? Reply UNDO."),
        {"entry": entry, "total": total},
    )


def nothing() -> Reply:
    """There is no entry of this person to take back."""
    return Reply(N_("There is nothing of yours to take back."))


def ask_again(entry: Reply) -> Reply:
    """One entry was just taken back: a second wish may be a slip of the thumb."""
    return Reply(N_("Shall I take back %(entry)s too (1 Yes, 2 No)?"), {"entry": entry})


def ask_amount(entry: Reply) -> Reply:
    """To be put right, but how."""
    return Reply(N_("What is the right amount for %(entry)s?"), {"entry": entry})


def stays() -> Reply:
    """Nothing was changed."""
    return Reply(N_("All right, it stays in the book."))
