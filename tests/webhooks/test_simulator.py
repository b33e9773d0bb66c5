"""The phone's doors: what is typed is kept, what is wrong is named, off means gone."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from engine.runtime import Runtime
from tests.channels.twilio_fakes import AMINA
from tests.webhooks.doors import stored
from webhooks import create_app

TYPED = {"from": AMINA, "text": "Habari", "channel": "whatsapp", "id": "typed-1"}
PATH = "/webhooks/simulator/messages"


def test_a_typed_message_is_kept(client: FlaskClient, rt: Runtime) -> None:
    answer = client.post(PATH, json=TYPED)

    assert (answer.status_code, answer.json) == (202, {"id": "typed-1"})
    assert stored(rt) == [("simulator:whatsapp:karani", "typed-1", "Habari")]


def test_a_message_sent_again_is_kept_once(client: FlaskClient, rt: Runtime) -> None:
    for _ in range(2):
        client.post(PATH, json=TYPED)

    assert len(stored(rt)) == 1


def test_it_shows_on_the_screen_of_that_phone_and_channel(client: FlaskClient) -> None:
    client.post(PATH, json=TYPED)

    page = client.get("/phone/messages", query_string={"phone": AMINA}).get_json()
    (item,) = page["items"]
    assert (item["direction"], item["text"], item["status"]) == ("in", "Habari", "received")
    assert item["at"].endswith("+00:00")
    for other in ({"phone": AMINA, "channel": "sms"}, {"phone": "+254722000002"}):
        assert client.get("/phone/messages", query_string=other).get_json()["items"] == []


def test_the_cursor_asks_for_what_is_new(client: FlaskClient) -> None:
    cursor = client.get("/phone/messages", query_string={"phone": AMINA}).get_json()["cursor"]
    client.post(PATH, json=TYPED)

    news = client.get("/phone/messages", query_string={"phone": AMINA, "after": cursor})

    assert [item["text"] for item in news.get_json()["items"]] == ["Habari"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({}, "phone"),
        ({"phone": "0711000001"}, "phone"),
        ({"phone": AMINA, "channel": "pigeon"}, "channel"),
        ({"phone": AMINA, "after": "yesterday"}, "after"),
    ],
)
def test_a_wrong_question_is_named(
    client: FlaskClient, query: dict[str, str], field: str
) -> None:
    answer = client.get("/phone/messages", query_string=query)

    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
    assert [error["field"] for error in answer.get_json(force=True)["errors"]] == [field]


def test_a_wrong_field_is_named(client: FlaskClient, rt: Runtime) -> None:
    answer = client.post(PATH, json={**TYPED, "from": "0711000001", "text": " "})

    problem = answer.get_json(force=True)
    assert (answer.status_code, problem["title"]) == (422, "Unprocessable Entity")
    assert problem["errors"] == [
        {"field": "from", "detail": "must be international, such as +254711000001"},
        {"field": "text", "detail": "must say something"},
    ]
    assert stored(rt) == []


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_another_sites_page_cannot_type(client: FlaskClient, rt: Runtime, kind: str) -> None:
    answer = client.post(PATH, data=b'{"from": "+254711000001"}', content_type=kind)

    assert answer.status_code == 415
    assert stored(rt) == []


PAGES = ["/phone", "/phone/messages", "/phone/static/phone.css"]


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost.evil.example", "192.0.2.1:8000", "evil.example:127", "[", ""],
)
def test_a_name_that_is_not_ours_opens_no_phone(
    client: FlaskClient, rt: Runtime, host: str
) -> None:
    answers = [client.get(path, headers={"Host": host}) for path in PAGES]
    answers.append(client.post(PATH, json=TYPED, headers={"Host": host}))

    for answer in answers:
        assert (answer.status_code, answer.content_type) == (403, "application/problem+json")
    assert stored(rt) == []


@pytest.mark.parametrize(
    "host", ["localhost:8000", "127.0.0.1:8000", "[::1]:8000", "Karani.Example.com"]
)
def test_a_name_of_ours_opens_the_phone(client: FlaskClient, host: str) -> None:
    assert client.get("/phone", headers={"Host": host}).status_code == 200
    assert client.post(PATH, json=TYPED, headers={"Host": host}).status_code == 202


@pytest.mark.parametrize("path", PAGES)
def test_while_it_is_off_there_is_no_phone(rt: Runtime, path: str) -> None:
    client = create_app(Runtime(**{**vars(rt), "channels": {}})).test_client()

    assert client.get(path).status_code == 404
    assert client.post(PATH, json=TYPED).status_code == 404
