"""Twilio's webhooks: proven, kept once, answered at once, whatever they say."""

from __future__ import annotations

import hmac
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from urllib.parse import quote_from_bytes, urlencode
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import text

from engine.runtime import Runtime
from store.database import Database
from tests.channels.twilio_fakes import (
    AMINA,
    FORM,
    SMS,
    TOKEN,
    URL,
    WHATSAPP,
    message,
    signature,
)
from tests.webhooks.doors import MESSAGES, STATUS, stored, twilio_posts, with_settings
from webhooks import create_app

SID = message()["MessageSid"]


def test_a_message_is_kept_and_answered(client: FlaskClient, rt: Runtime) -> None:
    answer = twilio_posts(client, message())

    assert (answer.status_code, answer.text) == (200, "<Response/>")
    assert answer.content_type == "text/xml; charset=utf-8"
    assert stored(rt) == [(f"twilio:whatsapp:{WHATSAPP}", SID, message()["Body"])]


def test_an_sms_is_kept(client: FlaskClient, rt: Runtime) -> None:
    twilio_posts(client, message(From=AMINA, To=SMS, Body="Ndiyo"))

    assert stored(rt) == [(f"twilio:sms:{SMS}", SID, "Ndiyo")]


def test_its_body_is_kept_byte_for_byte(client: FlaskClient, rt: Runtime) -> None:
    twilio_posts(client, message())

    with rt.db.every_tenant() as tx:
        raw = tx.execute(text("select raw from inbound_messages")).scalar_one()
    assert bytes(raw) == urlencode(message()).encode()


def test_an_unsigned_message_is_refused(client: FlaskClient, rt: Runtime) -> None:
    answer = client.post(MESSAGES, data=message())

    assert (answer.status_code, answer.content_type) == (403, "application/problem+json")
    assert stored(rt) == []


def test_a_message_that_was_changed_is_refused(client: FlaskClient, rt: Runtime) -> None:
    answer = twilio_posts(client, message(Body="kwa 3000"), sign=message())

    assert answer.status_code == 403
    assert stored(rt) == []


def test_the_host_header_proves_nothing(client: FlaskClient, rt: Runtime) -> None:
    signed = signature(f"https://evil.example{MESSAGES}", message())

    answer = client.post(
        MESSAGES,
        base_url="https://evil.example",
        data=urlencode(message()),
        content_type=FORM,
        headers={"X-Twilio-Signature": signed, "X-Forwarded-Host": "evil.example"},
    )

    assert answer.status_code == 403
    assert stored(rt) == []


def test_a_query_belongs_to_what_is_signed(client: FlaskClient) -> None:
    path = f"{MESSAGES}?shop=1&x=%C3%A9"

    assert twilio_posts(client, message(), path=path).status_code == 200


@pytest.mark.parametrize(("changed", "status"), [(b"", 200), (b" ", 403)])
def test_json_is_proven_by_its_hash_and_kept_for_a_person(
    client: FlaskClient, rt: Runtime, changed: bytes, status: int
) -> None:
    body = b'{"a": 1}'
    path = f"{MESSAGES}?bodySHA256={sha256(body).hexdigest()}"
    signed = signature(f"https://karani.example.com{path}", {})

    answer = client.post(
        path,
        data=body + changed,
        content_type="application/json",
        headers={"X-Twilio-Signature": signed},
    )

    assert (answer.status_code, stored(rt)) == (status, [])
    with rt.db.every_tenant() as tx:
        parked = list(tx.execute(text("select raw from parked_bodies")).scalars())
    assert [bytes(raw) for raw in parked] == ([body] if status == 200 else [])


def test_a_repeated_message_is_kept_once(client: FlaskClient, rt: Runtime) -> None:
    for _ in range(3):
        assert twilio_posts(client, message()).status_code == 200

    assert len(stored(rt)) == 1


def test_a_message_repeated_at_the_same_time_is_kept_once(rt: Runtime) -> None:
    app = create_app(rt)

    with ThreadPoolExecutor(8) as crowd:
        answers = list(
            crowd.map(lambda _: twilio_posts(app.test_client(), message()), range(24))
        )

    assert {answer.status_code for answer in answers} == {200}
    assert len(stored(rt)) == 1


