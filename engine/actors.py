"""The bells that Dramatiq rings: one actor a queue, each only unpacks an id."""

from __future__ import annotations

from threading import Event
from uuid import UUID

import dramatiq
import structlog
from dramatiq import Worker

from engine import duties
from engine.runtime import Runtime
from engine.tools.broker import QUEUES

THREADS = 6

_log = structlog.get_logger(__name__)


def declare(rt: Runtime) -> None:
    """Give every queue its actor."""

    def start(entry_id: str) -> None:
        duties.start(rt, UUID(entry_id))

    for queue in set(QUEUES.values()):
        # Turns first: a provider that is slow keeps nobody from being heard.
        dramatiq.actor(
            actor_name=queue.actor,
            queue_name=queue.name,
            priority=queue.priority,
            broker=rt.broker,
        )(start)


def serve(rt: Runtime, stop: Event) -> None:
    """Answer the bell until told to stop; what is in work is finished first."""
    declare(rt)
    worker = Worker(rt.broker, worker_threads=THREADS, worker_timeout=100)
    worker.start()
    _log.info("The worker listens", queues=sorted(rt.broker.get_declared_queues()))
    stop.wait()
    worker.stop(timeout=20_000)
    rt.carriers.close()
    rt.broker.close()
