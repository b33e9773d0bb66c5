"""A voice note, a place, a sticker over Twilio's signed webhooks: one sentence, or none."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.channels.twilio_fakes import message
from tests.end_to_end.signed_shop import AMINA, SignedShop, signed_shop
from tests.webhooks.doors import twilio_posts

MEDIA = "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME1"


@pytest.fixture(name="shop")
def _shop(database_url: str, redis_url: str) -> Iterator[SignedShop]:
    with signed_shop(database_url, redis_url) as shop:
        yield shop


def shows(shop: SignedShop, **values: str) -> list[str]:
    """What comes without words; what is sent because of it."""
    before = len(shop.twilio.calls)
    form = message(MessageSid="MM77", From=f"whatsapp:{AMINA}", Body="", **values)
    assert twilio_posts(shop.client, form).status_code == 200
    shop.works()
    return shop.sent(before)


def test_whoever_sends_a_voice_note_is_asked_to_write(shop: SignedShop) -> None:
    (answer,) = shows(shop, NumMedia="1", MediaUrl0=MEDIA, MediaContentType0="audio/ogg")

    assert answer.startswith(
        f"{AMINA}: Siwezi kusikiliza ujumbe wa sauti. Tafadhali niandikie.\n"
    )


def test_a_place_is_asked_for_in_words(shop: SignedShop) -> None:
    (answer,) = shows(shop, Latitude="-1.286389", Longitude="36.817223")

    assert "Siwezi kusoma ramani." in answer


@pytest.mark.parametrize(
    "values",
    [
        {"NumMedia": "1", "MediaUrl0": MEDIA, "MediaContentType0": "image/webp"},
        {"MessageType": "reaction", "OriginalRepliedMessageSid": "SM1"},
    ],
)
def test_a_sticker_and_a_reaction_are_not_answered(
    shop: SignedShop, values: dict[str, str]
) -> None:
    assert shows(shop, **values) == []
