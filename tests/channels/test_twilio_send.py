"""Handing a message to Twilio, and telling its answers apart."""

from __future__ import annotations

import email.utils
import json
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
import requests
from urllib3 import HTTPSConnectionPool
from urllib3.exceptions import MaxRetryError, SSLError

from engine.channels import http
from engine.channels.base import ChannelError, Letter
from engine.channels.twilio import TwilioChannel
from engine.settings import SettingsError
from tests.channels.twilio_fakes import (
    ACCOUNT_SID,
    AMINA,
    SMS,
    WHATSAPP,
    FakeTwilio,
    fake_twilio,
    settings,
)

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
LETTER = Letter(
    UUID(int=1), f"twilio:whatsapp:{WHATSAPP}", "whatsapp", AMINA, "Nimeandika 300.", NOON
)
MESSAGES = f"/2010-04-01/Accounts/{ACCOUNT_SID}/Messages.json"


@pytest.fixture
def twilio() -> Iterator[FakeTwilio]:
    with fake_twilio() as fake:
        yield fake


def channel(fake: FakeTwilio) -> TwilioChannel:
    return TwilioChannel(settings(twilio_api_url=fake.url))


def answering(fake: FakeTwilio, status: int, document: object) -> TwilioChannel:
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    fake.answer = lambda: (status, body)
    return channel(fake)


def failure(sender: TwilioChannel) -> ChannelError:
    with pytest.raises(ChannelError) as caught:
        sender.send(LETTER)
    return caught.value


def test_a_whatsapp_message_is_handed_over(twilio: FakeTwilio) -> None:
    assert channel(twilio).send(LETTER) == "SM1"
    assert twilio.calls == [
        (
            "POST",
            MESSAGES,
            {
                "To": f"whatsapp:{AMINA}",
                "From": f"whatsapp:{WHATSAPP}",
                "Body": "Nimeandika 300.",
                "StatusCallback": (
                    "https://karani.example.com/webhooks/twilio/status"
                    f"?message={LETTER.id}#rc=3&rp=all"
                ),
            },
        )
    ]


def test_an_sms_is_handed_over(twilio: FakeTwilio) -> None:
    channel(twilio).send(replace(LETTER, channel="sms", account=f"twilio:sms:{SMS}"))

    assert (twilio.calls[0][2]["To"], twilio.calls[0][2]["From"]) == (AMINA, SMS)


def test_a_scoped_id_is_written_to_as_it_is(twilio: FakeTwilio) -> None:
    channel(twilio).send(replace(LETTER, to="KE.1A2B3C4D5E"))

    assert twilio.calls[0][2]["To"] == "whatsapp:KE.1A2B3C4D5E"


@pytest.mark.parametrize(
    ("status", "document", "code", "retryable", "ambiguous"),
    [
        (429, {"code": 20429, "status": 429, "message": "…"}, "20429", True, False),
        (503, b"<html>", "http_503", True, False),
        (400, {"code": 21611, "status": 400}, "21611", True, False),
        (400, {"code": 63016, "status": 400}, "63016", False, False),
        (400, {"code": 21610, "status": 400}, "21610", False, False),
        (400, {"code": 21999, "status": 400}, "21999", False, False),
        (401, {"code": 20003, "status": 401}, "20003", False, False),
        (404, b"not found", "http_404", False, False),
        (302, b"", "http_302", False, False),
        (500, {"code": 20500, "status": 500}, "20500", False, True),
        (502, b"<html>", "http_502", False, True),
        (400, {"type": "t", "title": "t", "status": 400, "code": 20429}, "20429", True, False),
        (400, {"type": "t", "title": "t", "status": "x", "code": 1}, "1", False, False),
        (400, {"code": True}, "http_400", False, False),
        (400, {"code": "21610"}, "http_400", False, False),
        (400, [21610], "http_400", False, False),
        (400, b"[" * 100_000, "http_400", False, False),
        (201, b"<html>", "unreadable", False, True),
        (201, b"", "unreadable", False, True),
        (201, [1, 2], "unreadable", False, True),
        (201, {"sid": None}, "unreadable", False, True),
        (201, {"sid": 7}, "unreadable", False, True),
        (201, {"sid": "SM1", "date_created": 5}, "unreadable", False, True),
        (200, b" " * (http.LARGEST_ANSWER + 1), "too_large", False, True),
        (0, b"", "cut_off", False, True),
    ],
)
def test_an_answer_says_what_became_of_the_message(
    twilio: FakeTwilio,
    status: int,
    document: object,
    code: str,
    retryable: bool,
    ambiguous: bool,
) -> None:
    error = failure(answering(twilio, status, document))

    assert (error.code, error.retryable, error.ambiguous) == (code, retryable, ambiguous)


def test_it_hears_how_long_twilio_wants_to_be_left_alone(twilio: FakeTwilio) -> None:
    twilio.shelf[MESSAGES] = (429, {"retry-after": "7"}, b"")

    assert failure(channel(twilio)).after == timedelta(seconds=7)


def test_nothing_is_tried_twice(twilio: FakeTwilio) -> None:
    failure(answering(twilio, 503, b""))

    assert len(twilio.calls) == 1


