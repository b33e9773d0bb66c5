"""What Karani says about the hour at which a shop's day ends."""

from __future__ import annotations

from datetime import time

from bot.reply import N_, Reply


def kept(hour: time) -> Reply:
    """It ends then from now on."""
    if not hour.hour:
        return Reply(N_("Good, the shop's day ends at midnight."))
    return Reply(
        N_("Good, the shop's day ends at %(hour)s: what you sell until then counts for the"
           " day before."),
        {"hour": hour},
    )  # fmt: skip


def is_it(said: time, meant: time) -> Reply:
    """An hour of the evening, where one after midnight may be meant."""
    return Reply(
        N_("A day ends between midnight and noon, not at %(said)s. Shall the shop's day end at"
           " %(meant)s (1 Yes, 2 No)?"),
        {"said": said, "meant": meant},
    )  # fmt: skip


def is_it_at(meant: time) -> Reply:
    """The same, asked once more."""
    return Reply(N_("Shall the shop's day end at %(meant)s (1 Yes, 2 No)?"), {"meant": meant})


def which_hour() -> Reply:
    """No whole hour was said."""
    return Reply(
        N_("At which whole hour, for example 2 am, does the shop's day end?"),
    )  # fmt: skip


def stays() -> Reply:
    """Nothing was changed."""
    return Reply(N_("All right, the shop's day ends when it did."))
