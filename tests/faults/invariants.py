"""One checker over the whole database, for every scenario: nothing lost, nothing doubled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing

from psycopg2.extensions import cursor as Cursor  # noqa: N812 -- A class.

from engine import runtime
from engine.audit import sealing
from engine.runtime import Languages
from engine.settings import Settings
from tests.engine.world import reads
from tests.faults.rules import RULES
from tests.faults.run_rules import RUN_RULES
from tests.faults.town import Town

SETTLED = ("sent", "delivered", "read")


def check(town: Town, *, unhandled: int = 0) -> None:
    """Fail with every invariant that does not hold, and with the rows that break it.

    So many messages may be left unhandled, each behind a parked turn of its conversation.
    """
    with town.servers.cluster.postgres.superuser(town.database) as rows:
        broken = [
            *_lost(town, rows),
            *_rules(rows),
            *_sends(town, rows),
            *_parked(rows, unhandled),
            *_calls(town, rows),
        ]
    broken += _chains(town)
    town.is_sound = not broken
    assert not broken, "\n".join(broken)


def statuses(town: Town) -> Counter[str]:
    """How many outbound messages there are of each delivery status."""
    with town.servers.cluster.postgres.superuser(town.database) as rows:
        rows.execute("select status::text from outbound_messages")
        return Counter(status for (status,) in rows.fetchall())


def _lost(town: Town, rows: Cursor) -> Iterator[str]:
    rows.execute("select provider_reference from inbound_messages")
    stored = Counter(reference for (reference,) in rows.fetchall())
    if lost := [sid for sid in town.crowd.acknowledged if stored[sid] != 1]:
        yield f"I1 acknowledged and not stored once: {lost}"


def _rules(rows: Cursor) -> Iterator[str]:
    for name, query in {**RULES, **RUN_RULES}.items():
        rows.execute(query)
        if found := rows.fetchall():
            yield f"{name}: {found[:5]} and so on, {len(found)} in all"


def _sends(town: Town, rows: Cursor) -> Iterator[str]:
    """What the provider took, against what the database says of it."""
    taken = Counter((sent.to, sent.body) for sent in town.provider.sent)
    sids = {(sent.to, sent.body): sent.sid for sent in town.provider.sent}
    rows.execute(
        "select recipient, body, status::text, provider_reference from outbound_messages"
    )
    for recipient, body, status, reference in rows.fetchall():
        times = taken.pop((recipient, body), 0)
        allowed = {1} if status in SETTLED else {0, 1} if status == "unknown" else {0}
        if times not in allowed:
            yield f"I5 taken {times} times, and {status}: {body!r}"
        if status in SETTLED and reference != sids.get((recipient, body)):
            yield f"I5 {status} under the reference {reference} of another: {body!r}"
    if taken:
        yield f"I5 taken, but nobody knows of it: {list(taken)[:5]}"


def _parked(rows: Cursor, unhandled: int) -> Iterator[str]:
    rows.execute(
        "select kind, parked_reason, strikes, attempts from outbox where parked_at is not null"
    )
    parked = rows.fetchall()
    rows.execute("select count(*) from inbound_messages where handled_at is null")
    (left,) = rows.fetchone() or (0,)
    if (len(parked), left) != (unhandled, unhandled):
        yield f"I6 {left} unhandled, {len(parked)} parked: {parked[:5]}; expected {unhandled}"


def _calls(town: Town, rows: Cursor) -> Iterator[str]:
    """What the receiver carried out, against the steps that called it."""
    rows.execute("""
        select run_id || '-' || (sequence - attempt + 1) from step_runs
        where type = 'call' and status = 'done'
    """)
    wanted = {key for (key,) in rows.fetchall()}
    carried_out = set(town.receiver.carried_out)
    if wanted != carried_out or town.receiver.quarrels:
        lost, strange = wanted - carried_out, carried_out - wanted
        yield f"I10 calls lost {lost}, strange {strange}, mixed {town.receiver.quarrels}"


def _chains(town: Town) -> list[str]:
    settings = Settings(
        database_url=town.servers.cluster.postgres.url(town.database),
        redis_url=town.servers.cluster.redis_url,
    )
    with closing(runtime.build(settings, Languages(reads, {}))) as rt:
        return [f"I8 {fault}" for fault in sealing.verify(rt)]