def test_what_it_says_about_an_error_names_nobody(twilio: FakeTwilio) -> None:
    refused = {"code": 21211, "status": 400, "message": f"'To' {AMINA} is not valid"}

    assert str(failure(answering(twilio, 400, refused))) == ("21211: HTTP 400, address")


def test_a_door_that_is_closed_took_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as port:
        url = f"http://127.0.0.1:{port.getsockname()[1]}"

    error = failure(channel(FakeTwilio(url)))

    assert (error.code, error.retryable, error.ambiguous) == ("unreachable", True, False)


def test_a_name_that_nobody_has_took_nothing() -> None:
    error = failure(channel(FakeTwilio("http://twilio.invalid")))

    assert (error.code, error.retryable) == ("unreachable", True)


def test_silence_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "READ_TIMEOUT_S", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        error = failure(channel(FakeTwilio(f"http://127.0.0.1:{silent.getsockname()[1]}")))

    assert (error.code, error.retryable, error.ambiguous) == ("timed_out", False, True)


def test_half_an_answer_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "READ_TIMEOUT_S", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as server:
        answering = threading.Thread(target=_answer_by_half, args=(server,))
        answering.start()
        error = failure(channel(FakeTwilio(f"http://127.0.0.1:{server.getsockname()[1]}")))
        answering.join()

    assert (error.retryable, error.ambiguous) == (False, True)


def test_connections_are_kept(twilio: FakeTwilio) -> None:
    sender = channel(twilio)
    for _ in range(3):
        sender.send(LETTER)

    assert len(twilio.callers) == 1


@pytest.mark.parametrize(
    ("reason", "retryable"),
    [(ssl.SSLCertVerificationError("expired"), True), (ssl.SSLEOFError("cut"), False)],
)
def test_a_stranger_at_the_door_took_nothing(reason: ssl.SSLError, retryable: bool) -> None:
    inner = MaxRetryError(HTTPSConnectionPool("api"), "/", SSLError(reason))

    error = http._failure(requests.exceptions.SSLError(inner))

    assert (error.retryable, error.ambiguous) == (retryable, not retryable)


def test_without_an_account_there_is_no_channel() -> None:
    bare = settings(
        twilio_account_sid=None,
        twilio_auth_token=None,
        twilio_whatsapp_from=None,
        twilio_sms_from=None,
    )

    with pytest.raises(SettingsError, match="TWILIO_ACCOUNT_SID"):
        TwilioChannel(bare)


# --- Looking for a message whose answer was lost ---------------------------------------------


def row(sid: str = "SM1", body: str = LETTER.text, later_s: float = 1) -> dict[str, object]:
    created = email.utils.format_datetime(NOON + timedelta(seconds=later_s))
    return {"sid": sid, "body": body, "date_created": created, "direction": "outbound-api"}


def listing(*rows: dict[str, object]) -> dict[str, object]:
    return {"messages": list(rows), "next_page_uri": None, "page": 0}


def test_it_asks_for_what_that_person_got_since(twilio: FakeTwilio) -> None:
    nairobi = NOON.astimezone(timezone(timedelta(hours=3)))

    answering(twilio, 200, listing()).find(replace(LETTER, claimed_at=nairobi))

    (method, path, query), *_ = twilio.calls
    assert (method, path, query["To"]) == ("GET", MESSAGES, f"whatsapp:{AMINA}")
    assert query["DateSent>"] == "2026-11-24T11:58:00Z"


@pytest.mark.parametrize(
    ("rows", "alike"),
    [
        ([], []),
        ([row()], ["SM1"]),
        ([row("SM1"), row("SM2")], ["SM1", "SM2"]),
        ([row(body="Nimeandika 300. \n")], ["SM1"]),
        ([row(body="Nimeandika 301.")], []),
        ([row(body="")], []),
        ([row(later_s=-119)], ["SM1"]),
        ([row(later_s=121)], []),
        ([row(later_s=-121)], []),
        ([row("SM2", later_s=500), row("SM3"), row("SM4", body="?")], ["SM3"]),
        ([{"sid": "SM1", "body": LETTER.text, "date_created": None}], []),
    ],
)
def test_what_is_alike_is_found_by_text_and_time(
    twilio: FakeTwilio, rows: list[dict[str, object]], alike: list[str]
) -> None:
    assert answering(twilio, 200, listing(*rows)).find(LETTER) == alike


@pytest.mark.parametrize(
    ("status", "document", "code"),
    [
        (200, b"<html>", "unreadable"),
        (200, {"messages": None}, "unreadable"),
        (500, b"", "http_500"),
        (0, b"", "cut_off"),
    ],
)
def test_it_says_when_it_cannot_tell(
    twilio: FakeTwilio, status: int, document: object, code: str
) -> None:
    with pytest.raises(ChannelError) as caught:
        answering(twilio, status, document).find(LETTER)

    assert caught.value.code == code


def _answer_by_half(server: socket.socket) -> None:
    connection, _ = server.accept()
    with connection:
        connection.recv(1 << 16)
        connection.sendall(b"HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\n{")
        connection.recv(1)  # Until the other side has had enough.
