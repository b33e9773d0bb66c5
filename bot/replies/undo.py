"""What Karani says when entries are taken back or put right."""

from __future__ import annotations

from collections.abc import Sequence

from bot.reply import N_, Money, Reply, Several


def taken_back(entry: Reply, total: Reply) -> Reply:
    """The entry no longer counts."""
    return Reply(N_("Taken back: %(entry)s. %(total)s"), {"entry": entry, "total": total})


def list_taken_back(count: int, totals: Sequence[Reply]) -> Reply:
    """A whole message no longer counts."""
    shown = Several(tuple(totals), joint=" ")
    return Reply(
        N_("Taken back: all %(count)s entries. %(totals)s"), {"count": count, "totals": shown}
    )


def corrected(entry: Reply, total: Reply) -> Reply:
    """The entry counts with its new amount."""
    return Reply(
        N_("Corrected: %(entry)s. %(total)s Wrong? Reply UNDO."),
        {"entry": entry, "total": total},
    )


def nothing() -> Reply:
    """There is no entry of this person to take back."""
    return Reply(N_("There is nothing of yours to take back."))


def nothing_to_correct() -> Reply:
    """There is no entry of this person to put right."""
    return Reply(N_("There is nothing of yours to put right."))


def gone() -> Reply:
    """The quoted message booked nothing, or nothing of it is left."""
    return Reply(N_("Nothing of that message counts in the book any more."))


def ask_again(entry: Reply) -> Reply:
    """One entry was just taken back: a second wish may be a slip of the thumb."""
    return Reply(N_("Shall I take back %(entry)s too (1 Yes, 2 No)?"), {"entry": entry})


def ask_first(entry: Reply) -> Reply:
    """Nothing tells that the last entry is what is meant."""
    return Reply(
        N_("The last one is %(entry)s. Shall I take it back (1 Yes, 2 No)?"), {"entry": entry}
    )


def write_anew(entry: Reply) -> Reply:
    """It cannot be put right in so few words."""
    return Reply(
        N_("I cannot put %(entry)s right like that. Reply UNDO and write it anew."),
        {"entry": entry},
    )


def not_found() -> Reply:
    """What shall be put right is none of what this person wrote lately."""
    return Reply(
        N_(
            "I do not find that among what you wrote lately, so I changed nothing."
            " Quote its receipt and write for example: change 450."
        )
    )


def ask_which(entry: Reply, count: int, amount: Money) -> Reply:
    """The last message booked several entries."""
    return Reply(
        N_(
            "What shall I take back: 1 only %(entry)s, 2 all %(count)s entries"
            " of that message (%(sum)s), 3 nothing?"
        ),
        {"entry": entry, "count": count, "sum": amount},
    )


def ask_amount(entry: Reply) -> Reply:
    """To be put right, but how."""
    return Reply(N_("What is the right amount for %(entry)s?"), {"entry": entry})


def stays() -> Reply:
    """Nothing was changed."""
    return Reply(N_("All right, it stays in the book."))


def too_late(owner: str, entry: Reply) -> Reply:
    """Staff may put right what they wrote on the same business day."""
    return Reply(
        N_("%(entry)s is of an earlier day: only %(owner)s may change it now."),
        {"owner": owner, "entry": entry},
    )


def not_yours(owner: str, entry: Reply) -> Reply:
    """Staff may put right only what they wrote themselves."""
    return Reply(
        N_("%(entry)s was written by somebody else: only %(owner)s may change it."),
        {"owner": owner, "entry": entry},
    )
