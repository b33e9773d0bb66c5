"""What Meta reports, in our words; nothing it says makes us stumble."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from engine.channels.base import (
    Attachment,
    Received,
    Reported,
)
from engine.channels.meta import MetaChannel
from tests.channels.meta_fakes import (
    ACCOUNT,
    AMINA,
    SCOPED,
    WAMID,
    contact,
    envelope,
    message,
    saying,
    settings,
    signed,
    value,
)

CHANNEL = MetaChannel(settings())


def read(document: object) -> list[Reported]:
    return list(CHANNEL.read(signed(document)))


def received(*messages: dict[str, Any]) -> Received:
    (item,) = read(saying(*messages))
    assert isinstance(item, Received)
    return item


def test_a_message_is_read() -> None:
    webhook = signed(saying(message()))

    assert list(CHANNEL.read(webhook)) == [
        Received(
            account=ACCOUNT,
            channel="whatsapp",
            provider_reference=WAMID,
            address=AMINA,
            address_kind="phone",
            text="nimeuza sukari kilo 2 kwa 300",
            raw=webhook.body,
            sent_at=datetime(2026, 11, 23, 7, 0, tzinfo=UTC),
            scoped_id=SCOPED,
        )
    ]


@pytest.mark.parametrize("told", [{"from_user_id": SCOPED}, {}])
def test_a_person_without_a_visible_phone_is_reached_by_their_scoped_id(
    told: dict[str, str],
) -> None:
    written = {**message(), **told}
    del written["from"]
    whose = [contact(phone=None)]

    (item,) = read(envelope(value(contacts=whose, messages=[written])))

    assert isinstance(item, Received)
    assert (item.address, item.address_kind, item.scoped_id) == (SCOPED, "bsuid", None)


def test_of_several_people_each_has_their_own_id() -> None:
    whose = [contact(), contact("254722000002", "KE.BARAKA")]
    theirs = message(**{"from": "254722000002", "id": "wamid.2"})

    items = read(envelope(value(contacts=whose, messages=[theirs, message()])))

    assert [(one.address, one.scoped_id) for one in items if isinstance(one, Received)] == [
        ("+254722000002", "KE.BARAKA"),
        (AMINA, SCOPED),
    ]


def test_an_id_beside_another_persons_phone_is_nobodys() -> None:
    whose = [contact("254722000002", "KE.BARAKA")]

    (item,) = read(envelope(value(contacts=whose, messages=[message()])))

    assert isinstance(item, Received)
    assert (item.address, item.scoped_id) == (AMINA, None)


def _tap(kind: str, **reply: str) -> dict[str, Any]:
    return message("interactive", interactive={"type": kind, kind: reply})


@pytest.mark.parametrize(
    ("written", "choice", "label"),
    [
        (
            message("button", button={"payload": "approve:A7", "text": "Kubali"}),
            "approve:A7",
            "Kubali",
        ),
        (_tap("button_reply", id="approve:A7", title="Kubali"), "approve:A7", "Kubali"),
        (
            _tap("list_reply", id="line:3", title="Unga", description="Unga wa ngano"),
            "line:3",
            "Unga",
        ),
        (_tap("nfm_reply", name="flow", body="Sent"), None, ""),
        (message("interactive"), None, ""),
        (message("button"), None, ""),
    ],
)
def test_a_tap_is_a_choice(written: dict[str, Any], choice: str | None, label: str) -> None:
    item = received(written)

    assert (item.choice, item.text) == (choice, label)


def _file(**more: Any) -> dict[str, Any]:
    return {"id": "7001", "mime_type": "audio/ogg; codecs=opus", "sha256": "4654+8g=", **more}


@pytest.mark.parametrize(
    ("kind", "body", "attachment", "text"),
    [
        ("audio", _file(voice=True), Attachment("audio", "7001", "audio/ogg", True), ""),
        ("audio", _file(voice=False), Attachment("audio", "7001", "audio/ogg"), ""),
        (
            "image",
            _file(mime_type="image/jpeg", caption="risiti"),
            Attachment("image", "7001", "image/jpeg"),
            "risiti",
        ),
        ("video", _file(mime_type="video/mp4"), Attachment("video", "7001", "video/mp4"), ""),
        (
            "document",
            _file(mime_type="application/pdf", filename="a.pdf", caption="mauzo"),
            Attachment("document", "7001", "application/pdf"),
            "mauzo",
        ),
        (
            "sticker",
            _file(mime_type="image/webp", animated=True),
            Attachment("sticker", "7001", "image/webp"),
            "",
        ),
        (
            "location",
            {"latitude": -1.28333, "longitude": 36.81667, "name": "Duka"},
            Attachment("location", "-1.28333,36.81667"),
            "",
        ),
        (
            "contacts",
            [
                {"name": {"formatted_name": "Baraka"}, "phones": [{"phone": "+254722000002"}]},
                {"name": {"formatted_name": "Asha"}},
            ],
            Attachment("contact", "Baraka, Asha"),
            "",
        ),
    ],
)
def test_what_comes_with_a_message_is_attached(
    kind: str, body: object, attachment: Attachment, text: str
) -> None:
    item = received(message(kind, **{kind: body}))

    assert (item.attachments, item.text) == ((attachment,), text)


@pytest.mark.parametrize("body", [{}, {"id": ""}, {"id": 5}, {"id": "a b"}, [], None, "7001"])
def test_media_without_an_id_are_none(body: object) -> None:
    assert received(message("image", image=body)).attachments == ()


@pytest.mark.parametrize("degrees", ["NaN", "Infinity", 1000, "1e99999", {}, None, "36°"])
def test_a_place_that_is_nowhere_is_none(degrees: object) -> None:
    place = {"latitude": 1.5, "longitude": degrees}

    assert received(message("location", location=place)).attachments == ()


def test_a_reaction_is_at_a_message() -> None:
    item = received(message("reaction", reaction={"message_id": "wamid.ours", "emoji": "👍"}))

    assert (item.quoted, item.attachments) == ("wamid.ours", (Attachment("reaction", "👍"),))


def test_a_reaction_that_is_taken_back_has_no_emoji() -> None:
    item = received(message("reaction", reaction={"message_id": "wamid.ours"}))

    assert (item.text, item.attachments) == ("", (Attachment("reaction", ""),))


def test_a_message_that_was_changed_is_not_heard_again() -> None:
    changed = {"type": "text", "text": {"body": "nimeuza sukari kwa 350"}}
    edit = {"original_message_id": "wamid.first", "message": changed}

    item = received(message("edit", edit=edit))

    assert (item.text, item.attachments) == ("", (Attachment("edit", "wamid.first"),))


def test_what_goes_with_an_order_is_its_text() -> None:
    order = {"catalog_id": "1", "text": "Leo jioni", "product_items": [{"quantity": 3}]}

    assert received(message("order", order=order)).text == "Leo jioni"


@pytest.mark.parametrize("kind", ["unsupported", "unknown", "tomorrow's kind", ""])
def test_what_is_not_supported_says_nothing(kind: str) -> None:
    item = received(message(kind, errors=[{"code": 131051, "title": "Unsupported"}]))

    assert (item.text, item.attachments, item.choice) == ("", (), None)


def test_what_is_quoted_is_kept() -> None:
    context = {"from": "254700123456", "id": "wamid.ours"}

    assert received(message(context=context)).quoted == "wamid.ours"
    assert received(message(context={"forwarded": True})).quoted is None


@pytest.mark.parametrize("given", ["", "soon", "-5", "9" * 400, 10**14, None, [], True, 1.5])
def test_a_time_that_is_none_is_none(given: object) -> None:
    assert received(message(timestamp=given)).sent_at is None


def test_what_cannot_be_stored_is_left_out() -> None:
    assert received(message(text={"body": "nusu\0 kilo \ud83d 👍"})).text == "nusu kilo ? 👍"
