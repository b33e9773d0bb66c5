"""Meta's door: asked, proven, whole batches kept once, answered at once, whatever they say."""

from __future__ import annotations

import gettext
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import text
from werkzeug.test import TestResponse

from bot.nlu.understanding import Catalogue, Understanding, Utterance
from engine import runtime
from engine.runtime import Languages, Runtime
from store.database import Database
from tests.channels.meta_fakes import (
    ACCOUNT,
    AMINA,
    VERIFY,
    WAMID,
    contact,
    encoded,
    envelope,
    message,
    reporting,
    saying,
    settings,
    signature,
    status,
    value,
)
from tests.webhooks.doors import stored, with_settings
from webhooks import create_app
from webhooks.whatsapp import LARGEST_BATCH

DOOR = "/webhooks/whatsapp"
ASKED = {"hub.mode": "subscribe", "hub.verify_token": VERIFY, "hub.challenge": "1158201444"}


@pytest.fixture
def rt(database_url: str, redis_url: str) -> Iterator[Runtime]:
    """Every part, with a number at Meta."""
    chosen = settings(database_url=database_url, redis_url=redis_url)
    spoken = Languages(_nobody_reads, {"en": gettext.NullTranslations()})
    made = runtime.build(chosen, spoken)
    yield made
    made.close()
    made.broker.client.close()


@pytest.fixture
def client(rt: Runtime) -> FlaskClient:
    return create_app(rt).test_client()


def posts(client: FlaskClient, document: object, **headers: str) -> TestResponse:
    body = encoded(document)
    own = {"X-Hub-Signature-256": signature(body)}
    return client.post(
        DOOR, data=body, content_type="application/json", headers={**own, **headers}
    )


def parked(rt: Runtime) -> list[tuple[str, bytes]]:
    with rt.db.every_tenant() as tx:
        rows = tx.execute(text("select reason, raw from parked_bodies order by id"))
        return [(row.reason, bytes(row.raw)) for row in rows]


def test_the_question_whether_it_is_ours_is_answered(client: FlaskClient) -> None:
    answer = client.get(DOOR, query_string=ASKED)

    assert (answer.status_code, answer.text) == (200, "1158201444")
    assert answer.content_type == "text/plain; charset=utf-8"


@pytest.mark.parametrize("token", ["", "another", VERIFY.upper()])
def test_whoever_does_not_know_the_token_is_refused(client: FlaskClient, token: str) -> None:
    answer = client.get(DOOR, query_string={**ASKED, "hub.verify_token": token})

    assert (answer.status_code, answer.content_type) == (403, "application/problem+json")
    assert "1158201444" not in answer.text


def test_a_message_is_kept_and_answered(client: FlaskClient, rt: Runtime) -> None:
    answer = posts(client, saying(message()))

    assert (answer.status_code, answer.data) == (200, b"")
    assert stored(rt) == [(ACCOUNT, WAMID, "nimeuza sukari kilo 2 kwa 300")]


def test_a_tap_is_kept_as_what_it_means(client: FlaskClient, rt: Runtime) -> None:
    posts(client, saying(message("button", button={"payload": "NDIYO A1", "text": "Kubali"})))

    assert stored(rt)[0][2] == "NDIYO A1"


def test_its_body_is_kept_byte_for_byte(client: FlaskClient, rt: Runtime) -> None:
    body = json.dumps(saying(message()), indent=3).encode()
    posts(client, body)

    with rt.db.every_tenant() as tx:
        raw = tx.execute(text("select raw from inbound_messages")).scalar_one()
    assert bytes(raw) == body


@pytest.mark.parametrize(
    "header", ["", "sha256=00", signature(encoded(saying(message(id="wamid.2"))))]
)
def test_what_is_wrongly_signed_is_refused(
    client: FlaskClient, rt: Runtime, header: str
) -> None:
    answer = posts(client, saying(message()), **{"X-Hub-Signature-256": header})

    assert (answer.status_code, answer.content_type) == (403, "application/problem+json")
    assert stored(rt) == []


def test_a_redelivered_batch_is_kept_once(client: FlaskClient, rt: Runtime) -> None:
    batch = saying(message(), message(id="wamid.2"))

    for _ in range(3):
        assert posts(client, batch).status_code == 200

    assert [reference for _, reference, _ in stored(rt)] == [WAMID, "wamid.2"]


def test_a_thousand_updates_are_kept_in_their_order(client: FlaskClient, rt: Runtime) -> None:
    whose = [contact(f"2547110{place:05}", f"KE.P{place}") for place in range(10)]
    batch = [
        {**message(id=f"wamid.{place}"), "from": whose[place % 10]["wa_id"]}
        for place in range(700)
    ]
    reports = [status(id=f"wamid.ours{place}") for place in range(300)]

    answer = posts(client, envelope(value(contacts=whose, messages=batch, statuses=reports)))

    assert answer.status_code == 200
    assert [reference for _, reference, _ in stored(rt)] == [
        f"wamid.{place}" for place in range(700)
    ]
    assert parked(rt) == []


