"""Payments that their provider reports: keep each once, find its shop, record the fact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

import structlog
from sqlalchemy.exc import DataError, IntegrityError

from bot.drafts import cents
from bot.forwarded import Flag
from engine import consequences
from engine.consequences import Fact
from engine.context.desk import Desk
from engine.inbound import daraja
from engine.inbound.daraja import Notice, NoticeError
from engine.outbound import notices
from engine.outbound.notices import News
from engine.runtime import Runtime
from engine.tools.failpoints import reached
from store import (
    claims,
    organizations,
    outbox,
    parked_bodies,
    payment_notices,
    payment_numbers,
)
from store.database import Transaction
from store.events import Event
from store.outbox import OutboxEntry

PROVIDER = daraja.PROVIDER

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Found:
    """A notice that could be read, with the shop whose number it names."""

    notice: Notice
    shop: UUID
    at: datetime


def take(rt: Runtime, raw: bytes) -> None:
    """Store what M-Pesa reports; when this returns, nothing of it can be lost.

    Raises `sqlalchemy.exc.SQLAlchemyError` when nothing could be stored.
    """
    try:
        code = daraja.code_of(raw)
        with rt.db.every_tenant() as tx:
            kept = payment_notices.keep(tx, PROVIDER, code, raw)
            if kept is not None:  # Else it was told twice, and is heard once.
                outbox.add(tx, "payment", kept, organization_id=None, person_id=None)
            reached("intake.before_commit")
    except (NoticeError, DataError, IntegrityError) as error:
        with rt.db.every_tenant() as tx:
            _park(tx, error, raw)


def verify(rt: Runtime, tx: Transaction, entry: OutboxEntry) -> None:
    """Work one notice: it makes its payment a verified one in the book of its shop."""
    with tx.directory():
        found = _find(tx, entry.subject_id)
    if found is not None:
        tx.scope(organization_id=found.shop, person_id=None)
        _record(Desk(rt, tx, found.shop, careful=entry.attempts > 0), found)
    outbox.done(tx, entry.id)


def _find(tx: Transaction, notice_id: UUID) -> _Found | None:
    """Read a notice and look its shop up; what nobody can use is parked for the operator."""
    kept = payment_notices.get(tx, notice_id)
    if kept is None or kept.raw is None:
        return None
    try:
        notice = daraja.read(kept.raw)
        shop = payment_numbers.shop_of(tx, PROVIDER, notice.number)
        if shop is None:
            raise NoticeError(f"no shop has named the number {notice.number}")
        if organizations.get(tx, shop).currency != daraja.CURRENCY:
            raise NoticeError("the shop keeps its book in another currency")
    except NoticeError as error:
        _park(tx, error, kept.raw)
        payment_notices.drop(tx, notice_id)
        return None
    payment_notices.empty(tx, notice_id)
    return _Found(notice, shop, notice.at or kept.received_at)


def _record(desk: Desk, found: _Found) -> None:
    tx, notice = desk.tx, found.notice
    known = claims.get(tx, found.shop, PROVIDER, notice.code)
    differs = known is not None and _differs(known.amount, notice.amount)
    event = Event(
        organization_id=found.shop,
        type="PAYMENT_VERIFIED",
        source=PROVIDER,
        person_id=None,
        message_id=None,
        payload={
            "provider": PROVIDER,
            "code": notice.code,
            "kind": claims.RECEIVED,
            "amount": cents(notice.amount),
            "party": notice.party,
            "when": found.at.isoformat(),
            "flags": [Flag.AMOUNT.value] if differs else [],
        },
        occurred_at=found.at,
    )
    consequences.follow(desk, [Fact(event)])
    if differs:
        notices.leave(tx, News(found.shop, event.id), by=None, now=desk.now)


def _differs(claimed: Decimal | None, told: Decimal) -> bool:
    return claimed is not None and claimed != told


def _park(tx: Transaction, error: Exception, raw: bytes) -> None:
    # A notice's own words name a field; a database's might quote the body.
    reason = str(error) if isinstance(error, NoticeError) else type(error).__name__
    body_id = parked_bodies.keep(tx, PROVIDER, reason, raw)
    _log.error("Parked a webhook", body=str(body_id), reason=reason)
