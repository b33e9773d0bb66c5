"""The doors over a real database and doorbell; Twilio is a fake that signs."""

from __future__ import annotations

import gettext
from collections.abc import Callable, Iterator

import pytest
from flask.testing import FlaskClient

from bot.nlu.understanding import Catalogue, Understanding, Utterance
from engine import runtime
from engine.runtime import Languages, Runtime
from tests.channels.twilio_fakes import settings
from webhooks import create_app

Doors = Callable[..., FlaskClient]


@pytest.fixture
def chosen() -> dict[str, object]:
    """Settings beside those of every door."""
    return {}


@pytest.fixture
def rt(database_url: str, redis_url: str, chosen: dict[str, object]) -> Iterator[Runtime]:
    """Every part, with Twilio configured and the simulator on."""
    ours = settings(database_url=database_url, redis_url=redis_url, simulator="on", **chosen)
    made = runtime.build(
        ours,
        Languages(_nobody_reads, dict.fromkeys(("en", "sw"), gettext.NullTranslations())),
    )
    yield made
    made.close()
    made.broker.client.close()


@pytest.fixture
def client(rt: Runtime) -> FlaskClient:
    """Whoever comes to the doors."""
    return create_app(rt).test_client()


def _nobody_reads(utterance: Utterance, catalogue: Catalogue) -> Understanding:
    raise AssertionError("doors only unpack")
