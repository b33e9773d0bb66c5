"""Our calls fit Meta's own description, and what Meta posts is read as what it is."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import jsonschema
import pytest

from engine.channels.base import (
    Choice,
    Letter,
    NumberChanged,
    Received,
    StatusReport,
    Template,
    Webhook,
)
from engine.channels.meta import MetaChannel
from tests.channels.descriptions import described, opened
from tests.channels.meta_fakes import AMINA, LETTER, channel, settings, signs
from tests.graph import Graph, graph

OFFICIAL = "meta_business-messaging-api_v23.0.yaml"
CHART = "https://karani.example.com/files/chart.png"
THREE = tuple(Choice(f"pick:{place}", label) for place, label in enumerate("abc"))
LONG = [f"{place} ni bidhaa ya jina refu sana" for place in range(10)]
TEN = tuple(Choice(f"pick:{place}", label) for place, label in enumerate(LONG))


@pytest.fixture
def meta() -> Iterator[Graph]:
    with graph() as fake:
        yield fake


def official() -> dict[str, Any]:
    return opened(described(OFFICIAL))


def loosened(schema: Any) -> Any:
    """A schema whose parts do not each forbid what the others describe.

    The description closes every part of an "allOf" to further names, so that no message at
    all would fit it.
    """
    if isinstance(schema, list):
        return [loosened(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    return {key: loosened(one) for key, one in schema.items() if key != "additionalProperties"}


def problems(document: object, name: str) -> list[str]:
    components = loosened(official()["components"])
    schema = {"$ref": f"#/components/schemas/{name}", "components": components}
    found = jsonschema.Draft202012Validator(schema).iter_errors(document)
    return [f"{list(one.path)}: {one.message[:200]}" for one in found]


@pytest.mark.parametrize(
    ("letter", "schema"),
    [
        (LETTER, "TextMessage"),
        (replace(LETTER, quotes="wamid.theirs"), "TextMessage"),
        (replace(LETTER, media_url=CHART), "ImageMessage"),
        (replace(LETTER, choices=THREE), "InteractiveMessage"),
        (replace(LETTER, choices=THREE, media_url=CHART), "InteractiveMessage"),
        (replace(LETTER, choices=TEN), "InteractiveMessage"),
        (replace(LETTER, template=Template("news", "sw", ("Asha", "2"))), "TemplateMessage"),
        (replace(LETTER, template=Template("news", "en")), "TemplateMessage"),
    ],
)
def test_what_we_send_fits(meta: Graph, letter: Letter, schema: str) -> None:
    described(OFFICIAL)
    channel(meta).send(letter)

    assert problems(meta.calls[0].document, schema) == []


def test_a_reaction_fits(meta: Graph) -> None:
    described(OFFICIAL)
    signs(meta).react(AMINA, "wamid.theirs", "✅")

    assert problems(meta.calls[0].document, "ReactionMessage") == []


def test_reading_and_typing_fit(meta: Graph) -> None:
    described(OFFICIAL)
    signs(meta).show_typing("wamid.theirs")

    assert problems(meta.calls[0].document, "MarkMessageRequestPayload") == []


def test_the_description_would_find_a_mistake() -> None:
    described(OFFICIAL)
    assert problems({"messaging_product": "whatsapp", "type": "text"}, "TextMessage")


def test_every_address_that_we_call_is_described(meta: Graph) -> None:
    paths = official()["paths"]
    channel(meta).send(LETTER)

    assert "post" in paths["/{Version}/{Phone-Number-ID}/messages"]
    asked = paths["/{Version}/{Media-ID}"]["get"]["parameters"]
    assert "phone_number_id" in [one.get("name") for one in asked]


KINDS: dict[str, type | None] = {
    "message": Received,
    "callback_button": Received,
    "callback_selection": Received,
    "flow_completion": Received,
    "call_permission_update": Received,
    "edited_message": Received,
    "message_status": StatusReport,
    "system": NumberChanged,
}
"""What each file of payloads is about; the others are about no message of a person's."""

SILENT = {("system", "identity_change")}


def payloads() -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path.stem, name, document)
        for path in sorted(described("meta_pywa_updates").glob("*.json"))
        for name, document in json.loads(path.read_text("utf-8")).items()
    ]


def read(document: dict[str, Any]) -> list[Any]:
    value = document["entry"][0]["changes"][0].get("value", {})
    number_id = value.get("metadata", {}).get("phone_number_id", "")
    ours = settings().model_copy(update={"whatsapp_phone_number_id": number_id or "1"})
    return list(MetaChannel(ours).read(Webhook("", {}, json.dumps(document).encode())))


def test_every_payload_is_taken_as_what_it_is() -> None:
    wrong = []
    found = payloads()
    for kind, name, document in found:
        expected = None if (kind, name) in SILENT else KINDS.get(kind)
        if [type(item) for item in read(document)] != ([expected] if expected else []):
            wrong.append((kind, name, read(document)))

    assert wrong == []
    assert len(found) == 74


def received() -> dict[str, Received]:
    found = {f"{kind}.{name}": read(document) for kind, name, document in payloads()}
    return {
        name: one for name, items in found.items() for one in items if type(one) is Received
    }


def test_everything_that_comes_with_a_message_is_found() -> None:
    assert Counter(one.kind for item in received().values() for one in item.attachments) == {
        "image": 2,
        "video": 1,
        "document": 1,
        "audio": 2,
        "sticker": 2,
        "location": 2,
        "reaction": 3,
        "contact": 1,
        "edit": 1,
    }
    assert received()["message.voice"].attachments[0].is_voice


def test_every_tap_is_a_choice() -> None:
    tapped = {name for name, item in received().items() if item.choice == "callback_data"}

    assert tapped == {
        "callback_button.button",
        "callback_button.quick_reply",
        "callback_button.quick_reply_without_context",
        "callback_selection.callback",
        "callback_selection.description",
    }


def test_every_word_is_heard() -> None:
    plain = {name: item for name, item in received().items() if item.text and not item.choice}

    assert {name: item.text for name, item in plain.items()} == {
        "message.text": "Body Text",
        "message.video": "caption",
        "message.document": "caption",
        "message.reply": "replied text",
        "message.forwarded": "forwarded text",
        "message.forwarded_many_times": "text forwarded many times",
        "message.referral": "BODY",
    }
    assert plain["message.reply"].quoted == "wamid.xyzxyz=="


def test_everybody_has_their_id() -> None:
    ids = {name: item.scoped_id for name, item in received().items()}

    assert ids.pop("edited_message.image") is None  # The person beside it is another one.
    assert set(ids.values()) == {"US.13491208655302741918"}
