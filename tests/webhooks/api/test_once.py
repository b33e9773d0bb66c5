"""An idempotency key over real HTTP: however many come at once, one thing is made."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import requests
from sqlalchemy import text
from werkzeug.serving import make_server

from tests.webhooks.api.shops import World
from webhooks import create_app

AT_ONCE = 100
BODY = {"type": "SALE_RECORDED", "payload": {"amount": "12000", "item": "cement"}}


@pytest.fixture(name="url")
def _url(api: World) -> Iterator[str]:
    """The doors on a port of loopback, a thread for each request."""
    server = make_server("127.0.0.1", 0, create_app(api.rt), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/api/v1"
    server.shutdown()
    thread.join()


def test_a_hundred_parallel_requests_with_one_key_make_one_thing(api: World, url: str) -> None:
    start = Barrier(AT_ONCE)
    sent = {"Authorization": f"Bearer {api.owner.token}", "Idempotency-Key": "till-7-0001"}

    def post(_: int) -> tuple[int, str]:
        start.wait()
        answer = requests.post(f"{url}/events", json=BODY, headers=sent, timeout=60)
        return answer.status_code, answer.text

    with ThreadPoolExecutor(AT_ONCE) as hands:
        answers = Counter(hands.map(post, range(AT_ONCE)))

    assert [(status, times) for (status, _), times in answers.items()] == [(201, AT_ONCE)]
    with api.rt.db.every_tenant() as tx:
        counts = "select (select count(*) from events), (select count(*) from entries)"
        assert tuple(tx.execute(text(counts)).one()) == (1, 1)
