"""The whole product: it starts, stops, and leaves nothing behind, whatever happens to it."""

from __future__ import annotations

import os
import signal
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from tests.product import launched, start_product, wait_until
from tests.services import swift_folder


@pytest.fixture
def data() -> Iterator[Path]:
    with swift_folder() as folder:
        yield folder / "data"


def test_it_says_where_the_phone_is_and_stops_when_asked(data: Path) -> None:
    with start_product(data) as product:
        wait_until(lambda: "Ctrl-C" in product.log.read_text("utf-8"))
        with urllib.request.urlopen(f"{product.url}/phone") as page:  # noqa: S310 -- loopback.
            assert page.status == 200
        code = product.stop(signal.SIGINT)

    said = product.log.read_text("utf-8")
    assert f"Karani is ready. Open {product.url}/phone" in said
    assert code == 0
    assert "Traceback" not in said


def test_with_a_provider_it_names_it_and_opens_no_phone(data: Path) -> None:
    with start_product(
        data,
        TWILIO_ACCOUNT_SID="AC" + "0" * 32,
        TWILIO_AUTH_TOKEN="0" * 32,
        TWILIO_WHATSAPP_FROM="+14155238886",
    ) as product:
        wait_until(lambda: "Ctrl-C" in product.log.read_text("utf-8"))

    assert f"Karani is ready with Twilio: {product.url}" in product.log.read_text("utf-8")


def test_killed_it_leaves_nothing_behind_and_starts_again(data: Path) -> None:
    with launched(data) as first:
        wait_until(first.is_ready, 90)
        first.process.kill()
        wait_until(lambda: not first.processes(), 45)

    with start_product(data) as second:
        assert second.is_ready()


@pytest.mark.parametrize("after_s", [0.05, 0.4, 0.8, 1.6, 3.2])
def test_stopped_while_it_starts_it_leaves_nothing_behind(data: Path, after_s: float) -> None:
    with launched(data) as product:
        Event().wait(after_s)
        product.stop()

        assert product.processes() == {}
        assert "Traceback" not in product.log.read_text("utf-8")


def test_its_killed_processes_are_replaced(data: Path) -> None:
    with start_product(data) as product:
        for part in ("karani relay", "valkey-server", "postgres -D", "karani web"):
            oldest = min(n for n, words in product.processes().items() if part in words)
            os.kill(oldest, signal.SIGKILL)
        wait_until(lambda: product.log.read_text("utf-8").count("starts again") == 4)
        wait_until(product.is_ready, 60)
