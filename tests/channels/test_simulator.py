"""The simulator takes what a phone types and says which field is wrong."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from uuid import UUID

import pytest

from engine.channels.base import Letter, Received, Webhook
from engine.channels.simulator import FieldsError, SimulatorChannel

CHANNEL = SimulatorChannel(new_reference=lambda: "new")
GOOD = {"from": "+254711000001", "text": "Habari", "channel": "whatsapp"}


def read(document: object) -> list[Received]:
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    return list(CHANNEL.read(Webhook("http://127.0.0.1:8000/", {}, body)))


@pytest.mark.parametrize("channel", ["whatsapp", "sms"])
def test_a_typed_message_is_received(channel: str) -> None:
    (item,) = read({**GOOD, "channel": channel, "id": "typed-1"})

    assert (item.account, item.provider_reference, item.address, item.text) == (
        f"simulator:{channel}:karani",
        "typed-1",
        "+254711000001",
        "Habari",
    )


def test_one_without_an_id_gets_one() -> None:
    assert read(GOOD)[0].provider_reference == "new"


@pytest.mark.parametrize("typed", ["+254 711 000 001", "+254-711-000001", " +254711000001"])
def test_a_phone_may_be_typed_with_spaces(typed: str) -> None:
    assert read({**GOOD, "from": typed})[0].address == "+254711000001"


def test_what_cannot_be_stored_is_left_out() -> None:
    assert read({**GOOD, "text": "a\0b\ud800"})[0].text == "ab?"


@pytest.mark.parametrize(
    ("document", "fields"),
    [
        ({}, {"from", "text", "channel"}),
        ({**GOOD, "from": "0711000001"}, {"from"}),
        ({**GOOD, "from": "+2547110000011111"}, {"from"}),
        ({**GOOD, "from": 254711000001}, {"from"}),
        ({**GOOD, "text": " \0"}, {"text"}),
        ({**GOOD, "text": "a" * 4097}, {"text"}),
        ({**GOOD, "text": ["a"]}, {"text"}),
        ({**GOOD, "channel": "telegram"}, {"channel"}),
        ({**GOOD, "channel": None, "from": None}, {"from", "channel"}),
        ({**GOOD, "id": ""}, {"id"}),
        ({**GOOD, "id": "ß"}, {"id"}),
        ({**GOOD, "id": "1" * 129}, {"id"}),
        ({**GOOD, "id": 5}, {"id"}),
        ([], {"body"}),
        (b"", {"body"}),
        (b"\xff", {"body"}),
        (b"[" * 100_000, {"body"}),
    ],
)
def test_what_is_wrong_is_named(document: object, fields: set[str]) -> None:
    with pytest.raises(FieldsError) as caught:
        read(document)

    assert set(caught.value.errors) == fields
    assert all(field in str(caught.value) for field in fields)


def test_a_letter_arrives_at_once() -> None:
    letter = Letter(
        UUID(int=7),
        "simulator:sms:karani",
        "sms",
        "+254722000002",
        "Sawa",
        datetime(2026, 11, 24, tzinfo=UTC),
    )

    assert CHANNEL.is_genuine(Webhook("", {}, b""))
    assert CHANNEL.send(letter) == f"sim-{letter.id}"
    assert CHANNEL.find(letter) == [f"sim-{letter.id}"]
