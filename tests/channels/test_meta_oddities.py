"""What Meta reports besides people's words: moves, oddities, batches; none stumbles over it."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.channels.base import (
    NumberChanged,
    Received,
    Reported,
    ScopedIdChanged,
    Unreadable,
)
from engine.channels.meta import MetaChannel
from tests.channels.meta_fakes import (
    AMINA,
    PHONE,
    SCOPED,
    WAMID,
    contact,
    envelope,
    message,
    reporting,
    saying,
    settings,
    signed,
    status,
    value,
)

CHANNEL = MetaChannel(settings())


def read(document: object) -> list[Reported]:
    return list(CHANNEL.read(signed(document)))


@pytest.mark.parametrize("kind", ["revoke", "request_welcome"])
def test_what_says_nothing_new_is_left_out(kind: str) -> None:
    assert read(saying(message(kind, **{kind: {"original_message_id": WAMID}}))) == []


def test_what_is_said_in_a_group_is_not_said_to_us() -> None:
    assert read(saying(message(group_id="g1"))) == []


def _system(kind: str, **more: Any) -> dict[str, Any]:
    return saying(message("system", system={"type": kind, **more}))


@pytest.mark.parametrize("name", ["wa_id", "new_wa_id"])
def test_a_new_number_is_told(name: str) -> None:
    body = "User Amina changed from 254711000001 to 254733000009"

    items = read(_system("user_changed_number", body=body, **{name: "254733000009"}))

    assert items == [NumberChanged("meta", AMINA, "+254733000009")]


def test_a_new_number_comes_with_a_new_id() -> None:
    system = {"type": "user_changed_number", "wa_id": "254733000009", "user_id": "KE.NEW"}
    written = message("system", system=system, from_user_id=SCOPED)

    assert read(saying(written)) == [
        NumberChanged("meta", AMINA, "+254733000009"),
        ScopedIdChanged("meta", SCOPED, "KE.NEW"),
    ]


@pytest.mark.parametrize(
    "told",
    [
        {"previous_user_id": SCOPED},
        {"body": f"User @amina changed from {SCOPED} to KE.NEW"},
        {"body": f"User changed from KE.X to KE.Y changed from {SCOPED} to KE.NEW"},
    ],
)
def test_a_new_id_is_told(told: dict[str, str]) -> None:
    items = read(_system("user_changed_user_id", user_id="KE.NEW", wa_id=PHONE, **told))

    assert items == [ScopedIdChanged("meta", SCOPED, "KE.NEW")]


@pytest.mark.parametrize(
    "system",
    [
        {"type": "customer_identity_changed"},
        {"type": "user_changed_number"},
        {"type": "user_changed_number", "wa_id": PHONE},
        {"type": "user_changed_user_id", "user_id": "KE.NEW"},
        {"type": "user_changed_user_id", "user_id": "KE.NEW", "body": "from KE.A to KE.B"},
        {"type": "user_changed_user_id", "user_id": "", "previous_user_id": SCOPED},
        {"type": 5},
        {},
    ],
)
def test_what_moves_nobody_is_left_out(system: dict[str, Any]) -> None:
    assert read(saying(message("system", system=system))) == []


@pytest.mark.parametrize(
    "spoilt",
    [
        {"from": "not a phone"},
        {"from": 254711000001},
        {"from": "2" * 4000},
        {"id": ""},
        {"id": "wamid 1\r\n"},
        {"id": "w" * 5000},
        {"id": None},
    ],
)
def test_what_no_person_can_have_sent_is_kept_as_it_came(spoilt: dict[str, Any]) -> None:
    webhook = signed(saying({**message(), **spoilt}))

    (item,) = CHANNEL.read(webhook)

    assert isinstance(item, Unreadable)
    assert item.raw == webhook.body


def test_one_bad_message_costs_no_other() -> None:
    second = message(id="wamid.2", text={"body": "ya pili"})

    items = read(envelope(value(messages=[message(), 5, None, {"type": "text"}, second])))

    kinds = [Received, Unreadable, Unreadable, Unreadable, Received]
    assert [type(item) for item in items] == kinds


def test_a_batch_of_strangers_is_read_in_no_time() -> None:
    phones = [str(254711000000 + place) for place in range(1000)]
    whose = [contact(phone, f"KE.{phone}") for phone in phones]
    batch = [{**message(id=f"wamid.{phone}"), "from": phone} for phone in phones]
    webhook = signed(envelope(value(contacts=whose, messages=batch)))
    began = time.process_time()

    items = [one for one in CHANNEL.read(webhook) if isinstance(one, Received)]

    assert [one.scoped_id for one in items] == [f"KE.{phone}" for phone in phones]
    assert time.process_time() - began < 1


def test_of_a_batch_each_keeps_only_what_is_its_own() -> None:
    whose = [contact(), contact("254722000002", "KE.BARAKA")]
    theirs = {**message(), "from": "254722000002", "id": "wamid.2", "text": {"body": "siri"}}

    first, second = read(envelope(value(contacts=whose, messages=[message(), theirs])))

    assert isinstance(first, Received)
    assert isinstance(second, Received)
    assert (b"siri" in first.raw, b"siri" in second.raw) == (False, True)
    assert (b"254722000002" in first.raw, PHONE.encode() in second.raw) == (False, False)
    assert read(json.loads(second.raw)) == [second]


@pytest.mark.parametrize(
    "document",
    [
        message(),
        {"object": "page", "entry": []},
        {"entry": {"changes": []}},
        {"entry": [{"changes": [{"field": "messages", "value": 5}]}]},
        {"entry": [{"changes": [{"field": ["messages"], "value": {}}]}]},
        envelope(value(messages={"id": WAMID}, statuses=5, contacts=7)),
        envelope({"event": "DISABLED_UPDATE"}, field="account_update"),
        envelope(value(user_preferences=[{"value": "stop"}]), field="user_preferences"),
        envelope(value(message_echoes=[message()]), field="smb_message_echoes"),
        envelope(value(calls=[{"event": "connect"}]), field="calls"),
        envelope(value(errors=[{"code": 131000}, 5])),
    ],
)
def test_what_is_about_no_message_is_left_out(document: object) -> None:
    assert read(document) == []


@pytest.mark.parametrize("body", [b"", b"\xff", b"[]", b"5", b'"x"', b"{", b"[" * 100_000])
def test_what_is_no_json_is_kept_as_it_came(body: bytes) -> None:
    (item,) = read(body)

    assert item == Unreadable("meta", "no JSON object", body)


def test_another_number_of_ours_at_meta_is_not_ours_here() -> None:
    elsewhere = value("999999999999", messages=[message()], statuses=[status()])

    items = read(envelope(elsewhere))

    assert [type(item) for item in items] == [Unreadable, Unreadable]


WORDS = """type id from text body context interactive button_reply image system user_id wa_id
timestamp location latitude contacts status errors code pricing category reaction message_id"""
NAMES = st.sampled_from(WORDS.split())
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)
KINDS = st.sampled_from(
    ["text", "button", "interactive", "image", "location", "contacts", "reaction", "system"]
)


@given(st.lists(ANY_JSON, max_size=3), ANY_JSON, KINDS)
def test_no_json_makes_it_stumble(items: list[Any], one: Any, kind: str) -> None:
    typed = message(kind, **{kind: one})
    held = value(messages=[*items, typed], statuses=items, contacts=one)

    for item in read(envelope(held, {"metadata": one, "messages": items})):
        assert isinstance(item, Reported)
    read(reporting(*items))
    read({"entry": one})
