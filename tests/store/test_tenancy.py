"""What a transaction may see is decided in the database, whatever the code forgets."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from sqlalchemy import create_engine, insert, select, text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from bot.effects import Invite, NameNumber, Remember
from store import migrate
from store.base import new_id
from store.database import Database
from store.events import events
from store.invitations import invitations
from store.outbox import outbox
from store.pool import RoleError
from store.schema import metadata
from tests.engine.keeper import DAY, keeper
from tests.engine.world import AMINA, BARAKA, CHAUSIKU, World, world

TABLES = sorted(metadata.sorted_tables, key=lambda table: table.name)
OF_TENANTS = [t for t in TABLES if "organization_id" in t.c and t is not outbox]
OF_THE_DIRECTORY = {
    "arrivals",
    "early_reports",
    "parked_bodies",
    "payment_notices",
    "one_time_codes",
    "ussd_sessions",
}
WRITTEN = {
    "members", "inbound_messages", "outbound_messages", "events", "entries", "day_totals",
    "items", "customers", "payment_claims", "day_closes", "choices", "invitations",
    "audit_entries", "payment_numbers", "stock_counts",
}  # fmt: skip
"""Where these two shops have rows; a conversation is its person's, whatever the shop."""
CLOSED = {"expected": "5", "counted": "5", "difference": "0"}


@pytest.fixture(name="town")
def _town(database_url: str, redis_url: str) -> Iterator[World]:
    with world(database_url, redis_url) as made:
        for phone, shop in ((AMINA, "Duka la Amina"), (CHAUSIKU, "Jirani")):
            amina = keeper(made, phone, shop)
            made.says(phone, "sold sugar 300")
            amina.owes("DEBT_RECORDED", "Asha", "300")
            amina.raises("PAYMENT_CLAIMED", provider="mpesa", code="A1", amount="5")
            amina.raises("STOCK_COUNTED", item="sugar", quantity="5", unit=None)
            amina.wishes(NameNumber("mpesa", f"12345{len(shop)}", "till"))
            amina.raises("DAY_CLOSED", business_date=DAY, **CLOSED)
            amina.wishes(Remember("price", "each"), Invite(BARAKA, "Baraka", "STAFF"))
        yield made


def shop_of(town: World, name: str) -> UUID:
    return town.ids(f"select id from organizations where name = '{name}'")[0]


def test_every_table_forces_a_policy(town: World) -> None:
    guarded = town.rows(
        "select relname from pg_class c where relrowsecurity and relforcerowsecurity"
        " and exists (select 1 from pg_policy where polrelid = c.oid) order by relname"
    )

    assert [row[0] for row in guarded] == [table.name for table in TABLES]


def test_a_shop_sees_no_row_of_its_neighbour(town: World) -> None:
    mine, theirs = shop_of(town, "Duka la Amina"), shop_of(town, "Jirani")

    with town.rt.db.tenant(mine) as tx:
        for table in OF_TENANTS:
            seen = tx.execute(select(table.c.organization_id).distinct()).scalars().all()
            guess = select(table).where(table.c.organization_id == theirs)
            by_word = text(f"select 1 from {table.name} where organization_id = '{theirs}'")

            assert set(seen) == ({mine} if table.name in WRITTEN else set()), table.name
            assert tx.execute(guess).all() == [], table.name
            assert tx.execute(by_word).all() == [], table.name


def test_a_forgotten_scope_sees_nothing(town: World) -> None:
    with town.rt.db.tenant(None) as tx:
        for table in TABLES:
            # The outbox holds ids only, and everyone's; the directory's own are not for us.
            if table.name not in {"outbox", *OF_THE_DIRECTORY}:
                assert tx.execute(select(table)).all() == [], table.name


@pytest.mark.parametrize("table", sorted(OF_THE_DIRECTORY))
def test_what_is_the_directorys_is_nobody_elses(town: World, table: str) -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        town.rt.db.tenant(shop_of(town, "Duka la Amina")) as tx,
    ):
        tx.execute(text(f"select * from {table}"))


def test_a_connection_outside_every_transaction_may_not_even_look(town: World) -> None:
    with (
        town.rt.db.engine.connect() as connection,
        pytest.raises(ProgrammingError, match="permission denied"),
    ):
        connection.execute(text("select * from public.events"))


