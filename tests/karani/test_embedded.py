from __future__ import annotations

import redis
import sqlalchemy as sa

from tests.services import Cluster


def test_the_login_is_no_superuser_and_may_make_roles(cluster: Cluster) -> None:
    engine = sa.create_engine(cluster.postgres.url())
    with engine.connect() as connection:
        row = connection.execute(
            sa.text("select rolsuper, rolcreaterole from pg_roles where rolname = current_user")
        ).one()
    engine.dispose()

    assert tuple(row) == (False, True)


def test_the_doorbell_answers(cluster: Cluster) -> None:
    with redis.Redis.from_url(cluster.redis_url) as client:
        assert client.ping()
