"""What is sent without an answer arrives, in its order, with what comes next or at the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import bindparam, func, select, text
from sqlalchemy.exc import DataError, IntegrityError

from store import audit, events, organizations, outbox
from store.audit import AuditEntry
from store.base import new_id
from store.database import Database
from store.events import Event
from store.organizations import NewOrganization
from store.outbox import NewEntry
from store.prepared import Prepared
from tests.messages import listen

SHOP = NewOrganization("Duka la Amina", "KE", "KES", "Africa/Nairobi", "sw")
AT = datetime(2026, 11, 23, 7, 0, 1, 250_000, tzinfo=UTC)
COUNT = Prepared(
    select(func.count()).where(
        events.events.c.organization_id == bindparam("organization"),
        events.events.c.source == "test",
    )
)


@pytest.fixture(name="db", params=[True, False], ids=["prepared", "plain"])
def _db(database_url: str, request: pytest.FixtureRequest) -> Iterator[Database]:
    db = Database(database_url, prepares=request.param)
    yield db
    db.close()


@pytest.fixture(name="shop")
def _shop(db: Database) -> Any:
    with db.tenant(None) as tx:
        return organizations.found(tx, SHOP)


def fact(shop: Any, **changes: Any) -> Event:
    return Event(**{
        "organization_id": shop, "type": "T", "source": "test", "person_id": None,
        "message_id": None, "payload": {"n": 1.5, "x": "'%s; ", "deep": [None]},
        "occurred_at": AT, **changes,
    })  # fmt: skip


def told(shop: Any, number: int) -> AuditEntry:
    return AuditEntry(shop, "UPDATE", "thing", shop, None, "test", after={"n": number})


def count(db: Database, table: str) -> Any:
    with db.every_tenant() as tx:
        return tx.execute(text(f"select count(*) from {table}")).scalar_one()


def test_rows_arrive_as_they_were(db: Database, shop: Any) -> None:
    written = fact(shop)
    with db.tenant(shop) as tx:
        events.record(tx, [written])

    with db.tenant(shop) as tx:
        assert events.get(tx, shop, written.id) == written


def test_bytes_arrive_as_they_were(db: Database, shop: Any) -> None:
    entry = replace(told(shop, 1), salt=bytes(range(256)))
    with db.tenant(shop) as tx:
        audit.append(tx, entry)

    with db.tenant(shop) as tx:
        assert bytes(tx.execute(select(audit.audit_entries.c.salt)).scalar_one()) == entry.salt


def test_half_a_character_fails_the_whole_transaction(db: Database, shop: Any) -> None:
    with db.tenant(shop) as tx:
        events.record(tx, [fact(shop)])
        tx.finish()
        events.record(tx, [fact(shop, payload={"x": "\ud83d"})])
        with pytest.raises(DataError):
            tx.finish()

    assert count(db, "events") == 0


def test_whoever_looks_sees_what_was_sent_before(db: Database, shop: Any) -> None:
    with db.tenant(shop) as tx:
        events.record(tx, [fact(shop), fact(shop)])

        assert tx.fetch(COUNT, {"organization": shop})[0].count_1 == 2
        assert events.newest(tx, shop, "T", 5)


def test_what_needs_no_answer_goes_with_what_does(db: Database, shop: Any) -> None:
    def work() -> None:
        with db.tenant(shop) as tx:
            for number in range(3):
                events.record(tx, [fact(shop)])
                audit.append(tx, told(shop, number))
            tx.fetch(COUNT, {"organization": shop})

    work()
    messages = listen(db)
    work()

    assert len(messages) == 2  # With the question, and at the end.
    assert count(db, "events") == count(db, "audit_entries") == 6


def test_a_transaction_that_asks_nothing_says_it_once(db: Database, shop: Any) -> None:
    def work() -> None:
        with db.tenant(shop) as tx:
            events.record(tx, [fact(shop)])
            audit.append(tx, told(shop, 1))

    work()
    messages = listen(db)
    work()

    assert len(messages) == 1


def test_what_was_written_for_one_shop_is_not_judged_as_anothers(
    db: Database, shop: Any
) -> None:
    with db.tenant(shop) as tx:
        audit.append(tx, told(shop, 1))
        events.record(tx, [fact(shop)])
        other = organizations.found(tx, SHOP)
        audit.append(tx, told(other, 2))

    assert count(db, "audit_entries") == 2


def test_a_part_that_fails_takes_only_its_own_back(db: Database, shop: Any) -> None:
    with db.tenant(shop) as tx:
        events.record(tx, [fact(shop, type="BEFORE")])
        audit.append(tx, told(shop, 1))
        with suppress(LookupError), tx.attempt():
            events.record(tx, [fact(shop)])
            audit.append(tx, told(shop, 2))
            raise LookupError
        events.record(tx, [fact(shop, type="AFTER")])

    with db.every_tenant() as tx:
        kept = tx.execute(text("select type from events order by id")).scalars().all()
    assert kept == ["BEFORE", "AFTER"]
    assert count(db, "audit_entries") == 1


def test_what_a_part_has_sent_fails_within_it(db: Database, shop: Any) -> None:
    twice = fact(shop)
    with db.tenant(shop) as tx:
        with pytest.raises(IntegrityError), tx.attempt():
            events.record(tx, [twice, twice])
        with pytest.raises(DataError), tx.attempt():
            audit.append(tx, told(shop, 1), AuditEntry(shop, "UPDATE", "\0", shop, None, "x"))
        events.record(tx, [fact(shop)])

    assert count(db, "events") == 1


def test_a_statement_that_fails_at_first_is_known_afterwards(db: Database, shop: Any) -> None:
    for _ in range(2):
        with suppress(IntegrityError), db.tenant(shop) as tx:
            events.record(tx, [fact(shop, person_id=new_id())])
            assert tx.fetch(COUNT, {"organization": shop}) is None, "no such person"

    with db.tenant(shop) as tx:
        events.record(tx, [fact(shop)])
        assert tx.fetch(COUNT, {"organization": shop})[0].count_1 == 1


def test_what_people_say_is_not_kept_with_a_plan(database_url: str) -> None:
    db = Database(database_url)
    with db.tenant(None) as tx:
        shop_id = organizations.found(tx, SHOP)
        events.record(tx, [fact(shop_id, payload={"said": "jambo"})])
        kept = tx.execute(text("select statement from pg_prepared_statements")).scalars().all()

    assert kept
    assert not [statement for statement in kept if "jambo" in statement]
    db.close()


def test_a_computed_column_follows_from_what_is_given(db: Database, shop: Any) -> None:
    wait = timedelta(days=1, microseconds=5)
    with db.tenant(shop) as tx:
        outbox.add_all(tx, [NewEntry("timer", shop, shop, wait=wait)])

    with db.every_tenant() as tx:
        row = tx.execute(select(outbox.outbox)).one()
    assert row.due_at - row.created_at == wait
    assert row.rung_at is None


def test_a_plan_that_was_made_for_an_empty_table_uses_its_index(
    database_url: str,
) -> None:
    db = Database(database_url)
    with db.tenant(None) as tx:
        assert outbox.lock(tx, new_id()) is None
        mine = "select name from pg_prepared_statements where statement ~* 'skip locked'"
        name = tx.execute(text(mine)).scalar_one()
        plan = tx.execute(text(f"explain execute {name} ('{new_id()}')")).scalars().all()

    assert any("Index Scan using pk_outbox" in line for line in plan), plan
    db.close()
