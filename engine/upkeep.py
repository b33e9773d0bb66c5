"""What must be looked after now and then, beside the work."""

from __future__ import annotations

import structlog

from engine.runtime import Runtime
from store import early_reports, outbound, outbox

_log = structlog.get_logger(__name__)


def settle_early_reports(rt: Runtime) -> None:
    """Take the status reports that were faster than our own transaction."""
    with rt.db.every_tenant() as tx:
        reports = early_reports.claimed(tx)
        for report in reports.values():
            outbound.report(tx, report)
        early_reports.drop(tx, list(reports))


def follow_clock(rt: Runtime) -> None:
    """Let nothing wait an hour because the database's clock was set back by one."""
    with rt.db.every_tenant() as tx:
        moved = outbox.follow_clock(tx)
    if moved:
        _log.warning("The database's clock jumped back", entries=moved)
