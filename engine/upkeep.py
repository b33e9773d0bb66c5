"""What must be looked after now and then, beside the work."""

from __future__ import annotations

from engine.runtime import Runtime
from store import early_reports, outbound


def settle_early_reports(rt: Runtime) -> None:
    """Take the status reports that were faster than our own transaction."""
    with rt.db.every_tenant() as tx:
        reports = early_reports.claimed(tx)
        for report in reports.values():
            outbound.report(tx, report)
        early_reports.drop(tx, list(reports))
