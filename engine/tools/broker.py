"""The doorbell: Dramatiq over Redis carries the ids of outbox entries, and nothing else."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import redis
import structlog
from dramatiq import Message
from dramatiq.brokers.redis import RedisBroker
from dramatiq.middleware import AgeLimit, ShutdownNotifications
from redis.backoff import NoBackoff
from redis.retry import Retry

from engine.tools.failpoints import reached
from store.database import Ring

_log = structlog.get_logger(__name__)

PAUSE_S = 5.0
"""After a failure nobody waits for Redis again until this is over: the relay does the work."""


@dataclass(frozen=True, slots=True)
class Queue:
    """Where entries of one kind are rung, and the actor that answers; low numbers go first."""

    name: str
    actor: str
    priority: int


QUEUES: Mapping[str, Queue] = {
    "turn": Queue("turns", "take_turn", 0),
    "delivery": Queue("deliveries", "deliver", 10),
    "digest": Queue("deliveries", "deliver", 10),
    "failure": Queue("deliveries", "deliver", 10),
    "timer": Queue("runs", "advance_run", 5),
    "retry": Queue("runs", "advance_run", 5),
    "approval": Queue("runs", "advance_run", 5),
    "rung_sms": Queue("runs", "advance_run", 5),
    "rung_call": Queue("runs", "advance_run", 5),
    "schedule": Queue("runs", "advance_run", 5),
    "wake": Queue("runs", "advance_run", 5),
    "reminder": Queue("runs", "advance_run", 5),
    "call": Queue("errands", "run_errand", 20),
    "ai": Queue("errands", "run_errand", 20),
    "reading": Queue("errands", "run_errand", 20),
    "notice": Queue("deliveries", "deliver", 10),
    "invitation": Queue("deliveries", "deliver", 10),
    "payment": Queue("deliveries", "deliver", 10),
    "debt_reminder": Queue("deliveries", "deliver", 10),
    "code": Queue("deliveries", "deliver", 10),
    "erasure": Queue("errands", "run_errand", 20),
    "subscription": Queue("errands", "run_errand", 20),
    "export": Queue("errands", "run_errand", 20),
    "archive": Queue("errands", "run_errand", 20),
    "inbox": Queue("errands", "run_errand", 20),
}


def connect(redis_url: str) -> RedisBroker:
    """A broker that waits at most half a second and repeats nothing by itself."""
    client = redis.Redis.from_url(
        redis_url,
        socket_connect_timeout=0.25,
        socket_timeout=0.5,
        retry=Retry(NoBackoff(), 0),
    )
    return RedisBroker(  # type: ignore[no-untyped-call] # Dramatiq leaves it untyped.
        client=client,
        middleware=[AgeLimit(), ShutdownNotifications()],
        heartbeat_timeout=15_000,
        maintenance_chance=100_000,
    )


class Bell:
    """Rings entries; a ring that fails is no loss, only a delay."""

    def __init__(self, broker: RedisBroker) -> None:
        self._broker = broker
        self._silent_until = 0.0

    @property
    def is_silent(self) -> bool:
        """Whether Redis failed a moment ago and is left alone."""
        return time.monotonic() < self._silent_until

    def ring(self, rings: Sequence[Ring]) -> bool:
        """Announce entries; False if they could not all be."""
        if self.is_silent:
            return False
        reached("bell.before_ring")
        try:
            for ring in rings:
                self._broker.enqueue(_message(ring))
        except redis.RedisError as error:
            self._silent_until = time.monotonic() + PAUSE_S
            _log.warning("Redis does not answer; the relay does the work", error=repr(error))
            return False
        return True

    def waiting(self, kind: str) -> int:
        """How many rings of a kind nobody has picked up yet; 0 while Redis is away."""
        if self.is_silent:
            return 0
        # Dramatiq's own count holds rings that a worker took and lost: for as long as it lives.
        queue = f"{self._broker.namespace}:{QUEUES[kind].name}"
        try:
            return int(self._broker.client.llen(queue))
        except redis.RedisError:
            return 0

    def is_reachable(self) -> bool:
        """Whether Redis answers."""
        try:
            return bool(self._broker.client.ping())
        except redis.RedisError:
            return False


def _message(ring: Ring) -> Message[None]:
    queue = QUEUES[ring.kind]
    return Message(
        queue_name=queue.name,
        actor_name=queue.actor,
        args=(str(ring.entry_id),),
        kwargs={},
        options={},
    )
