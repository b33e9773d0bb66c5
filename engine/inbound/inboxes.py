"""Read a provider's list of what came in every few minutes, and hear what never reached us.

What stands there has another id than what came by itself: the arrivals tell them for one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial

import structlog

from engine.channels.base import ChannelError, Received
from engine.channels.inbox import Inbox, Listed, inboxes
from engine.inbound import intake
from engine.runtime import Runtime
from engine.upkeep import ARRIVALS_ARE_KEPT
from engine.work import Afterwards
from store import archives, arrivals, outbox
from store.archives import Archive
from store.arrivals import Place
from store.database import Transaction
from store.outbox import OutboxEntry

KIND = "inbox"
ON_ITS_WAY = timedelta(minutes=10)
"""So long after it was first seen in the list a message may still come by itself."""

SETTLING = timedelta(hours=1)
"""So long a list is only compared: what came before we noted arrivals is not heard again."""

UNREAD = ARRIVALS_ARE_KEPT - timedelta(days=5)
"""A list that was not read for so long is only compared again."""

LEASE = timedelta(minutes=5)
MOST_PAGES = 50

_log = structlog.get_logger(__name__)


def look(rt: Runtime, tx: Transaction, entry: OutboxEntry) -> Afterwards | None:
    """Begin to read a list; the reading comes after the commit, a page at a time."""
    archive = archives.get(tx, entry.subject_id)
    found = {inbox.account: inbox for inbox in inboxes(rt.channels.values())}
    inbox = found.get(archive.account)
    if inbox is None or outbox.has_another(tx, entry):
        outbox.done(tx, entry.id)
        return None
    outbox.postpone(tx, entry.id, LEASE)
    return partial(_read, rt, entry, inbox)


def _read(rt: Runtime, entry: OutboxEntry, inbox: Inbox) -> None:
    with rt.db.every_tenant() as tx:
        archive = archives.begin(tx, entry.subject_id, inbox.mark, UNREAD)
    try:
        missed = _pages(rt, entry, archive, inbox)
    except ChannelError as error:
        provider = archive.account.partition(":")[0]
        _log.warning("A list cannot be read", provider=provider, code=error.code)
        missed = 0
    if missed:
        _log.warning("Heard what had never reached us", messages=missed)
    with rt.db.tenant(None) as tx:
        outbox.done(tx, entry.id)  # The next round goes on where this one has stopped.


def _pages(rt: Runtime, entry: OutboxEntry, archive: Archive, inbox: Inbox) -> int:
    missed, cursor = 0, archive.cursor
    for _ in range(MOST_PAGES):
        page = inbox.after(cursor)
        if not page or page[-1].id == cursor:
            with rt.db.every_tenant() as tx:
                archives.is_read(tx, archive.id, SETTLING)
            break
        due, settled = _sort(rt, entry, archive, page)
        for one in due:
            intake.take(rt, [one])
        missed += len(due)
        cursor = settled if settled is not None else cursor
        with rt.db.every_tenant() as tx:
            archives.keep(tx, archive.id, cursor)
        if settled != page[-1].id:
            break  # The rest may still come by itself.
    return missed


def _sort(
    rt: Runtime, entry: OutboxEntry, archive: Archive, page: Sequence[Listed]
) -> tuple[Sequence[Received], str | None]:
    """What of a page is to be heard, and the last line before the first that still waits."""
    due, settled, waits = list[Received](), None, False
    with rt.db.every_tenant() as tx:
        outbox.postpone(tx, entry.id, LEASE)
        for line in page:
            place = _place(tx, archive, line.received)
            waits = waits or place is Place.WAITS
            settled = settled if waits else line.id
            if place is Place.DUE and line.received is not None:
                due.append(_not_ahead(rt, line.received))
    return due, settled


def _place(tx: Transaction, archive: Archive, received: Received | None) -> Place:
    if received is None or received.likeness is None or received.likeness.listed is None:
        return Place.SETTLED
    return arrivals.is_listed(
        tx,
        archive.account,
        received.likeness.digest,
        received.likeness.listed,
        patience=ON_ITS_WAY,
        adds=archive.is_heard,
    )


def _not_ahead(rt: Runtime, received: Received) -> Received:
    """Nothing was said later than now, whatever clock the list goes by."""
    at = received.sent_at
    return replace(received, sent_at=min(at, rt.clock())) if at else received
