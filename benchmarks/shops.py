"""Shops to measure with, and an engine that sends nothing."""

from __future__ import annotations

import gettext
from uuid import UUID

from bot.nlu.understanding import Outcome, Understanding
from engine import runtime
from engine.organizations import team
from engine.runtime import Languages, Runtime
from engine.settings import Settings
from store import people, places
from store.database import Transaction
from store.organizations import NewOrganization, found
from store.places import NewConversation


def silent_engine(database_url: str, redis_url: str) -> Runtime:
    """An engine that reads nothing and rings nobody: deliveries are not what is measured."""
    silent = Languages(
        lambda *_: Understanding(Outcome.NONE, "en"),
        {language: gettext.NullTranslations() for language in ("en", "sw")},
    )
    rt = runtime.build(Settings(database_url=database_url, redis_url=redis_url), silent)
    rt.db._ring = lambda rings: None
    return rt


def meet_owner(rt: Runtime, number: int) -> UUID:
    """Somebody who has written from a phone of their own."""
    with rt.db.every_tenant() as tx:
        phone = f"+2547{number:08d}"
        address = people.meet(tx, "phone", phone, "KE")
        way = NewConversation(address.person_id, address.id, "bench:1", "whatsapp", phone, None)
        places.begin(tx, way)
    return address.person_id


def found_shop(tx: Transaction, number: int, owner: UUID) -> UUID:
    """Their shop, in a transaction of theirs."""
    new = NewOrganization(f"Shop {number}", "KE", "KES", "Africa/Nairobi", "sw")
    organization = found(tx, new)
    team.found(tx, organization, owner)
    return organization
