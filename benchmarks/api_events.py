"""How fast events are listed among a million, and told beside bare INSERTs, over HTTP."""

from __future__ import annotations

import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

sys.path.insert(0, str(Path(__file__).parents[1]))

import psycopg2
from flask import Flask, Response, request
from pydantic import SecretStr

from benchmarks.http_lines import Answer, Line
from benchmarks.shops import found_shop, meet_owner, silent_engine
from engine.access import tokens
from engine.access.tokens import Claims
from engine.settings import Settings
from karani import embedded, postgres, valkey
from karani.postgres import PostgreSQL
from karani.web import Web
from store import migrate, sessions
from store.base import new_id
from tests.product import free_port, wait_until

EVENTS = int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].isdigit() else 1_000_000
SECONDS = float(sys.argv[2]) if len(sys.argv) > 2 else 10.0
LOOKS, LINES, ROUNDS = 400, 4, 3
AIM_MS, AIM_RATIO = 30, 0.5
SECRET = "a-secret-for-measuring-and-nothing-else"
BODY = {"type": "SALE_RECORDED", "payload": {"amount": "1200", "item": "sugar"}}
FILL = """
    insert into events (organization_id, id, type, source, person_id, payload, occurred_at)
    select %(shop)s, uuidv7(make_interval(secs => n - %(count)s)),
      (array['SALE_RECORDED','EXPENSE_RECORDED','DEBT_RECORDED','DELIVERY_LEFT'])[1 + n %% 4],
      'api', %(person)s, jsonb_build_object('amount', n::text, 'item', 'sugar'),
      now() + make_interval(secs => n - %(count)s)
    from generate_series(1, %(count)s) n
"""


@dataclass(frozen=True)
class Place:
    """Where the servers are, and whose shop is measured."""

    database_url: str
    redis_url: str
    person: UUID
    tokens: tuple[str, ...]
    """The first is that of the owner of a million events; each line tells for its own shop."""


def main() -> None:
    with (
        tempfile.TemporaryDirectory(prefix="karani-bench-") as folder,
        embedded.claimed(_open(folder)) as home,
        postgres.running(home) as server,
        valkey.running(home) as doorbell,
    ):
        migrate.upgrade(server.url())
        place = _furnish(server, doorbell.url)
        with _serving(place, "api") as port:
            list_among_many(port, place)
        tell(place)


def list_among_many(port: int, place: Place) -> None:
    """Time pages of the list, one after the other on one line."""
    half = _get(port, place, "?limit=1&until=2100-01-01T00:00:00Z").json()["items"][0]
    asked = {
        "the newest": "?limit=50",
        "of a type": "?limit=50&type=DEBT_RECORDED",
        "of a person": f"?limit=50&person={place.person}",
        "until a moment": f"?limit=50&until={half['occurred_at'].replace('+', '%2B')}",
        "of a type nobody told": "?limit=50&type=NOTHING_HAPPENED",
    }
    for name, query in asked.items():
        with closing(Line(port)) as line:
            waits = sorted(_timed(line, place, query) for _ in range(LOOKS))
        print(
            f"events {name}, {EVENTS:,} in the shop: median {statistics.median(waits):.1f} ms,"
            f" p99 {waits[int(len(waits) * 0.99)]:.1f} ms (aim {AIM_MS} ms)"
        )


def tell(place: Place) -> None:
    """Count events told a second beside bare INSERTs, in turns."""
    told: list[float] = []
    bare: list[float] = []
    for _ in range(ROUNDS):
        for kind, counts in (("api", told), ("bare", bare)):
            with _serving(place, kind) as port:
                counts.append(_rate(port, place, kind))
    ratio = statistics.median(told) / statistics.median(bare)
    print(
        f"events told: {statistics.median(told):,.0f}/s beside {statistics.median(bare):,.0f}"
        f" bare INSERTs/s on the same server, {LINES} lines: ratio {ratio:.2f}"
        f" (aim {AIM_RATIO})"
    )


def _rate(port: int, place: Place, kind: str) -> float:
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:  # A process of its own: our lock must not hold them up.
        return pool.apply(hammer, (port, place, kind, SECONDS / ROUNDS))