def test_a_person_sees_no_word_of_anothers_conversation(town: World) -> None:
    amina, chausiku = (
        town.ids(f"select person_id from addresses where value = '{phone}'")[0]
        for phone in (AMINA, CHAUSIKU)
    )

    with town.rt.db.tenant(None, amina) as tx:
        for name in ("conversations", "inbound_messages", "outbound_messages", "addresses"):
            people = tx.execute(select(metadata.tables[name].c.person_id)).scalars().all()
            assert set(people) == {amina}, name
            assert chausiku not in people


def test_nobody_writes_into_the_neighbours_book(town: World) -> None:
    mine, theirs = shop_of(town, "Duka la Amina"), shop_of(town, "Jirani")
    row = {
        "organization_id": theirs,
        "id": new_id(),
        "type": "SALE_RECORDED",
        "source": "chat",
        "payload": {},
        "occurred_at": town.now[0],
    }

    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        town.rt.db.tenant(mine) as tx,
    ):
        tx.execute(insert(events), [row, {**row, "id": new_id()}])


def test_the_invited_see_their_invitations_and_nothing_else_of_the_shop(town: World) -> None:
    baraka = town.ids(f"select person_id from addresses where value = '{BARAKA}'")[0]

    with town.rt.db.tenant(None, baraka) as tx:
        assert len(tx.execute(text("select * from invitations")).all()) == 2
        for table in OF_TENANTS:
            if table.name != "invitations":
                assert tx.execute(select(table)).all() == [], table.name


def test_nobody_invites_themselves(town: World) -> None:
    mine = shop_of(town, "Duka la Amina")
    chausiku = town.ids(f"select person_id from addresses where value = '{CHAUSIKU}'")[0]
    row = {
        "organization_id": mine,
        "id": new_id(),
        "person_id": chausiku,
        "role": "OWNER",
        "organization_name": "",
        "invited_by": chausiku,
        "invited_by_name": "",
        "expires_at": town.now[0],
    }

    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        town.rt.db.tenant(shop_of(town, "Jirani"), chausiku) as tx,
    ):
        tx.execute(insert(invitations), [row, {**row, "id": new_id()}])


@pytest.mark.parametrize(
    "statement",
    ["update events set type = 'X'", "delete from events", "delete from audit_entries",
     "update entries set amount = 0"],
)  # fmt: skip
def test_facts_are_never_changed(town: World, statement: str) -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        town.rt.db.tenant(shop_of(town, "Duka la Amina")) as tx,
    ):
        tx.execute(text(statement))


def test_a_scope_ends_with_its_transaction(town: World) -> None:
    with town.rt.db.tenant(shop_of(town, "Duka la Amina")):
        pass

    with town.rt.db.engine.connect() as connection:
        left = connection.execute(
            text("select current_setting('karani.organization', true), current_user")
        ).one()
    assert tuple(left) == ("", "karani_nobody")


def test_a_login_that_begins_as_itself_is_refused(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("set role none"))
        name = connection.execute(text("select current_database()")).scalar_one()
        connection.execute(text(f'alter role session_user in database "{name}" reset role'))
    engine.dispose()
    db = Database(database_url)

    with pytest.raises(RoleError, match="karani migrate"), db.tenant(None):
        pass
    db.close()


def test_the_login_is_no_superuser_and_bypasses_nothing(town: World) -> None:
    (row,) = town.rows(
        "select rolsuper, rolbypassrls from pg_roles where rolname = session_user"
    )

    assert row == (False, False)


def test_an_unmigrated_database_is_not_current(database_url: str) -> None:
    db = Database(database_url)
    assert migrate.is_current(db)
    with db.engine.begin() as connection:
        connection.execute(text("set role none"))
        connection.execute(text("update alembic_version set version_num = '0000'"))

    assert not migrate.is_current(db)
    db.close()


def test_a_server_that_is_away_is_not_reachable() -> None:
    db = Database("postgresql+psycopg2://nobody@127.0.0.1:1/none")

    assert not db.is_reachable()
    assert not migrate.is_current(db)
    with pytest.raises(DBAPIError), db.tenant(None):
        pass
    db.close()
