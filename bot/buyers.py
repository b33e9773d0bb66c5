"""Who bought: a customer of the book, so that they can be thanked."""

from __future__ import annotations

from dataclasses import replace

from bot.drafts import Draft
from bot.people import meant
from bot.shop import EntryKind, Shop


def named(shop: Shop, draft: Draft) -> Draft:
    """A sale with the customer whom it surely names; anything else as it is."""
    if draft.kind is not EntryKind.SALE or not draft.party or draft.customer:
        return draft
    known = meant(draft.party, shop.customers()).sure
    return replace(draft, customer=str(known.id)) if known else draft
