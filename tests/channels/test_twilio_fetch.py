"""Voice notes and photos: fetched from Twilio with its token, and from nobody else."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import pytest

from engine.channels import http
from engine.channels.base import Attachment, ChannelError, Media
from engine.channels.twilio import TwilioChannel
from tests.channels.twilio_fakes import (
    ACCOUNT_SID,
    TOKEN,
    FakeTwilio,
    fake_twilio,
    settings,
)

PATH = f"/2010-04-01/Accounts/{ACCOUNT_SID}/Messages/MM1/Media/ME1"
ADDRESS = f"https://api.twilio.com{PATH}"
STORE = "https://mms.twiliocdn.com/store/ME1?Signature=x"
VOICE = (200, {"Content-Type": "audio/ogg; codecs=opus"}, b"OggS")


@pytest.fixture
def twilio() -> Iterator[FakeTwilio]:
    with fake_twilio() as fake:
        yield fake


def fetched(twilio: FakeTwilio, address: str = ADDRESS) -> Media:
    channel = TwilioChannel(settings(twilio_api_url=twilio.url))
    return channel.fetch(Attachment("audio", address, "audio/ogg"))


def refused(twilio: FakeTwilio, address: str = ADDRESS) -> ChannelError:
    with pytest.raises(ChannelError) as caught:
        fetched(twilio, address)
    return caught.value


def moved(to: str, status: int = 307) -> tuple[int, dict[str, str], bytes]:
    return status, {"Location": to}, b""


def test_a_voice_note_is_fetched_with_the_token_of_the_account(twilio: FakeTwilio) -> None:
    twilio.shelf[PATH] = VOICE

    assert fetched(twilio) == Media(b"OggS", "audio/ogg")
    token = base64.b64encode(f"{ACCOUNT_SID}:{TOKEN}".encode()).decode()
    assert twilio.tokens == [f"Basic {token}"]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_the_token_does_not_go_along_to_the_store(twilio: FakeTwilio, status: int) -> None:
    twilio.shelf = {PATH: moved(STORE, status), "/store/ME1": VOICE}

    assert fetched(twilio).content == b"OggS"
    assert [bool(token) for token in twilio.tokens] == [True, False]


def test_a_test_server_may_name_itself(twilio: FakeTwilio) -> None:
    twilio.shelf = {"/media/1": VOICE}

    assert fetched(twilio, f"{twilio.url}/media/1").content == b"OggS"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ME1",
        "//api.twilio.com/x",
        "http://api.twilio.com/x",
        "https://api.twilio.com.evil.example/x",
        "https://api.twilio.com@evil.example/x",
        "https://evil.example/api.twilio.com",
        "https://mms.twiliocdn.com/x",
        "https://api.twilio.com:8443/x",
        "https://api.twilio.com:x/x",
        "https://[::1/x",
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
    ],
)
def test_nothing_is_asked_of_strangers(twilio: FakeTwilio, address: str) -> None:
    error = refused(twilio, address)

    assert (error.code, error.retryable, twilio.calls) == ("foreign_address", False, [])


@pytest.mark.parametrize(
    "target",
    [
        "",
        "https://evil.example/",
        "http://127.0.0.1:1/",
        "http://mms.twiliocdn.com/x",
        "https://twiliocdn.com.evil.example/",
        "https://me@mms.twiliocdn.com/",
    ],
)
def test_nobody_sends_us_anywhere_else(twilio: FakeTwilio, target: str) -> None:
    twilio.shelf[PATH] = moved(target)

    assert refused(twilio).code == "foreign_address"
    assert len(twilio.calls) == 1


def test_media_that_is_always_elsewhere_is_given_up(twilio: FakeTwilio) -> None:
    twilio.shelf = {PATH: moved(STORE), "/store/ME1": moved(STORE)}

    assert refused(twilio).code == "redirected"
    assert len(twilio.calls) == 4


@pytest.mark.parametrize(
    ("status", "retryable"),
    [(401, False), (403, False), (404, True), (410, False), (429, True), (503, True)],
)
def test_what_is_not_handed_over_may_come_later(
    twilio: FakeTwilio, status: int, retryable: bool
) -> None:
    twilio.shelf[PATH] = (status, {}, b"no")

    error = refused(twilio)

    assert (error.code, error.retryable, error.ambiguous) == (
        f"http_{status}",
        retryable,
        False,
    )


def test_more_than_whatsapp_carries_is_not_read_to_its_end(twilio: FakeTwilio) -> None:
    twilio.shelf[PATH] = (200, {}, bytes(http.LARGEST_MEDIA + 1))

    error = refused(twilio)

    assert (error.code, error.retryable) == ("too_large", False)


def test_as_much_as_whatsapp_carries_is_read(twilio: FakeTwilio) -> None:
    twilio.shelf[PATH] = (200, {}, bytes(http.LARGEST_MEDIA))

    media = fetched(twilio)

    assert (len(media.content), media.mime_type) == (16 << 20, "application/octet-stream")


def test_a_connection_that_breaks_off_is_tried_later(twilio: FakeTwilio) -> None:
    twilio.shelf[PATH] = (0, {}, b"")

    error = refused(twilio)

    assert (error.code, error.retryable, error.ambiguous) == ("cut_off", True, False)
