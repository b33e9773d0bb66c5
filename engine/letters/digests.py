"""Reports that a workflow sends: made when they are sent, from the book as it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from bot import i18n, report
from bot.reply import Reply
from bot.shop import Shop
from engine.context.desk import Desk
from engine.ports.shop import StoreShop

REPORTS: Mapping[str, Callable[[Shop, datetime], Reply]] = {
    "evening": report.evening,
    "weekly": report.weekly,
    "monthly": report.monthly,
}


def texts(desk: Desk, name: str, person_id: UUID) -> dict[str, str]:
    """A report for a member, in every language."""
    translations = desk.rt.languages.translations
    shop = StoreShop(
        desk.tx,
        person_id=person_id,
        organization_id=desk.organization_id,
        languages=tuple(translations),
    )
    said = REPORTS[name](shop, desk.now.astimezone(desk.zone))
    return {language: i18n.wording(said, language, translations) for language in translations}
