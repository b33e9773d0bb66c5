"""What Karani says when somebody stops what is written to them, or lets it begin again."""

from __future__ import annotations

from collections.abc import Sequence

from bot.reply import N_, Reply


def stopped(shop: str) -> Reply:
    """To a customer of one shop."""
    return Reply(
        N_("Done: %(shop)s will not write to you any more. START lets it write again."),
        {"shop": shop},
    )


def stopped_own(shop: str) -> Reply:
    """To one who works in the shop."""
    return Reply(
        N_(
            "Done: from %(shop)s you get only answers to what you write, not even approvals."
            " START lets me write again."
        ),
        {"shop": shop},
    )


def stopped_all() -> Reply:
    """Nobody may write any more."""
    return Reply(
        N_("Done: nobody will write to you through me any more. START lets them write again.")
    )


def ask_keep(shops: Sequence[str]) -> Reply:
    """Several shops wrote."""
    names = [f"{number} {shop}" for number, shop in enumerate(shops, start=1)]
    return Reply(
        N_("Which shop may still write to you (%(shops)s, 0 None)?"),
        {"shops": ", ".join(names)},
    )


def kept(shop: str) -> Reply:
    """One of them may."""
    return Reply(N_("All right: of them only %(shop)s writes to you."), {"shop": shop})


def nobody() -> Reply:
    """None of them may."""
    return Reply(N_("All right: none of them writes to you."))


def started(shops: Sequence[str]) -> Reply:
    """Everybody may again."""
    if not shops:
        return Reply(N_("Done: I may write to you again. STOP stops it."))
    return Reply(
        N_("Done: you hear from %(shops)s again. STOP stops it."), {"shops": ", ".join(shops)}
    )


def nothing_stopped() -> Reply:
    """They had stopped nothing."""
    return Reply(N_("You have stopped nothing: messages come as before. STOP stops them."))
