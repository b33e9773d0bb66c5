"""The safe path: rings what is due, and does the work itself while Redis is away."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import structlog
from sqlalchemy.exc import SQLAlchemyError

from engine import duties, upkeep
from engine.audit import sealing
from engine.runtime import Runtime
from engine.tools.broker import QUEUES
from engine.tools.failpoints import reached
from engine.tools.telling import name, where
from store import outbox
from store.database import Ring

INTERVAL_S = 0.1
LONGEST_INTERVAL_S = 5.0
BATCH = 200
BATCH_ALONE = 8
"""How many the relay takes on itself at once: it must hear a stop, and keep sealing."""

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
                swept = sweep(rt, hands, stop)
                if time.monotonic() >= look_after_at:
                    look_after(rt)
                    look_after_at = time.monotonic() + LOOK_AFTER_EVERY_S
            except SQLAlchemyError as error:
                pause_s = _longer(pause_s)
                _log.warning("The database is away", error=name(error))
            except Exception as error:  # noqa: BLE001 -- The safe path does not end.
                pause_s = _longer(pause_s)
                _log.error("A sweep failed", error=name(error), where=where(error))
            else:
                pause_s = 0 if swept >= BATCH_ALONE else INTERVAL_S
    rt.carriers.close()


def sweep(rt: Runtime, hands: ThreadPoolExecutor, stop: Event) -> int:
    """Ring everything due that nobody is at; how many that were."""
    missed_after = STILL_WAITING_AFTER if _is_behind(rt) else MISSED_AFTER
    most = BATCH_ALONE if rt.bell.is_silent else BATCH
    with rt.db.every_tenant() as tx:
        rings = outbox.ring_due(tx, list(QUEUES), missed_after=missed_after, most=most)
    if not rings:
        return 0
    reached("relay.marked")
    if not rt.bell.ring(rings):
        _work(rt, rings, hands, stop)
    reached("relay.rung")
    return len(rings)


def look_after(rt: Runtime) -> None:
    """What follows the work within about a second."""
    for duty in (sealing.seal, *upkeep.DUTIES):
        try:
            duty(rt)
        except SQLAlchemyError as error:  # Each for itself: one must not stop the others.
            _log.warning("Upkeep failed", error=name(error), where=where(error))


def _longer(pause_s: float) -> float:
    return min(max(pause_s, INTERVAL_S) * 2, LONGEST_INTERVAL_S)


def _is_behind(rt: Runtime) -> bool:
    return any(rt.bell.waiting(kind) > HANDS for kind in duties.DUTIES)


def _work(rt: Runtime, rings: Sequence[Ring], hands: ThreadPoolExecutor, stop: Event) -> None:
    # They stay marked as rung: should one of them kill us, it is suspect from then on.
    def start(ring: Ring) -> None:
        if not stop.is_set():
            duties.start(rt, ring.entry_id)

    list(hands.map(start, rings))
