"""What Karani says when it reads messages only hours after they were written."""

from __future__ import annotations

from datetime import datetime

from bot.reply import N_, NN_, Reply

WROTE = NN_(
    "%(n)s entry from them is in the book now.",
    "%(n)s entries from them are in the book now.",
)
UNANSWERED = NN_(
    "%(n)s of them has no answer from me: please ask again.",
    "%(n)s of them have no answer from me: please ask again.",
)


def read_one(since: datetime) -> Reply:
    """Before the answer: it was not forgotten. `since` is in the shop's zone."""
    return Reply(
        N_("There was a break on our side: only now have I read your message of %(since)s."),
        {"since": since},
    )


def read(count: int, since: datetime) -> Reply:
    """Before anything else: none of several was forgotten."""
    return Reply(
        N_(
            "There was a break on our side: only now have I read your %(count)s messages since"
            " %(since)s."
        ),
        {"count": count, "since": since},
    )


def wrote(count: int) -> Reply:
    """What was booked of several messages, in one figure."""
    return Reply(WROTE[0], {"n": count}, plural=WROTE[1])


def unanswered(count: int) -> Reply:
    """What found no room in the one answer."""
    return Reply(UNANSWERED[0], {"n": count}, plural=UNANSWERED[1])
