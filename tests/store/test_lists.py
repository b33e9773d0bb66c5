"""Lists find their index, whatever they are narrowed by: a page costs what a page holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import make_url

from store import audit_logs, diary_lists, entry_lists, events, run_lists
from store.base import first_id, made_at, new_id
from store.prepared import Prepared
from tests.services import Cluster

SHOP, PERSON, OTHER = (UUID(int=number) for number in (1, 2, 3))
NOW = datetime(2026, 11, 27, tzinfo=UTC)
FILL = """
    insert into organizations (id, name, country, currency, timezone, language)
    select ('00000000-0000-0000-0000-00000000000' || n)::uuid, 'Duka', 'KE', 'KES',
      'Africa/Nairobi', 'en' from generate_series(1, 2) n;
    insert into people (id) select ('00000000-0000-0000-0000-00000000000' || n)::uuid
    from generate_series(2, 3) n;
    insert into events (organization_id, id, type, source, person_id, payload, occurred_at)
    select ('00000000-0000-0000-0000-00000000000' || 1 + n % 2)::uuid, uuidv7(), 'T' || n % 50,
      'api', ('00000000-0000-0000-0000-00000000000' || 2 + (n % 97) / 96)::uuid, '{}', now()
    from generate_series(1, 6000) n;
    insert into entries (organization_id, id, event_id, line, kind, business_date, amount,
      currency, person_id)
    select organization_id, uuidv7(), id, 1, (array['sale', 'expense'])[1 + row_number() over () % 2],
      date '2026-01-01' + (row_number() over () % 300)::int, 5, 'KES', person_id from events;
    insert into audit_entries (organization_id, id, action, entity, entity_id, person_id, via, salt)
    select organization_id, uuidv7(), (array['CREATE', 'LOGIN'])[1 + (n % 60) / 59],
      'kind_' || n % 40, id, person_id, 'api', ''
    from (select *, row_number() over () as n from events) e;
    insert into customers (organization_id, id, name, name_key)
    values ('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000009', 'A', 'a');
    insert into appointments (organization_id, id, customer_id, at, changed_event_id)
    select organization_id, id, '00000000-0000-0000-0000-000000000009', now(), id from events
    where organization_id = '00000000-0000-0000-0000-000000000001';
    insert into workflows (organization_id, id, name, status, version_id)
    values ('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000007', 'W',
      'active', '00000000-0000-0000-0000-000000000008');
    insert into workflow_versions (organization_id, id, workflow_id, number, definition)
    values ('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000008',
      '00000000-0000-0000-0000-000000000007', 1, '{}');
    insert into runs (organization_id, id, workflow_id, version_id, status, started_at)
    select organization_id, uuidv7(), '00000000-0000-0000-0000-000000000007',
      '00000000-0000-0000-0000-000000000008',
      (array['COMPLETED', 'FAILED'])[1 + (row_number() over () % 60) / 59], now()
    from events where organization_id = '00000000-0000-0000-0000-000000000001';
    analyze
"""  # noqa: E501 -- A long list of columns.
EVENTS: dict[str, Any] = {"before": new_id(), "since": new_id(), "until": new_id()}
CASES: list[tuple[Prepared, dict[str, Any], str]] = [
    *(
        (events._listing(frozenset({*bounds, "before"})), {**EVENTS, **bounds}, index)
        for bounds, index in (
            ({}, "pk_events"),
            ({"since": new_id(), "until": new_id()}, "pk_events"),
            ({"wanted": "T7"}, "ix_events_type"),
            ({"person": OTHER}, "ix_events_person_id"),
        )
    ),
    *(
        (audit_logs._listing(frozenset({*bounds, "before"})), {**EVENTS, **bounds}, index)
        for bounds, index in (
            ({}, "pk_audit_entries"),
            ({"deed": "LOGIN"}, "ix_audit_entries_action"),
            ({"entity": "kind_7"}, "ix_audit_entries_entity"),
            ({"entity_id": new_id()}, "ix_audit_entries_entity_id"),
            ({"person": OTHER}, "ix_audit_entries_person_id"),
        )
    ),
]


@pytest.fixture(name="explain")
def _explain(cluster: Cluster, database_url: str) -> Iterator[Any]:
    """How PostgreSQL would go about a statement, planned once for all values, as ours are."""
    with cluster.postgres.superuser(str(make_url(database_url).database)) as cursor:
        cursor.execute(FILL)
        cursor.execute("set plan_cache_mode = force_generic_plan; set enable_seqscan = off")

        def plan(statement: Prepared, values: dict[str, Any]) -> str:
            given = {"organization": str(SHOP), "most": 51, **values}
            cursor.execute(f"prepare listed as {statement.numbered}")
            places = ",".join(["%s"] * len(statement.names))
            row = [_plain(given[name]) for name in statement.names]
            cursor.execute(f"explain execute listed({places})", row)
            told = "\n".join(line[0] for line in cursor.fetchall())
            cursor.execute("deallocate listed")
            return told

        yield plan


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else value


def test_facts_and_audit_entries_are_read_in_the_order_of_an_index(explain: Any) -> None:
    for statement, values, index in CASES:
        plan = explain(statement, values)

        assert index in plan, plan
        assert "Sort" not in plan, plan


def test_runs_of_one_status_are_read_by_an_index(explain: Any) -> None:
    for bounds in ({"status": "FAILED"}, {"status": "FAILED", "before": new_id()}):
        plan = explain(run_lists._LISTED._statement(frozenset(bounds)), bounds)

        assert "ix_runs_status" in plan, plan
        assert "Sort" not in plan, plan


def test_entries_are_read_by_their_day(explain: Any) -> None:
    first = {"first": date(2026, 1, 1), "last": date(2026, 12, 1)}
    for bounds in ({}, first, {**first, "before": new_id()}, {"kind": "sale"}):
        plan = explain(entry_lists._newest(frozenset(bounds)), bounds)

        assert "ix_entries_business_date" in plan, plan
        assert "Sort" not in plan, plan


def test_appointments_are_read_by_their_time(explain: Any) -> None:
    for bounds in ({}, {"since": NOW}, {"before": new_id()}):
        plan = explain(diary_lists._latest(frozenset(bounds)), bounds)

        assert "ix_appointments_at" in plan, plan
        assert "Sort" not in plan, plan


def test_a_moment_and_an_id_say_the_same() -> None:
    key = new_id()

    assert first_id(made_at(key)) <= key
    assert made_at(first_id(NOW)) == NOW
    assert first_id(datetime(1600, 1, 1, tzinfo=UTC)) == first_id(
        datetime(1970, 1, 1, tzinfo=UTC)
    )
