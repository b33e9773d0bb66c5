"""How much work 10,000 due appointments are until all their reminders are written."""

from __future__ import annotations

import multiprocessing
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

sys.path.insert(0, str(Path(__file__).parents[1]))

from sqlalchemy import text

from benchmarks.shops import found_shop, meet_owner, silent_engine
from engine import consequences, duties, starters
from engine.automation import publishing as workflows
from engine.consequences import Fact
from engine.context.desk import Desk
from engine.runtime import Runtime
from karani import embedded
from store import migrate
from store.events import Event

APPOINTMENTS = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
SHOPS, PROCESSES, THREADS = 100, 2, 4
AT_ONCE = 100


@dataclass(frozen=True)
class Shop:
    """One organization of the measurement."""

    id: UUID
    owner: UUID


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="karani-bench-") as folder:
        Path(folder).chmod(0o755)  # As root the servers run as somebody else.
        with embedded.services(Path(folder)) as services:
            migrate.upgrade(services.database_url)
            measured(Path(folder), services.database_url, services.redis_url)


def measured(folder: Path, database_url: str, redis_url: str) -> None:
    rt = silent_engine(database_url, redis_url)
    shops = [make_shop(rt, number) for number in range(SHOPS)]
    for shop in shops:
        book(rt, shop)
    with rt.db.every_tenant() as tx:
        tx.execute(text("update outbox set due_at = now() where kind = 'timer'"))
        due = [row[0] for row in tx.execute(text(DUE))]
    before, began = server_s(folder), time.monotonic()
    context = multiprocessing.get_context("spawn")
    with context.Pool(PROCESSES) as pool:
        jobs = [(database_url, redis_url, due[place::PROCESSES]) for place in range(PROCESSES)]
        pool.starmap(work, jobs)
    wall = time.monotonic() - began
    busy = server_s(folder) - before
    with rt.db.every_tenant() as tx:
        written = tx.execute(text("select count(*) from outbound_messages")).scalar_one()
        times = tx.execute(text(SPREAD)).one()
    rt.close()
    assert written == APPOINTMENTS, written
    print(
        f"{APPOINTMENTS:,} reminders written once each: {busy:.1f} s of the database,"
        f" {wall:.1f} s with {PROCESSES} processes of {THREADS} threads"
        f" ({APPOINTMENTS / wall:,.0f}/s); first to last due to be sent: {times[0]}"
    )


def make_shop(rt: Runtime, number: int) -> Shop:
    owner = meet_owner(rt, number)
    with rt.db.tenant(None, owner) as tx:
        organization = found_shop(tx, number, owner)
        document = starters.document("appointment_reminder", {})
        workflows.create(Desk(rt, tx, organization), document, by=owner)
    return Shop(organization, owner)


def book(rt: Runtime, shop: Shop) -> None:
    """Its part of the appointments, all a day and a minute from now."""
    left = APPOINTMENTS // SHOPS
    at = rt.clock() + timedelta(days=1, minutes=10)
    for start in range(0, left, AT_ONCE):
        with rt.db.tenant(shop.id) as tx:
            desk = Desk(rt, tx, shop.id)
            facts = [
                Fact(_event(desk, shop, f"Customer {place}", at.isoformat()))
                for place in range(start, min(start + AT_ONCE, left))
            ]
            consequences.follow(desk, facts)


def work(database_url: str, redis_url: str, due: Sequence[UUID]) -> None:
    rt = silent_engine(database_url, redis_url)
    with ThreadPoolExecutor(THREADS) as hands:
        list(hands.map(lambda entry: duties.start(rt, entry), due))
    rt.close()


def server_s(folder: Path) -> float:
    """The processor time of all the server's connections that are over (Linux)."""
    (pid_file,) = folder.rglob("postmaster.pid")
    pid = pid_file.read_text().splitlines()[0]
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")


def _event(desk: Desk, shop: Shop, name: str, at: str) -> Event:
    return Event(
        organization_id=shop.id,
        type="APPOINTMENT_SCHEDULED",
        source="bench",
        person_id=shop.owner,
        message_id=None,
        payload={"customer": None, "name": name, "at": at},
        occurred_at=desk.now,
    )


DUE = "select id from outbox where kind = 'timer' order by due_at, id"
SPREAD = "select max(due_at) - min(due_at) from outbox where kind = 'delivery'"

if __name__ == "__main__":
    main()
