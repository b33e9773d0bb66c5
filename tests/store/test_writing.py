"""What a transaction may change is decided in the database, row by row and column by column."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import ProgrammingError

from store import organizations
from store.audit import audit_entries
from store.base import new_id
from store.database import Transaction
from store.organizations import NewOrganization
from tests.engine.world import AMINA, CHAUSIKU, World, world

TAKE_BACK = "update inbound_messages set handled_at = null, organization_id = :organization"
SILENCE = "update outbound_messages set status = 'failed'"
MOVE = "update conversations set organization_id = :organization"


@pytest.fixture(name="town")
def _town(database_url: str, redis_url: str) -> Iterator[World]:
    with world(database_url, redis_url) as made:
        for phone, shop in ((AMINA, "Duka la Amina"), (CHAUSIKU, "Jirani")):
            made.registers(phone, shop)
            made.says(phone, "sold sugar 300")
        yield made


@pytest.fixture(name="duka")
def _duka(town: World) -> UUID:
    return town.ids("select id from organizations where name = 'Duka la Amina'")[0]


@pytest.fixture(name="jirani")
def _jirani(town: World) -> UUID:
    return town.ids("select id from organizations where name = 'Jirani'")[0]


@pytest.fixture(name="amina")
def _amina(town: World) -> UUID:
    return town.ids(f"select person_id from addresses where value = '{AMINA}'")[0]


def changed(tx: Transaction, statement: str, organization: UUID | None = None) -> int:
    """How many rows a statement reaches; `:organization` may stand in it."""
    values = {"organization": organization} if ":organization" in statement else None
    return tx.execute(text(statement), values).rowcount


def count(town: World, query: str) -> int:
    (row,) = town.rows(f"select count(*) from {query}")
    return int(str(row[0]))


def test_a_person_changes_nothing_of_what_a_shop_told_them(
    town: World, duka: UUID, amina: UUID
) -> None:
    before = count(town, "outbound_messages where organization_id is null")

    with town.rt.db.tenant(None, amina) as tx:
        seen = tx.execute(text("select organization_id from outbound_messages")).scalars().all()
        reached = changed(tx, SILENCE)

    assert duka in seen
    assert reached == seen.count(None)
    assert count(town, "outbound_messages where status = 'failed'") == reached
    assert count(town, "outbound_messages where organization_id is null") == before


def test_a_message_that_one_shop_heard_is_not_taken_by_another(
    town: World, duka: UUID, jirani: UUID, amina: UUID
) -> None:
    of_duka = f"inbound_messages where organization_id = '{duka}'"
    before = count(town, of_duka)

    with town.rt.db.tenant(jirani, amina) as tx:
        changed(tx, TAKE_BACK, jirani)

    assert count(town, of_duka) == before > 0


def test_a_message_is_not_given_to_a_shop_that_is_elsewhere(
    town: World, duka: UUID, jirani: UUID, amina: UUID
) -> None:
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        town.rt.db.tenant(duka, amina) as tx,
    ):
        changed(tx, TAKE_BACK, jirani)


def test_a_shop_changes_nothing_of_what_it_heard_without_the_person(
    town: World, duka: UUID
) -> None:
    with town.rt.db.tenant(duka) as tx:
        assert changed(tx, TAKE_BACK, duka) == 0


def test_a_conversation_does_not_move_to_a_shop_that_is_elsewhere(
    town: World, duka: UUID, jirani: UUID, amina: UUID
) -> None:
    for scope in ((duka, amina), (None, amina)):
        with (
            pytest.raises(ProgrammingError, match="row-level security"),
            town.rt.db.tenant(*scope) as tx,
        ):
            changed(tx, MOVE, jirani)


def test_a_conversation_moves_with_the_transaction_that_founds_a_shop(
    town: World, duka: UUID, amina: UUID
) -> None:
    new = NewOrganization("Duka la pili", "KE", "KES", "Africa/Nairobi", "sw")

    with town.rt.db.tenant(duka, amina) as tx:
        second = organizations.found(tx, new)
        assert changed(tx, MOVE, second) == 1


def test_nobody_joins_the_neighbours_shop(
    town: World, duka: UUID, jirani: UUID, amina: UUID
) -> None:
    join = "insert into members values (:organization, this_person(), 'OWNER')"

    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        town.rt.db.tenant(duka, amina) as tx,
    ):
        changed(tx, join, jirani)


@pytest.mark.parametrize(
    "statement",
    [
        "update outbound_messages set body = 'forged'",
        "update outbound_messages set organization_id = null",
        "update outbound_messages set recipient = '+254700000000'",
        "update inbound_messages set body = 'forged'",
        "update inbound_messages set raw = ''",
        "update inbound_messages set person_id = this_person()",
        "update conversations set person_id = this_person()",
        "update conversations set account = 'forged'",
        "update people set created_at = now()",
        "update members set person_id = this_person()",
        "update organizations set currency = 'XXX'",
    ],
)
def test_what_was_said_and_to_whom_never_changes(
    town: World, duka: UUID, amina: UUID, statement: str
) -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        town.rt.db.tenant(duka, amina) as tx,
    ):
        changed(tx, statement)


@pytest.mark.parametrize(
    "forged",
    [{"sequence": 1, "digest": b"", "hash": b""}, {"erased_at": None}, {"at": None}],
    ids=["its place", "that it was erased", "its time"],
)
def test_a_writer_of_the_audit_decides_nothing_of_its_chain(
    town: World, duka: UUID, forged: dict[str, object]
) -> None:
    entry = {
        "organization_id": duka,
        "id": new_id(),
        "action": "CREATE",
        "entity": "test",
        "entity_id": new_id(),
        "via": "test",
        "salt": b"",
    }

    with town.rt.db.tenant(duka) as tx:
        tx.execute(insert(audit_entries), entry)
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        town.rt.db.tenant(duka) as tx,
    ):
        tx.execute(insert(audit_entries), {**entry, "id": new_id(), **forged})
