"""The doors of Africa's Talking: a secret path, each message once, opt-outs kept."""

from __future__ import annotations

import gettext
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from bot.nlu.understanding import Catalogue, Understanding, Utterance
from engine import runtime
from engine.runtime import Languages, Runtime
from store import opt_outs
from tests.channels.africastalking_fakes import ACCOUNT, BARAKA, SECRET, settings, sms
from tests.webhooks.doors import stored
from webhooks import create_app

DOOR = f"/webhooks/africastalking/{SECRET}"


def _nobody_reads(utterance: Utterance, catalogue: Catalogue) -> Understanding:
    raise AssertionError("doors only unpack")


@pytest.fixture
def rt(database_url: str, redis_url: str) -> Iterator[Runtime]:
    """Every part, with a short code at Africa's Talking."""
    chosen = settings(database_url=database_url, redis_url=redis_url)
    made = runtime.build(chosen, Languages(_nobody_reads, {"en": gettext.NullTranslations()}))
    yield made
    made.close()
    made.broker.client.close()


@pytest.fixture
def client(rt: Runtime) -> FlaskClient:
    """Whoever comes to the doors."""
    return create_app(rt).test_client()


def test_an_sms_is_stored_once(rt: Runtime, client: FlaskClient) -> None:
    for _ in range(3):
        assert client.post(f"{DOOR}/sms", data=sms()).status_code == 200

    assert stored(rt) == [(ACCOUNT, sms()["id"], "NDIYO A7")]


@pytest.mark.parametrize("kind", ["sms", "delivery", "optout"])
def test_behind_a_guessed_address_there_is_nothing(
    rt: Runtime, client: FlaskClient, kind: str
) -> None:
    for guess in ("x", SECRET[:-1], SECRET + "a", SECRET.upper()):
        answer = client.post(f"/webhooks/africastalking/{guess}/{kind}", data=sms())
        assert answer.status_code == 404
        assert SECRET not in answer.get_data(as_text=True)

    assert stored(rt) == []
    with rt.db.every_tenant() as tx:
        assert tx.execute(text("select count(*) from parked_bodies")).scalar_one() == 0


def test_what_nobody_can_read_is_kept(rt: Runtime, client: FlaskClient) -> None:
    assert client.post(f"{DOOR}/sms", data={"text": "x"}).status_code == 200

    with rt.db.every_tenant() as tx:
        raw = tx.execute(text("select raw from parked_bodies")).scalar_one()
    assert bytes(raw) == b"text=x"


def test_an_opt_out_told_twice_is_kept_for_sms_alone(rt: Runtime, client: FlaskClient) -> None:
    client.post(f"{DOOR}/sms", data=sms())
    for _ in range(2):
        told = {"senderId": "22384", "phoneNumber": BARAKA}
        assert client.post(f"{DOOR}/optout", data=told).status_code == 200

    with rt.db.every_tenant() as tx:
        person = tx.execute(text("select id from people")).scalar_one()
        assert opt_outs.of(tx, None, [person]) == {(person, "sms")}


def test_an_opt_out_of_a_stranger_changes_nothing(rt: Runtime, client: FlaskClient) -> None:
    answer = client.post(f"{DOOR}/optout", data={"phoneNumber": "+254799999999"})

    assert answer.status_code == 200
    with rt.db.every_tenant() as tx:
        assert tx.execute(text("select count(*) from people")).scalar_one() == 0
