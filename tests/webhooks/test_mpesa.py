"""M-Pesa's webhooks: behind a secret path, kept once, answered at once, whatever they say."""

from __future__ import annotations

import hmac
import json

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import text
from structlog.testing import capture_logs

from engine.runtime import Runtime
from store.database import Database
from tests.webhooks.doors import with_settings
from webhooks import create_app

SECRET = "f00dfacef00dfacef00dface"
CONFIRMATION = f"/webhooks/mpesa/{SECRET}/confirmation"
VALIDATION = f"/webhooks/mpesa/{SECRET}/validation"
NOTICE = {
    "TransID": "RKT5BBT5TD",
    "TransAmount": "500.00",
    "BusinessShortCode": "600638",
    "FirstName": "Asha",
}
ACCEPTED = {"ResultCode": "0", "ResultDesc": "Accepted"}


@pytest.fixture(name="mpesa")
def _mpesa(rt: Runtime) -> FlaskClient:
    return create_app(with_settings(rt, mpesa_webhook_secret=SECRET)).test_client()


def count(rt: Runtime, table: str) -> int:
    with rt.db.every_tenant() as tx:
        return int(tx.execute(text(f"select count(*) from {table}")).scalar_one())


def test_a_confirmation_is_kept_byte_for_byte_and_accepted(
    mpesa: FlaskClient, rt: Runtime
) -> None:
    answer = mpesa.post(CONFIRMATION, json=NOTICE)

    assert (answer.status_code, answer.json) == (200, ACCEPTED)
    with rt.db.every_tenant() as tx:
        raw = tx.execute(text("select raw from payment_notices")).scalar_one()
        kind = tx.execute(text("select kind from outbox")).scalar_one()
    assert (json.loads(bytes(raw)), kind) == (NOTICE, "payment")


def test_told_again_it_is_accepted_and_kept_once(mpesa: FlaskClient, rt: Runtime) -> None:
    for _ in range(3):
        assert mpesa.post(CONFIRMATION, json=NOTICE).json == ACCEPTED

    assert (count(rt, "payment_notices"), count(rt, "outbox")) == (1, 1)


def test_a_validation_is_accepted_and_is_no_payment(mpesa: FlaskClient, rt: Runtime) -> None:
    answer = mpesa.post(VALIDATION, json=NOTICE)

    assert (answer.status_code, answer.json) == (200, ACCEPTED)
    assert (count(rt, "payment_notices"), count(rt, "outbox")) == (0, 0)


@pytest.mark.parametrize("guess", ["wrong", SECRET[:-1], SECRET + "0", "%00", "ndiyo-ñ", "😀"])
@pytest.mark.parametrize("kind", ["confirmation", "validation"])
def test_under_a_guessed_path_there_is_nothing(
    mpesa: FlaskClient, rt: Runtime, guess: str, kind: str
) -> None:
    with capture_logs() as lines:
        answer = mpesa.post(f"/webhooks/mpesa/{guess}/{kind}", json=NOTICE)

    assert answer.status_code == 404
    assert answer.json == mpesa.post("/nowhere").json
    assert (count(rt, "payment_notices"), count(rt, "parked_bodies")) == (0, 0)
    assert lines == []


def test_without_a_secret_there_is_no_such_door(client: FlaskClient) -> None:
    assert client.post(CONFIRMATION, json=NOTICE).status_code == 404


def test_the_secret_is_compared_in_constant_time(
    mpesa: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[bytes] = []
    same = hmac.compare_digest

    def compare(guess: bytes, secret: bytes) -> bool:
        compared.append(guess)
        return same(guess, secret)

    monkeypatch.setattr(hmac, "compare_digest", compare)

    mpesa.post("/webhooks/mpesa/guess/confirmation", json=NOTICE)

    assert compared == [b"guess"]


BODIES = {
    "nothing": b"",
    "no JSON": b"\xff\x00\x01",
    "no object": b"[1]",
    "no code": json.dumps({**NOTICE, "TransID": None}).encode(),
    "a NUL in the code": json.dumps({**NOTICE, "TransID": "A\0B"}).encode(),
    "nested without end": b"[" * 100_000,
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_poison_is_parked_alone_and_accepted(
    mpesa: FlaskClient, rt: Runtime, body: bytes
) -> None:
    answer = mpesa.post(CONFIRMATION, data=body)

    assert (answer.status_code, answer.json) == (200, ACCEPTED)
    with rt.db.every_tenant() as tx:
        rows = tx.execute(text("select raw from parked_bodies")).all()
    assert [bytes(row.raw) for row in rows] == [body]
    assert mpesa.post(CONFIRMATION, json=NOTICE).status_code == 200
    assert count(rt, "payment_notices") == 1


@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    body=st.binary(max_size=200)
    | st.dictionaries(
        st.sampled_from([*NOTICE, "TransTime"]),
        st.none() | st.text() | st.integers() | st.floats() | st.lists(st.text()),
    ).map(lambda told: json.dumps(told).encode())
)
def test_no_body_leads_to_an_error_of_ours(mpesa: FlaskClient, body: bytes) -> None:
    assert mpesa.post(CONFIRMATION, data=body).status_code == 200


def test_while_nothing_can_be_stored_it_is_to_be_told_again(rt: Runtime) -> None:
    nowhere = Database("postgresql+psycopg2://nobody@127.0.0.1:1/none")
    away = with_settings(rt, mpesa_webhook_secret=SECRET)
    app = create_app(type(away)(**{**vars(away), "db": nowhere}))

    with capture_logs() as lines:
        answer = app.test_client().post(CONFIRMATION, json=NOTICE)

    assert answer.status_code == 503
    assert SECRET not in str(lines)
    nowhere.close()


def test_a_body_beyond_all_measure_is_refused(mpesa: FlaskClient) -> None:
    assert mpesa.post(CONFIRMATION, data=b"x" * 300_000).status_code == 413
