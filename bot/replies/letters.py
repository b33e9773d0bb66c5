"""What stands around a message to a shop's customer: who writes, and how to hear no more."""

from __future__ import annotations

from bot.reply import N_, Reply


def to_customer(shop: str, text: str, *, is_first: bool) -> Reply:
    """A message in the shop's name; the first one says how to stop them."""
    words = text.strip()
    if words.casefold().startswith(shop.casefold()):
        said = Reply(N_("%(text)s"), {"text": words})
    else:
        said = Reply(N_("%(shop)s: %(text)s"), {"shop": shop, "text": words})
    return said.followed_by(how_to_stop()) if is_first else said


def how_to_stop() -> Reply:
    """Behind the first message that somebody gets without having written."""
    return Reply(N_("Reply STOP to get no more messages."))
