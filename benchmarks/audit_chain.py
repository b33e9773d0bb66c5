"""How fast eight writers fill one audit while it is sealed behind them, and that it holds."""

from __future__ import annotations

import gettext
import statistics
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

sys.path.insert(0, str(Path(__file__).parents[1]))

from bot.nlu.understanding import Outcome, Understanding
from engine import runtime
from engine.audit import sealing
from engine.runtime import Languages, Runtime
from engine.settings import Settings
from store import audit, people
from store.audit import AuditEntry
from store.base import new_id
from store.organizations import NewOrganization, found
from tests.services import cluster

WRITERS = 8
SILENT = Languages(
    lambda *_: Understanding(Outcome.NONE, "en"), {"en": gettext.NullTranslations()}
)
SECONDS = float(sys.argv[1]) if len(sys.argv) > 1 else 10.0


def main() -> None:
    with cluster() as servers:
        servers.migrate_template()
        with servers.database() as url:
            settings = Settings(database_url=url, redis_url=servers.redis_url)
            # Two processes in life: the sealer has connections of its own.
            writing, sealer = (runtime.build(settings, SILENT) for _ in range(2))
            measure(writing, sealer, make_shop(writing))
            writing.close()
            sealer.close()


def make_shop(rt: Runtime) -> UUID:
    with rt.db.every_tenant() as tx:
        owner = people.meet(tx, "phone", "+254711000001", "KE").person_id
    with rt.db.tenant(None, owner) as tx:
        shop = NewOrganization("Duka la Amina", "KE", "KES", "Africa/Nairobi", "sw")
        return found(tx, shop)


def measure(rt: Runtime, sealer: Runtime, shop: UUID) -> None:
    end, over = time.monotonic() + SECONDS, threading.Event()

    def write(_: int) -> list[float]:
        waits = []
        while time.monotonic() < end:
            began = time.monotonic()
            with rt.db.tenant(shop) as tx:
                entry = AuditEntry(shop, "UPDATE", "test", new_id(), None, "bench")
                audit.append(tx, entry)
            waits.append((time.monotonic() - began) * 1000)
        return waits

    def seal() -> None:
        while not over.wait(0.2):
            sealing.seal(sealer)

    behind = threading.Thread(target=seal)
    behind.start()
    with ThreadPoolExecutor(WRITERS) as hands:
        waits = sorted(wait for waits in hands.map(write, range(WRITERS)) for wait in waits)
    over.set()
    behind.join()
    at_the_end = rest(sealer)
    faults = list(sealing.verify(rt))
    print(
        f"audit, {WRITERS} writers for {SECONDS:.0f} s: {len(waits) / SECONDS:,.0f} entries/s,"
        f" write median {statistics.median(waits):.1f} ms, slowest {waits[-1]:.0f} ms;"
        f" {at_the_end:,} of {len(waits):,} sealed after the end, forks and gaps: {len(faults)}"
    )
    assert not faults


def rest(sealer: Runtime) -> int:
    count = 0
    while sealed := sealing.seal(sealer):
        count += sealed
    return count


if __name__ == "__main__":
    main()
