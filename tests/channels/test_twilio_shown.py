"""What is tapped, shown and spoken to us through Twilio."""

from __future__ import annotations

import pytest

from engine.channels.base import Attachment, Received
from engine.channels.twilio import TwilioChannel
from tests.channels.twilio_fakes import message, settings, signed

CHANNEL = TwilioChannel(settings())


def received(form: dict[str, str]) -> Received:
    (item,) = CHANNEL.read(signed(form))
    assert isinstance(item, Received)
    return item


@pytest.mark.parametrize(
    ("form", "choice"),
    [
        (message(Body="Ndiyo", ButtonText="Ndiyo", ButtonPayload="approve:A7"), "approve:A7"),
        (message(Body="Jana", ListTitle="Jana", ListId="day:1"), "day:1"),
        (message(Body="Ndiyo", ButtonPayload=""), None),
        (message(Body="Ndiyo"), None),
    ],
)
def test_a_tap_says_which_choice_it_was(form: dict[str, str], choice: str | None) -> None:
    assert received(form).choice == choice


MEDIA = "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME1"


def with_media(mime_type: str, **values: str) -> dict[str, str]:
    media = {"NumMedia": "1", "MediaUrl0": MEDIA, "MediaContentType0": mime_type}
    return message(Body="", **media, **values)


@pytest.mark.parametrize(
    ("form", "attachment"),
    [
        (with_media("audio/ogg"), Attachment("audio", MEDIA, "audio/ogg", is_voice=True)),
        (
            with_media("audio/ogg; codecs=opus"),
            Attachment("audio", MEDIA, "audio/ogg", is_voice=True),
        ),
        (with_media("audio/mpeg"), Attachment("audio", MEDIA, "audio/mpeg")),
        (with_media("image/jpeg"), Attachment("image", MEDIA, "image/jpeg")),
        (with_media("IMAGE/PNG"), Attachment("image", MEDIA, "image/png")),
        (with_media("image/webp"), Attachment("sticker", MEDIA, "image/webp")),
        (
            with_media("image/png", MessageType="sticker"),
            Attachment("sticker", MEDIA, "image/png"),
        ),
        (with_media("video/mp4"), Attachment("video", MEDIA, "video/mp4")),
        (with_media("text/vcard"), Attachment("contact", MEDIA, "text/vcard")),
        (with_media("application/pdf"), Attachment("document", MEDIA, "application/pdf")),
        (with_media(""), Attachment("document", MEDIA, "")),
        (
            message(Body="", Latitude="-1.286389", Longitude="36.817223", Label="Duka"),
            Attachment("location", "-1.286389,36.817223"),
        ),
        (message(Body="👍", MessageType="reaction"), Attachment("reaction", "👍")),
    ],
)
def test_what_comes_without_words_is_read(form: dict[str, str], attachment: Attachment) -> None:
    item = received(form)

    assert (item.text, item.attachments) == ("", (attachment,))


def test_a_photo_keeps_its_caption() -> None:
    item = received({**with_media("image/jpeg"), "Body": "nimeuza sukari 300"})

    assert (item.text, len(item.attachments)) == ("nimeuza sukari 300", 1)


def test_several_media_come_in_their_order() -> None:
    several = {f"MediaUrl{n}": f"{MEDIA}{n}" for n in range(12)}

    found = received(message(NumMedia="12", **several)).attachments

    assert [one.reference for one in found] == [f"{MEDIA}{n}" for n in range(10)]


@pytest.mark.parametrize(
    "odd",
    [
        {"Latitude": "1", "Longitude": ""},
        {"Latitude": "x", "Longitude": "y"},
        {"Latitude": "1e9", "Longitude": "1"},
        {"MediaUrl0": ""},
        {"MediaUrl0": "h" * 3000},
        {"NumMedia": "minus one"},
    ],
)
def test_what_is_no_attachment_is_none(odd: dict[str, str]) -> None:
    assert received(message(**odd)).attachments == ()
