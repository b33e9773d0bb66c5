"""What Karani tells an owner about the other systems that hear of her shop."""

from __future__ import annotations

from bot.reply import N_, Reply


def disabled(host: str, days: int) -> Reply:
    """A system has taken nothing for days: it is told nothing more."""
    return Reply(
        N_(
            "%(host)s has taken none of your shop's news for %(days)s days, so I send it "
            "no more. Whoever looks after that system can switch it on again."
        ),
        {"host": host, "days": str(days)},
    )
