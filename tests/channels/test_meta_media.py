"""Fetching what came with a message: from Meta alone, whole, and not too large."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from engine.channels.base import Attachment, ChannelError, Media, Trouble
from engine.channels.http import LARGEST_MEDIA
from tests.channels.meta_fakes import channel
from tests.graph import NUMBER_ID, VERSION, Graph, Said, graph, refused

VOICE = Attachment("audio", "7001", "audio/ogg", is_voice=True)
SOUND = b"OggS" + bytes(range(256)) * 40


@pytest.fixture
def meta() -> Iterator[Graph]:
    with graph() as fake:
        fake.media["7001"] = ("audio/ogg; codecs=opus", SOUND)
        yield fake


def failure(fake: Graph, attachment: Attachment = VOICE) -> ChannelError:
    with pytest.raises(ChannelError) as caught:
        channel(fake).fetch(attachment)
    assert not caught.value.ambiguous
    return caught.value


def knowing(fake: Graph, **known: Any) -> None:
    """Let Meta say this of the media, and hand nothing out."""
    fake.answer = lambda: Said(200, json.dumps(known).encode())


def test_media_are_fetched_by_their_id(meta: Graph) -> None:
    assert channel(meta).fetch(VOICE) == Media(SOUND, "audio/ogg")

    asked = f"/{VERSION}/7001?phone_number_id={NUMBER_ID}"
    assert [(call.method, call.path, call.bearer) for call in meta.calls] == [
        ("GET", asked, True),
        ("GET", "/files/7001", True),
    ]


def test_an_id_leads_nowhere_else(meta: Graph) -> None:
    failure(meta, Attachment("audio", "../me?x=/y"))

    assert meta.calls[0].path == f"/{VERSION}/..%2Fme%3Fx%3D%2Fy?phone_number_id={NUMBER_ID}"


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/7001",
        "https://facebook.com.evil.example/7001",
        "https://evilfacebook.com/7001",
        "https://facebook.com/7001",
        "http://lookaside.fbsbx.com/7001",
        "https://lookaside.fbsbx.com:8443/7001",
        "https://lookaside.fbsbx.com@evil.example/7001",
        "https://me:x@lookaside.fbsbx.com/7001",
        "https://[/",
        "ftp://lookaside.fbsbx.com/",
        "file:///etc/passwd",
        "http://127.0.0.1:1/7001",
        "",
        None,
        5,
    ],
)
def test_the_token_goes_to_meta_alone(meta: Graph, url: object) -> None:
    knowing(meta, url=url)

    assert failure(meta).code == "foreign_address"
    assert len(meta.calls) == 1


def test_what_says_that_it_is_too_large_is_not_begun(meta: Graph) -> None:
    knowing(meta, url=f"{meta.url}/files/7001", file_size=str(LARGEST_MEDIA + 1))

    error = failure(meta)

    assert (error.code, error.retryable, len(meta.calls)) == ("too_large", False, 1)


def test_what_turns_out_to_be_too_large_is_given_up(meta: Graph) -> None:
    meta.media["7001"] = ("audio/ogg", bytes(LARGEST_MEDIA + 1))
    known = Said(200, json.dumps({"url": f"{meta.url}/files/7001"}).encode())
    answers = iter([known, None])
    meta.answer = lambda: next(answers)

    error = failure(meta)

    assert (error.code, error.retryable) == ("too_large", False)


def test_what_is_damaged_on_the_way_may_be_asked_for_again(meta: Graph) -> None:
    known = {"url": f"{meta.url}/files/7001", "sha256": "0" * 64}
    answers = iter([Said(200, json.dumps(known).encode()), None])
    meta.answer = lambda: next(answers)

    error = failure(meta)

    assert (error.code, error.retryable) == ("damaged", True)


@pytest.mark.parametrize(
    ("said", "code", "retryable"),
    [
        (refused(400, 100), "100", False),
        (refused(401, 190), "190", False),
        (refused(429, 4), "4", True),
        (Said(503, b""), "http_503", True),
        (Said(200, b"<html>"), "unreadable", True),
        (Said(0, b""), "cut_off", True),
    ],
)
def test_it_says_whether_they_may_come(
    meta: Graph, said: Said, code: str, retryable: bool
) -> None:
    meta.answer = lambda: said

    error = failure(meta)

    assert (error.code, error.retryable) == (code, retryable)


@pytest.mark.parametrize(
    ("status", "retryable"),
    [(404, True), (429, True), (500, True), (302, False), (403, False)],
)
def test_an_address_may_have_grown_old(meta: Graph, status: int, retryable: bool) -> None:
    known = Said(200, json.dumps({"url": f"{meta.url}/files/7001"}).encode())
    answers = iter([known, Said(status, b"", {"Location": "https://evil.example/"})])
    meta.answer = lambda: next(answers)

    error = failure(meta)

    assert (error.code, error.retryable) == (f"http_{status}", retryable)
    assert len(meta.calls) == 2


def test_a_token_that_is_none_is_the_accounts_trouble(meta: Graph) -> None:
    meta.answer = lambda: refused(401, 190)

    assert failure(meta).trouble is Trouble.ACCOUNT
