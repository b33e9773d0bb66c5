"""The audit's chains: every tampering shows, by number; nobody waits for a chain's end."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from structlog.testing import capture_logs

from engine.audit import sealing
from engine.runtime import Runtime
from store import audit, chain
from store.audit import AuditEntry
from store.base import new_id
from store.chain import Link
from store.database import Database
from tests.engine.world import AMINA, CHAUSIKU, World
from tests.services import Cluster

Tamper = Callable[[str], None]


@pytest.fixture(name="shop")
def _shop(world: World) -> UUID:
    shop = world.registers(AMINA, "Duka la Amina")
    for _ in range(3):
        world.says(AMINA, "sold sugar 300")
    return shop


@pytest.fixture(name="tamper")
def _tamper(cluster: Cluster, world: World) -> Tamper:
    """Somebody with the database in their hands: no policy binds a superuser."""
    name = world.rows("select current_database()")[0][0]

    def execute(statement: str) -> None:
        with cluster.postgres.superuser(str(name)) as cursor:
            cursor.execute(statement)

    return execute


def faults(world: World) -> list[tuple[int, str]]:
    return [(fault.sequence, fault.what) for fault in sealing.verify(world.rt)]


def test_every_entry_is_sealed_once_without_a_gap(world: World, shop: UUID) -> None:
    sealed = sealing.seal(world.rt)

    assert sealed > 0
    assert sealing.seal(world.rt) == 0
    assert world.rows("select sequence from audit_entries order by sequence") == [
        (number,) for number in range(1, sealed + 1)
    ]
    assert faults(world) == []


@pytest.mark.parametrize(
    ("statement", "number", "what"),
    [
        ("update audit_entries set action = 'DELETE' where sequence = 2", 2, "was changed"),
        ("update audit_entries set after = '{}' where sequence = 3", 3, "has other values"),
        ("update audit_entries set at = at + interval '1 s' where sequence = 4", 4, "was cha"),
        ("delete from audit_entries where sequence = 3", 3, "is missing"),
        (
            (
                "update audit_entries a set hash = b.hash, digest = b.digest"
                " from audit_entries b where a.sequence = 2 and b.sequence = 3"
            ),
            2,
            "has other values",
        ),
        (
            "delete from audit_entries where sequence > 4",
            0,
            "does not end at its head",
        ),
    ],
)
def test_tampering_shows_by_number(
    world: World, shop: UUID, tamper: Tamper, statement: str, number: int, what: str
) -> None:
    count = sealing.seal(world.rt)

    tamper(statement)

    found = faults(world)
    assert found
    assert found[0][0] == (number or count)
    assert what in found[0][1]


def test_swapped_entries_show(world: World, shop: UUID, tamper: Tamper) -> None:
    sealing.seal(world.rt)

    tamper(
        "drop index uq_audit_entries_place;"
        "update audit_entries set sequence = 5 - sequence where sequence in (2, 3)"
    )

    assert [number for number, _ in faults(world)][:2] == [2, 3]


def test_erased_values_leave_the_chain_whole(world: World, shop: UUID, tamper: Tamper) -> None:
    sealing.seal(world.rt)

    tamper("update audit_entries set after = null, erased_at = now() where sequence = 2")

    assert faults(world) == []


def test_values_in_an_entry_that_is_said_to_be_erased_show(
    world: World, shop: UUID, tamper: Tamper
) -> None:
    sealing.seal(world.rt)

    tamper("update audit_entries set after = '{}', erased_at = now() where sequence = 2")

    assert faults(world) == [(2, "is marked as erased but has values")]


def test_a_cut_end_shows_even_when_the_head_went_along(
    world: World, shop: UUID, tamper: Tamper
) -> None:
    sealing.seal(world.rt)

    tamper("delete from audit_heads; delete from audit_entries where sequence > 4")

    assert faults(world) == [(5, "does not end at its head")]


def test_a_chain_that_grows_while_it_is_checked_is_whole(world: World, shop: UUID) -> None:
    sealing.seal(world.rt)

    with world.rt.db.every_tenant() as tx:
        head, links = chain.whole(tx, shop)
        world.says(AMINA, "sold bread 65")
        assert sealing.seal(world.rt) > 0

        assert list(sealing.faults(shop, head, links)) == []
    assert faults(world) == []


def test_one_pass_seals_every_chain_however_many_there_are(
    world: World, shop: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "PAGE", 1)
    world.registers(CHAUSIKU, "Jirani")

    assert sealing.seal(world.rt) > 0

    assert world.rows("select count(*) from audit_entries where sequence is null") == [(0,)]


def test_a_broken_chain_does_not_keep_the_others_from_being_sealed(
    world: World, shop: UUID, tamper: Tamper
) -> None:
    world.registers(CHAUSIKU, "Jirani")
    sealing.seal(world.rt)
    tamper(f"delete from audit_heads where organization_id = '{shop}'")
    world.says(AMINA, "sold bread 65")
    world.says(CHAUSIKU, "sold soap 40")

    with capture_logs() as logs:
        assert sealing.seal(world.rt) > 0

    assert world.rows(
        "select distinct organization_id from audit_entries where sequence is null"
    ) == [(shop,)]
    assert [(log["organization"], log["error"]) for log in logs] == [
        (str(shop), "UniqueViolation")
    ]
    assert "sold" not in str(logs)


def test_without_a_database_no_chain_is_blamed_for_long(
    world: World, shop: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(rt: Runtime, organization_id: UUID) -> int:
        raise ConnectionError

    monkeypatch.setattr(sealing, "_seal_all", away)
    monkeypatch.setattr(Database, "is_reachable", lambda _: False)

    with pytest.raises(ConnectionError):
        sealing.seal(world.rt)


def test_a_chain_in_other_hands_is_left_to_them(world: World, shop: UUID) -> None:
    sealing.seal(world.rt)
    world.says(AMINA, "sold sugar 300")

    with world.rt.db.every_tenant() as held:
        held.connection.exec_driver_sql("select 1 from audit_heads for update")
        assert sealing.seal(world.rt) == 0

    assert sealing.seal(world.rt) > 0


def test_many_writers_and_sealers_make_no_fork_and_no_gap(world: World, shop: UUID) -> None:
    def write(_: int) -> None:
        with world.rt.db.tenant(shop) as tx:
            audit.append(
                tx, AuditEntry(shop, "UPDATE", "test", new_id(), None, "test", after={"n": 1})
            )

    with ThreadPoolExecutor(6) as hands:
        written = hands.map(write, range(200))
        sealed = hands.map(lambda _: sealing.seal(world.rt), range(40))
        list(written)
        list(sealed)
    sealing.seal(world.rt)

    assert faults(world) == []
    assert world.rows("select count(*) from audit_entries where sequence is null") == [(0,)]


def test_a_writer_does_not_wait_for_the_end_of_the_chain(world: World, shop: UUID) -> None:
    sealing.seal(world.rt)

    with world.rt.db.every_tenant() as held:
        held.connection.exec_driver_sql("select 1 from audit_heads for update")
        with world.rt.db.tenant(shop) as tx:
            tx.connection.exec_driver_sql("set local lock_timeout = '200ms'")
            audit.append(tx, AuditEntry(shop, "UPDATE", "test", new_id(), None, "test"))


def test_the_hash_does_not_depend_on_the_clock_a_server_shows() -> None:
    link = Link(
        *(new_id(), new_id(), "CREATE", "event", new_id(), None, "chat", None, None),
        *(datetime(2026, 11, 23, 7, 0, tzinfo=UTC), b"salt", 1, b"digest", b"", None),
    )
    elsewhere = replace(link, at=datetime.fromisoformat("2026-11-23T10:00:00+03:00"))

    assert sealing.link_hash(link, b"") == sealing.link_hash(elsewhere, b"")
