"""Look through a provider's list of what came in, and hear what never reached us."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from itertools import islice

import structlog

from engine.channels import base
from engine.channels.base import ChannelError, Received
from engine.inbound import intake
from engine.runtime import Runtime
from engine.work import Afterwards
from store import archives, inbound, outbox
from store.archives import Archive
from store.database import Transaction
from store.outbox import OutboxEntry

KIND = "archive"

BACK = timedelta(days=2)
"""How far: a night that went wrong is made up for by the next one."""

ON_ITS_WAY = timedelta(minutes=10)
"""So long a message may still come by itself, with all that the list leaves out."""

LEASE = timedelta(minutes=5)
MOST_PAGES = 100
TRIES = 5
ASK_AGAIN = timedelta(minutes=10)

_log = structlog.get_logger(__name__)


def look(rt: Runtime, tx: Transaction, entry: OutboxEntry) -> Afterwards | None:
    """Begin to read an archive; the reading comes after the commit, a page at a time."""
    archive = archives.get(tx, entry.subject_id)
    channel = rt.channels.get(archive.account.partition(":")[0])
    if channel is None or channel.archive is None:
        outbox.done(tx, entry.id)
        return None
    outbox.postpone(tx, entry.id, LEASE)
    return partial(_read, rt, entry, archive, channel.archive)


def _read(rt: Runtime, entry: OutboxEntry, archive: Archive, kept: base.Archive) -> None:
    since = max(archive.known_at, rt.clock() - BACK)
    missed = pages = 0
    try:
        for page in islice(kept.pages(archive.account, since), MOST_PAGES):
            missed += _hear(rt, entry, archive, kept, page)
            pages += 1
    except ChannelError as error:
        _later(rt, entry, archive, error)
        return
    if missed or pages == MOST_PAGES:
        _log.warning(
            "Heard what had never reached us",
            provider=archive.account.partition(":")[0],
            messages=missed,
            all_read=pages < MOST_PAGES,
        )
    with rt.db.tenant(None) as tx:
        outbox.done(tx, entry.id)


def _hear(
    rt: Runtime,
    entry: OutboxEntry,
    archive: Archive,
    kept: base.Archive,
    page: Sequence[Received],
) -> int:
    """Take in what of a page is unknown; how many that were."""
    until = rt.clock() - ON_ITS_WAY
    came = [one for one in page if one.sent_at is not None and one.sent_at <= until]
    with rt.db.every_tenant() as tx:
        known = inbound.known(tx, archive.account, [one.provider_reference for one in came])
        outbox.postpone(tx, entry.id, LEASE)
    missed = [one for one in came if one.provider_reference not in known]
    if missed:
        # In the order in which they were said, which times in whole seconds do not tell.
        intake.take(rt, [_whole(kept, one) for one in reversed(missed)])
    return len(missed)


def _whole(kept: base.Archive, one: Received) -> Received:
    try:
        return kept.whole(one)
    except ChannelError as error:
        if error.retryable or error.ambiguous:
            raise
        return one  # What came with it is gone; what was said is not.


def _later(rt: Runtime, entry: OutboxEntry, archive: Archive, error: ChannelError) -> None:
    provider = archive.account.partition(":")[0]
    _log.warning("An archive cannot be read", provider=provider, code=error.code)
    with rt.db.tenant(None) as tx:
        if entry.attempts + 1 < TRIES:
            wait = ASK_AGAIN if error.after is None else error.after
            outbox.postpone(tx, entry.id, wait, failures=1)
        else:
            outbox.done(tx, entry.id)  # The next night looks back over this one.