@pytest.mark.parametrize(
    "form",
    [
        {},
        message(To="whatsapp:+14150000000"),
        message(From="MPESA"),
        message(MessageSid=""),
        message(MessageSid="S" * 200_000),
        message(From="whatsapp:+" + "2" * 200_000),
        message(To="\0"),
        message(OriginalRepliedMessageSid="M" * 100_000),
        message(ErrorCode="?", MessageStatus="failed"),
        message(MessageStatus="\0"),
    ],
)
def test_a_signed_oddity_is_answered(client: FlaskClient, form: dict[str, str]) -> None:
    assert twilio_posts(client, form).status_code == 200


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("", ""),
        ("\0nusu\0", "nusu"),
        (
            "\u202e\x1b[31m\r\n\u2028'; drop table --",
            "\u202e\x1b[31m\r\n\u2028'; drop table --",
        ),
        ("{{ 7 * 7 }} %s %(a)s {0}", "{{ 7 * 7 }} %s %(a)s {0}"),
        ("x" * 200_000, "x" * 200_000),
    ],
)
def test_any_text_is_kept(client: FlaskClient, rt: Runtime, said: str, kept: str) -> None:
    assert twilio_posts(client, message(Body=said)).status_code == 200
    assert stored(rt)[0][2] == kept


@given(said=st.binary(max_size=60), kind=st.sampled_from([FORM, "text/plain", "é", ""]))
@hypothesis_settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_bytes_are_answered(client: FlaskClient, said: bytes, kind: str) -> None:
    form = message()
    del form["Body"]
    body = f"{urlencode(form)}&zz={quote_from_bytes(said)}".encode()
    words = URL.encode() + b"".join((k + form[k]).encode() for k in sorted(form)) + b"zz" + said
    signed = b64encode(hmac.digest(TOKEN.encode(), words, "sha1")).decode()

    answer = client.post(
        MESSAGES, data=body, content_type=kind, headers={"X-Twilio-Signature": signed}
    )

    assert answer.status_code == 200


def test_a_body_of_a_megabyte_is_refused(client: FlaskClient, rt: Runtime) -> None:
    answer = twilio_posts(client, message(Body="a" * 1_000_000))

    assert (answer.status_code, answer.content_type) == (413, "application/problem+json")
    assert stored(rt) == []


@pytest.mark.parametrize("path", [MESSAGES, STATUS])
def test_only_posts_are_taken(client: FlaskClient, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


def test_a_status_report_raises_the_status(client: FlaskClient, rt: Runtime) -> None:
    twilio_posts(client, message())
    _sent(rt, "SM77")

    for status in ("delivered", "sent"):
        report = {"MessageSid": "SM77", "MessageStatus": status}
        assert twilio_posts(client, report, path=STATUS).status_code == 200

    assert _statuses(rt) == ["delivered"]


def test_a_report_about_a_strange_message_is_answered(client: FlaskClient) -> None:
    report = {"MessageSid": "SM404", "MessageStatus": "delivered"}

    assert twilio_posts(client, report, path=STATUS).status_code == 200


def test_while_nothing_can_be_stored_it_asks_to_come_again(rt: Runtime) -> None:
    lost = Database("postgresql+psycopg2://nobody@127.0.0.1:1/none")
    parts = {**vars(rt), "db": lost}
    client = create_app(Runtime(**parts)).test_client()

    answer = twilio_posts(client, message())

    assert (answer.status_code, answer.content_type) == (503, "application/problem+json")
    assert int(answer.headers["Retry-After"]) > 0


def test_without_an_account_there_is_no_door(rt: Runtime) -> None:
    bare = {**vars(with_settings(rt)), "channels": {}}
    client = create_app(Runtime(**bare)).test_client()

    assert client.post(MESSAGES).status_code == 404


def _sent(rt: Runtime, reference: str) -> None:
    with rt.db.every_tenant() as tx:
        person_id: UUID = tx.execute(text("select id from people")).scalar_one()
    with rt.db.tenant(None, person_id) as tx:
        tx.execute(
            text(
                "insert into outbound_messages (id, person_id, account, channel, recipient,"
                " body, status, provider_reference) values (gen_random_uuid(), :person,"
                " :account, 'whatsapp', :to, 'Sawa', 'sent', :reference)"
            ),
            {
                "person": person_id,
                "account": f"twilio:whatsapp:{WHATSAPP}",
                "to": AMINA,
                "reference": reference,
            },
        )


def _statuses(rt: Runtime) -> list[str]:
    with rt.db.every_tenant() as tx:
        return list(tx.execute(text("select status::text from outbound_messages")).scalars())
