"""The safe path: rings what is due, and does the work itself while Redis is away."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import structlog
from sqlalchemy.exc import SQLAlchemyError

from engine import duties, sealing, upkeep
from engine.failpoints import reached
from engine.runtime import Runtime
from store import outbox
from store.database import Ring

INTERVAL_S = 0.1
LONGEST_INTERVAL_S = 5.0
BATCH = 200
LOOK_AFTER_EVERY_S = 1.0
HANDS = 4
MISSED_AFTER = timedelta(seconds=3)
"""A ring nobody answered for this long is taken for lost."""

STILL_WAITING_AFTER = timedelta(seconds=60)
"""The same while the queue is long: then rings are waiting, not lost."""

_log = structlog.get_logger(__name__)


def serve(rt: Runtime, stop: Event) -> None:
    """Sweep until told to stop; a database that is away is asked less and less often."""
    _log.info("The relay watches the outbox")
    pause_s, look_after_at = INTERVAL_S, 0.0
    with ThreadPoolExecutor(HANDS, thread_name_prefix="relay") as hands:
        while not stop.wait(pause_s):
            try:
                swept = sweep(rt, hands)
                if time.monotonic() >= look_after_at:
                    look_after(rt)
                    look_after_at = time.monotonic() + LOOK_AFTER_EVERY_S
            except SQLAlchemyError as error:
                pause_s = min(pause_s * 2, LONGEST_INTERVAL_S)
                _log.warning("The database is away", error=type(error).__name__)
            else:
                pause_s = 0 if swept == BATCH else INTERVAL_S


def sweep(rt: Runtime, hands: ThreadPoolExecutor) -> int:
    """Ring everything due that nobody is at; how many that were."""
    missed_after = STILL_WAITING_AFTER if _is_behind(rt) else MISSED_AFTER
    with rt.db.every_tenant() as tx:
        rings = outbox.ring_due(tx, missed_after=missed_after, most=BATCH)
    if not rings:
        return 0
    reached("relay.marked")
    if not rt.bell.ring(rings):
        _work(rt, rings, hands)
    reached("relay.rung")
    return len(rings)


def look_after(rt: Runtime) -> None:
    """What follows the work within about a second."""
    sealing.seal(rt)
    upkeep.settle_early_reports(rt)
    upkeep.follow_clock(rt)


def _is_behind(rt: Runtime) -> bool:
    return any(rt.bell.waiting(kind) > HANDS for kind in duties.DUTIES)


def _work(rt: Runtime, rings: Sequence[Ring], hands: ThreadPoolExecutor) -> None:
    with rt.db.every_tenant() as tx:
        outbox.not_rung(tx, [ring.entry_id for ring in rings])
    list(hands.map(lambda ring: duties.start(rt, ring.entry_id), rings))
