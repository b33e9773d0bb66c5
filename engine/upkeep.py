"""What must be looked after now and then, beside the work."""

from __future__ import annotations

from datetime import timedelta

import structlog

from engine.runtime import Runtime
from store import early_reports, outbox, parked_bodies, reported

PARKED_BODIES_ARE_KEPT = timedelta(days=90)
"""They hold what people wrote: as long as somebody may still want to try them again."""

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


DUTIES = (settle_early_reports, follow_clock, forget_parked_bodies)
