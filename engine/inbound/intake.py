"""Take in what a provider reports: everything in one transaction, each message once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import structlog
from sqlalchemy.exc import DataError, IntegrityError

from engine.channels import attached
from engine.channels.base import (
    NumberChanged,
    OptedOut,
    Received,
    Reported,
    ScopedIdChanged,
    StatusReport,
    Unreadable,
)
from engine.inbound import senders
from engine.privacy import consents
from engine.runtime import Runtime
from engine.tools.failpoints import reached
from store import (
    arrivals,
    early_reports,
    inbound,
    organizations,
    outbox,
    parked_bodies,
    places,
    reported,
    slow_lane,
)
from store.database import Transaction
from store.inbound import NewMessage
from store.outbound import DeliveryStatus
from store.outbox import NewEntry
from store.people import Address
from store.places import NewConversation, Place
from store.reported import Report

CONTENT_ERRORS = (DataError, IntegrityError, ValueError)
"""What the content of a message can cause, however often it is tried."""

_log = structlog.get_logger(__name__)


def take(rt: Runtime, items: Iterable[Reported]) -> None:
    """Store messages and status reports; when this returns, nothing of them can be lost.

    Raises `sqlalchemy.exc.SQLAlchemyError` when nothing could be stored.
    """
    batch = list(items)
    try:
        _take(rt, batch)
    except CONTENT_ERRORS:
        # One of them is poison: each for itself, so that the others are kept.
        for item in batch:
            _take_or_park(rt, item)


def _take(rt: Runtime, items: Sequence[Reported]) -> None:
    with rt.db.every_tenant() as tx:
        if len(items) > 1:
            inbound.begin_batch(tx)
        for item in items:
            _keep(rt, tx, item)
        reached("intake.before_commit")
    for item in items:
        if isinstance(item, OptedOut):
            consents.told_by_provider(rt, item.phone, item.channel)


def _keep(rt: Runtime, tx: Transaction, item: Reported) -> None:
    match item:
        case Received():
            _store(rt, tx, item)
        case StatusReport():
            senders.learn_id(tx, item)
            _note(tx, item)
        case Unreadable():
            _park(tx, item)
        case NumberChanged():
            senders.change_number(tx, item)
        case ScopedIdChanged():
            senders.change_scoped_id(tx, item)
        case OptedOut():
            pass  # It is a person's word to their shops: a transaction under their scope.


def _take_or_park(rt: Runtime, item: Reported) -> None:
    try:
        _take(rt, [item])
    except CONTENT_ERRORS as error:
        if isinstance(item, Received):
            provider = item.account.partition(":")[0]
            _take(rt, [Unreadable(provider, type(error).__name__, item.raw)])


def _store(rt: Runtime, tx: Transaction, received: Received) -> None:
    if not _is_news(tx, received):
        return  # It came by another way, under another id.
    address = senders.address_of(tx, received)
    place = senders.place_of(tx, received, address) or _begin(tx, received, address)
    stored = inbound.store(
        tx,
        NewMessage(
            person_id=address.person_id,
            conversation_id=place.conversation_id,
            account=received.account,
            provider_reference=received.provider_reference,
            # A tap says what its button means, not what is written on it.
            body=_storable(received.choice or received.text),
            quoted=received.quoted,
            raw=received.raw,
            sent_at=received.sent_at,
            attachments=attached.kept(received.attachments),
        ),
    )
    if stored is None:
        return  # Told twice; heard once.
    whose = (place.organization_id, address.person_id)
    if received.slow:
        slow_lane.add(tx, place.conversation_id, *whose, rt.clock())
    else:
        outbox.add_all(tx, [NewEntry("turn", place.conversation_id, *whose)])


def _is_news(tx: Transaction, received: Received) -> bool:
    alike = received.likeness
    if alike is None:
        return True
    if alike.listed is not None:
        return arrivals.hear(tx, received.account, alike.listed)
    return arrivals.comes(tx, received.account, alike.digest, received.provider_reference)


def _park(tx: Transaction, found: Unreadable) -> None:
    body_id = parked_bodies.keep(tx, found.provider, found.reason, found.raw)
    _log.error("Parked a webhook", body=str(body_id), reason=found.reason)


def _begin(tx: Transaction, received: Received, address: Address) -> Place:
    return places.begin(
        tx,
        NewConversation(
            person_id=address.person_id,
            address_id=address.id,
            account=received.account,
            channel=received.channel,
            reply_to=received.address,
            organization_id=organizations.only_one_of(tx, address.person_id),
        ),
    )


def _note(tx: Transaction, report: StatusReport) -> None:
    news = Report(
        report.provider,
        report.provider_reference,
        DeliveryStatus(report.status),
        report.error_code,
        report.trouble.value if report.status == "failed" else None,
        report.message_id,
        report.price,
        report.currency,
        report.category,
    )
    if not reported.report(tx, news):
        early_reports.keep(tx, news)  # Faster than our own commit, or about a stranger's.


def _storable(text: str) -> str:
    # PostgreSQL holds no NUL, and UTF-8 no lone surrogate; the raw body keeps both.
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