def test_batches_that_overlap_are_all_taken_at_once(rt: Runtime) -> None:
    app = create_app(rt)
    whose = [contact(f"2547110{place:05}", f"KE.P{place}") for place in range(60)]
    batch = [{**message(id=f"wamid.{one['wa_id']}"), "from": one["wa_id"]} for one in whose]
    batches = [
        envelope(value(contacts=whose, messages=batch[:: 1 if place % 2 else -1]))
        for place in range(8)
    ]

    with ThreadPoolExecutor(8) as crowd:
        answers = list(crowd.map(lambda one: posts(app.test_client(), one), batches))

    assert {answer.status_code for answer in answers} == {200}
    assert len(stored(rt)) == 60


def test_poison_in_a_batch_sinks_nothing_else(client: FlaskClient, rt: Runtime) -> None:
    batch = [message(), {"type": "text"}, message(id="wamid.2", timestamp="4102444799")]

    assert posts(client, saying(*batch)).status_code == 200

    assert [reference for _, reference, _ in stored(rt)] == [WAMID, "wamid.2"]
    ((reason, raw),) = parked(rt)
    assert reason == "without sender or reference"
    assert json.loads(raw)["entry"][0]["changes"][0]["value"]["messages"] == [{"type": "text"}]


def test_a_batch_as_large_as_meta_sends_is_taken(client: FlaskClient, rt: Runtime) -> None:
    room = LARGEST_BATCH - len(encoded(saying(message(text={"body": ""}))))

    assert posts(client, saying(message(text={"body": "a" * room}))).status_code == 200

    assert len(stored(rt)[0][2]) == room


def test_a_larger_one_is_refused(client: FlaskClient, rt: Runtime) -> None:
    answer = posts(client, saying(message(text={"body": "a" * LARGEST_BATCH})))

    assert (answer.status_code, answer.content_type) == (413, "application/problem+json")
    assert stored(rt) == []


def test_other_doors_take_no_more_than_before(rt: Runtime) -> None:
    client = create_app(with_settings(rt, mpesa_webhook_secret="s" * 20)).test_client()

    answer = client.post(f"/webhooks/mpesa/{'s' * 20}/confirmation", data=b"a" * 300_000)

    assert answer.status_code == 413


def test_a_new_number_is_the_same_persons(client: FlaskClient, rt: Runtime) -> None:
    posts(client, saying(message()))
    posts(client, saying(message("system", id="wamid.s", system=_moves("254733000009"))))
    posts(client, saying({**message(id="wamid.2"), "from": "254733000009"}))

    with rt.db.every_tenant() as tx:
        people = tx.execute(text("select count(distinct person_id) from inbound_messages"))
        assert people.scalar_one() == 1


def test_a_status_report_raises_the_status(client: FlaskClient, rt: Runtime) -> None:
    posts(client, saying(message()))
    _sent(rt, "wamid.ours")

    for state in ("read", "delivered", "sent"):
        assert posts(client, reporting(status(state))).status_code == 200

    with rt.db.every_tenant() as tx:
        states = tx.execute(text("select status::text from outbound_messages")).scalars()
        assert list(states) == ["read"]


WORDS = st.text(max_size=5)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=8,
)


@given(document=ANY_JSON, where=st.integers(0, 4))
@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_json_is_answered(client: FlaskClient, document: Any, where: int) -> None:
    held = [
        document,
        envelope(document),
        saying(document),
        reporting(document),
        saying(message(id="wamid.any", text=document, context=document, timestamp=document)),
    ]

    assert posts(client, held[where]).status_code == 200


@pytest.mark.parametrize("body", [b"", b"\xff", b"{", b"[" * 100_000, b'"\\ud800"', b"nul"])
def test_any_bytes_are_answered_and_kept(client: FlaskClient, rt: Runtime, body: bytes) -> None:
    assert posts(client, body).status_code == 200
    assert parked(rt) == [("no JSON object", body)]


def test_while_nothing_can_be_stored_it_asks_to_come_again(rt: Runtime) -> None:
    lost = Database("postgresql+psycopg2://nobody@127.0.0.1:1/none")
    client = create_app(Runtime(**{**vars(rt), "db": lost})).test_client()

    answer = posts(client, saying(message()))

    assert (answer.status_code, answer.content_type) == (503, "application/problem+json")


def test_without_a_number_there_is_no_door(rt: Runtime) -> None:
    client = create_app(Runtime(**{**vars(rt), "channels": {}})).test_client()

    assert posts(client, saying(message())).status_code == 404
    assert client.get(DOOR, query_string=ASKED).status_code == 404


def _nobody_reads(utterance: Utterance, catalogue: Catalogue) -> Understanding:
    raise AssertionError("doors only unpack")


def _moves(phone: str) -> dict[str, str]:
    return {"type": "user_changed_number", "wa_id": phone, "body": "User Amina changed"}


def _sent(rt: Runtime, reference: str) -> None:
    insert = text(
        "insert into outbound_messages (id, person_id, account, channel, recipient, body,"
        " status, provider_reference) values (gen_random_uuid(), :person, :account,"
        " 'whatsapp', :to, 'Sawa', 'sent', :reference)"
    )
    with rt.db.every_tenant() as tx:
        person_id: UUID = tx.execute(text("select id from people")).scalar_one()
    values = {"person": person_id, "account": ACCOUNT, "to": AMINA, "reference": reference}
    with rt.db.tenant(None, person_id) as tx:
        tx.execute(insert, values)
