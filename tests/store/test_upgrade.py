"""A database of the release before keeps its book when it is brought up to date."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from psycopg2 import sql
from sqlalchemy import NullPool, create_engine, text

import store
from karani import postgres
from store import migrate
from tests.services import Cluster

SPINE = """
    insert into organizations (id, name, country, currency, timezone, language)
    values ('00000000-0000-0000-0000-00000000000a', 'Duka', 'KE', 'KES', 'Africa/Nairobi',
      'en');
    insert into people (id, name) values ('00000000-0000-0000-0000-00000000000b', 'Amina');
    insert into addresses (id, person_id, kind, value) values (gen_random_uuid(),
      '00000000-0000-0000-0000-00000000000b', 'phone', '+254711000001');
    insert into members (organization_id, person_id, role)
    select o.id, p.id, 'OWNER' from organizations o, people p;
    insert into events (organization_id, id, type, source, payload, occurred_at)
    select id, '00000000-0000-0000-0000-00000000000c', 'SALE_RECORDED', 'chat', '{}', now()
    from organizations;
    insert into entries (organization_id, id, event_id, line, kind, business_date, amount,
      currency, item, unit_price)
    select organization_id, ('00000000-0000-0000-0000-0000000000e' || n)::uuid, id, n,
      'sale', now(), 60 + n, 'KES',
      (array['Mkate', ' mkate '])[n], 60 + n
    from events, generate_series(1, 2) n where type = 'SALE_RECORDED';
    insert into events (organization_id, id, type, source, payload, occurred_at)
    select id, '00000000-0000-0000-0000-00000000000d', 'STOCK_COUNTED', 'chat',
      '{"item": " Mkate  Mweupe", "quantity": "2.5", "unit": null, "threshold": "1"}', now()
    from organizations;
"""


@pytest.fixture(name="older")
def _older(cluster: Cluster, _template: None) -> Iterator[str]:
    """A database at the first migration, with a shop in it."""
    names = {"name": sql.Identifier("older"), "owner": sql.Identifier(postgres.NAME)}
    with cluster.postgres.superuser() as cursor:
        cursor.execute(sql.SQL("create database {name} owner {owner}").format(**names))
    url = cluster.postgres.url("older")
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        config = Config()
        folder = Path(store.__file__).parent / "migrations"
        config.set_main_option("script_location", str(folder))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.commit()
    with cluster.postgres.superuser("older") as cursor:
        cursor.execute(SPINE)
    yield url
    with cluster.postgres.superuser() as cursor:
        cursor.execute(sql.SQL("drop database {name} with (force)").format(**names))


def test_what_was_written_before_has_the_new_columns(older: str, cluster: Cluster) -> None:
    migrate.upgrade(older)

    with cluster.postgres.superuser("older") as cursor:
        cursor.execute("select name, phone from members")
        assert cursor.fetchall() == [("Amina", "+254711***001")]
        cursor.execute("select distinct item_key from entries")
        assert cursor.fetchall() == [("mkate",)]
        cursor.execute("select key, name, unit_price::text, priced_by is null from items")
        assert cursor.fetchall() == [("mkate", "Mkate", "62.00", False)]
        cursor.execute("select item_key, quantity::text, threshold::text from stock_counts")
        assert cursor.fetchall() == [("mkate mweupe", "2.5000", "1.0000")]
        cursor.execute(
            "select count(*) from pg_class where relrowsecurity and not relforcerowsecurity"
        )
        assert cursor.fetchall() == [(0,)]
    engine = create_engine(older, poolclass=NullPool)
    with engine.connect() as connection:
        assert connection.execute(text("select current_user")).scalar() == "karani_nobody"