def hammer(port: int, place: Place, kind: str, seconds: float) -> float:
    """Post on several lines for a while; how many a second were answered with 201."""
    path = "/api/v1/events" if kind == "api" else "/bare"
    end, counts = time.monotonic() + seconds, [0] * LINES

    def post(number: int) -> None:
        with closing(Line(port)) as line:
            while time.monotonic() < end:
                answer = line.ask("POST", path, _headers(place, number), json.dumps(BODY))
                assert answer.status == 201, answer
                counts[number] += 1

    threads = [threading.Thread(target=post, args=[number]) for number in range(LINES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


def _timed(line: Line, place: Place, query: str) -> float:
    began = time.perf_counter()
    answer = line.ask("GET", f"/api/v1/events{query}", _headers(place))
    assert answer.status == 200, answer
    return (time.perf_counter() - began) * 1000


def _get(port: int, place: Place, query: str) -> Answer:
    with closing(Line(port)) as line:
        return line.ask("GET", f"/api/v1/events{query}", _headers(place))


def _headers(place: Place, number: int = 0) -> Mapping[str, str]:
    return {"Authorization": f"Bearer {place.tokens[number]}"}


@contextmanager
def _serving(place: Place, kind: str) -> Iterator[int]:
    """The doors, or the bare server, in a process of its own; the port."""
    port = free_port()
    environment = {
        "PATH": os.defpath,
        "DATABASE_URL": place.database_url,
        "REDIS_URL": place.redis_url,
        "SECRET_KEY": SECRET,
        "PORT": str(port),
        "LOG_LEVEL": "ERROR",
        "API_PER_MINUTE": "1000000",
    }
    words = ["-m", "karani", "web"] if kind == "api" else [__file__, "serve-bare"]
    process = subprocess.Popen([sys.executable, *words], env=environment)
    try:
        wait_until(lambda: _answers(port), 30)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def _answers(port: int) -> bool:
    try:
        with closing(Line(port)) as line:
            return line.ask("GET", "/healthz", {}).status == 200
    except OSError:
        return False


def _furnish(server: PostgreSQL, redis_url: str) -> Place:
    rt = silent_engine(server.url(), redis_url)
    owners = [meet_owner(rt, number) for number in range(LINES)]
    signed_in = [Claims(owner, new_id()) for owner in owners]
    shops = []
    for number, claims in enumerate(signed_in):
        with rt.db.tenant(None, claims.person_id) as tx:
            shops.append(found_shop(tx, number, claims.person_id))
    with rt.db.every_tenant() as tx:
        for claims in signed_in:
            sessions.begin(tx, claims.session_id, claims.person_id, b"")
    rt.close()
    with server.superuser(postgres.NAME) as cursor:
        values = {"shop": str(shops[0]), "person": str(owners[0]), "count": EVENTS}
        cursor.execute(FILL, values)
        cursor.execute("create table bare (id uuid primary key, type text, payload jsonb)")
        cursor.execute("grant insert on bare to karani_app")
        cursor.execute("vacuum analyze")
    settings = Settings(secret_key=SecretStr(SECRET))
    now = rt.clock()
    made = tuple(tokens.issue(settings, claims, now) for claims in signed_in)
    return Place(server.url(), redis_url, owners[0], made)


class Bare(Web):
    """The same server, with a door that writes one row."""

    def load(self) -> Flask:
        """An application of one INSERT per request."""
        app, mine = Flask(__name__), threading.local()
        url = str(self._settings.database_url).replace("+psycopg2", "")

        @app.get("/healthz")
        def health() -> Response:
            return Response("ok")

        @app.post("/bare")
        def write() -> Response:
            if not hasattr(mine, "cursor"):
                connection = psycopg2.connect(url)
                connection.autocommit = True
                mine.cursor = connection.cursor()
                mine.cursor.execute("set role karani_app")
            told = request.get_json()
            row = [str(new_id()), told["type"], json.dumps(told["payload"])]
            mine.cursor.execute("insert into bare values (%s, %s, %s)", row)
            return Response("{}", 201, content_type="application/json")

        return app


def _open(folder: str) -> Path:
    Path(folder).chmod(0o755)  # As root the servers run as somebody else.
    return Path(folder)


def _begin(words: Sequence[str]) -> None:
    if words[1:] == ["serve-bare"]:
        from engine.settings import load

        Bare(load()).run()
    else:
        main()


if __name__ == "__main__":
    _begin(sys.argv)
