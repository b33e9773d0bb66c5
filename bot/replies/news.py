"""What Karani says about messages that had to wait until their person wrote."""

from __future__ import annotations

from bot.reply import N_, Reply


def told(texts: str) -> Reply:
    """Everything that waited, in one message."""
    return Reply(N_("While you were away:\n\n%(texts)s"), {"texts": texts})


def told_in_part(texts: str, left: int) -> Reply:
    """As much of it as one message holds."""
    return Reply(
        N_("While you were away:\n\n%(texts)s\n\nThere is more (%(left)s). Answer OPEN."),
        {"texts": texts, "left": str(left)},
    )


def none() -> Reply:
    """They asked, and nothing waits."""
    return Reply(N_("There is no news for you."))


def full_day(most: int) -> Reply:
    """To an owner whose shop has written as much as it may in a day."""
    return Reply(
        N_(
            "Your shop has sent %(most)s messages today, which is the most for a day."
            " Reminders and notices go on tomorrow; answers and approvals still go."
        ),
        {"most": str(most)},
    )
