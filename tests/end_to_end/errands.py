"""Work what is due in this process, in the place of a worker."""

from __future__ import annotations

from sqlalchemy import text

from engine import duties
from engine.runtime import Runtime

_DUE = text("select id from outbox where due_at <= now() and parked_at is null")


def work(rt: Runtime, rounds: int) -> None:
    """Whatever is due, until nothing is; what is never done fails after so many rounds."""
    for _ in range(rounds):
        with rt.db.every_tenant() as tx:
            ids = list(tx.execute(_DUE).scalars())
        if not ids:
            return
        for entry_id in ids:
            duties.start(rt, entry_id)
    raise AssertionError("the outbox never comes to rest")
