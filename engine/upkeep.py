"""What must be looked after now and then, beside the work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

import structlog

from engine.audit import signing
from engine.channels.inbox import inboxes
from engine.runtime import Runtime
from store import (
    archives,
    arrivals,
    early_reports,
    exports,
    idempotency,
    one_time_codes,
    outbox,
    parked_bodies,
    reported,
    retention,
    sessions,
    subscription_deliveries,
    ussd,
)
from store.database import Transaction

CODES_ARE_SHOWN = one_time_codes.LASTS
CODES_ARE_KEPT = timedelta(hours=2)
"""As long as they count against the next ones."""
SIGN_INS_ARE_KEPT = timedelta(days=90)
"""Behind their end: as long as they tell whether somebody is still there."""
ANSWERS_ARE_KEPT = timedelta(days=1)
SESSIONS_ARE_KEPT = timedelta(hours=1)
PARKED_BODIES_ARE_KEPT = timedelta(days=90)
"""They hold what people wrote: as long as somebody may still want to try them again."""

DELIVERIES_ARE_KEPT = timedelta(days=30)
ARRIVALS_ARE_KEPT = timedelta(days=30)
INBOXES_EVERY = timedelta(minutes=3)

PREPARED_WITHIN = timedelta(hours=24)
"""An export that is not ready by then was left behind by its process."""

NIGHT = range(1, 5)
"""Hours on East Africa's clock in which old messages are gone through."""
HOME_ZONE = ZoneInfo("Africa/Nairobi")
ONCE_A_NIGHT = timedelta(hours=12)
BATCH = 1000

_log = structlog.get_logger(__name__)


def settle_early_reports(rt: Runtime) -> None:
    """Take the status reports that were faster than our own transaction."""
    with rt.db.every_tenant() as tx:
        reports = early_reports.claimed(tx)
        for report in reports.values():
            reported.report(tx, report)
        early_reports.drop(tx, list(reports))


def follow_clock(rt: Runtime) -> None:
    """Let nothing wait an hour because the database's clock was set back by one."""
    with rt.db.every_tenant() as tx:
        moved = outbox.follow_clock(tx)
    if moved:
        _log.warning("The database's clock jumped back", entries=moved)


def forget_parked_bodies(rt: Runtime) -> None:
    """Drop the webhook bodies that nobody has tried again for too long, and say which."""
    with rt.db.every_tenant() as tx:
        dropped = parked_bodies.drop_older_than(tx, PARKED_BODIES_ARE_KEPT)
    for body in dropped:
        _log.warning(
            "A parked body was dropped for its age",
            parked=str(body.id),
            provider=body.provider,
            since=body.received_at.isoformat(),
        )


def forget_exports(rt: Runtime) -> None:
    """Drop the files whose day is over, and those that never became ready."""
    with rt.db.every_tenant() as tx:
        exports.drop_old(tx, rt.clock(), PREPARED_WITHIN)


def forget_old_words(rt: Runtime) -> None:
    """At night, drop what was said too long ago; each time a batch, until there is no more."""
    now = rt.clock()
    if now.astimezone(HOME_ZONE).hour not in NIGHT:
        return
    words = now - timedelta(days=rt.settings.messages_kept_days)
    raw = now - timedelta(days=rt.settings.webhooks_kept_days)
    with rt.db.every_tenant() as tx:
        dropped = retention.drop_words(tx, words, BATCH) + retention.drop_raw(tx, raw, BATCH)
    if dropped:
        _log.info("Dropped the words of old messages", messages=dropped)


def sign_chains(rt: Runtime) -> None:
    """Sign where chains end, each once a day."""
    signing.sign(rt)


def forget_answers(rt: Runtime) -> None:
    """Drop the answers to requests that nobody repeats any more."""
    with rt.db.every_tenant() as tx:
        idempotency.drop(tx, rt.clock() - ANSWERS_ARE_KEPT)


def forget_codes(rt: Runtime) -> None:
    """Hide the one-time codes that were sent; forget what they were for, and old sign-ins."""
    now = rt.clock()
    with rt.db.every_tenant() as tx:
        retention.hide_codes(tx, now - CODES_ARE_SHOWN)
        one_time_codes.drop(tx, now - CODES_ARE_KEPT)
        sessions.drop(tx, now - SIGN_INS_ARE_KEPT)


def forget_sessions(rt: Runtime) -> None:
    """Drop the USSD sessions that nobody takes up any more."""
    with rt.db.every_tenant() as tx:
        ussd.forget(tx, rt.clock() - SESSIONS_ARE_KEPT)


def look_through_archives(rt: Runtime) -> None:
    """At night, have what providers keep looked through for what never reached us."""
    kept = [channel.archive for channel in rt.channels.values() if channel.archive]
    accounts = [account for archive in kept for account in archive.accounts]
    if not accounts:
        return
    with rt.db.every_tenant() as tx:
        archives.meet(tx, accounts)
        if rt.clock().astimezone(HOME_ZONE).hour in NIGHT:
            _look_through(tx, "archive", accounts, ONCE_A_NIGHT)


def look_through_inboxes(rt: Runtime) -> None:
    """Every few minutes, have the lists read that tell what came under ids of their own."""
    accounts = [inbox.account for inbox in inboxes(rt.channels.values())]
    if not accounts:
        return
    with rt.db.every_tenant() as tx:
        archives.meet(tx, accounts)
        _look_through(tx, "inbox", accounts, INBOXES_EVERY)


def _look_through(
    tx: Transaction, kind: str, accounts: Sequence[str], every: timedelta
) -> None:
    for archive_id in archives.due(tx, accounts, every):
        outbox.add(tx, kind, archive_id, organization_id=None, person_id=None)


def forget_arrivals(rt: Runtime) -> None:
    """Drop what no list is read back to any more."""
    with rt.db.every_tenant() as tx:
        arrivals.forget(tx, rt.clock() - ARRIVALS_ARE_KEPT)


def forget_deliveries(rt: Runtime) -> None:
    """Drop what other systems were told long ago; the events themselves stay."""
    with rt.db.every_tenant() as tx:
        subscription_deliveries.drop_old(tx, rt.clock() - DELIVERIES_ARE_KEPT)


DUTIES = (
    settle_early_reports,
    follow_clock,
    forget_parked_bodies,
    forget_exports,
    forget_answers,
    forget_codes,
    forget_sessions,
    forget_deliveries,
    sign_chains,
    forget_old_words,
    look_through_archives,
    look_through_inboxes,
    forget_arrivals,
)
