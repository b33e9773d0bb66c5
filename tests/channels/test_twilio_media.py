"""A picture on its way through Twilio: by its address, over the text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

import pytest

from engine.channels.base import Letter
from engine.channels.twilio import TwilioChannel
from tests.channels.twilio_fakes import (
    AMINA,
    WHATSAPP,
    FakeTwilio,
    fake_twilio,
    settings,
)

CHART = "https://karani.example.com/files/token"


@pytest.fixture
def twilio() -> Iterator[FakeTwilio]:
    with fake_twilio() as fake:
        yield fake


def sent(twilio: FakeTwilio, media_url: str | None) -> dict[str, str]:
    letter = Letter(
        UUID(int=1),
        f"twilio:whatsapp:{WHATSAPP}",
        "whatsapp",
        AMINA,
        "Wiki hii: mauzo Ksh 300.",
        datetime(2026, 11, 24, 12, 0, tzinfo=UTC),
        media_url,
    )
    TwilioChannel(settings(twilio_api_url=twilio.url)).send(letter)
    return twilio.calls[0][2]


def test_the_picture_goes_with_its_text_in_one_message(twilio: FakeTwilio) -> None:
    form = sent(twilio, CHART)

    assert (form["MediaUrl"], form["Body"]) == (CHART, "Wiki hii: mauzo Ksh 300.")


def test_a_text_alone_names_no_picture(twilio: FakeTwilio) -> None:
    assert "MediaUrl" not in sent(twilio, None)
