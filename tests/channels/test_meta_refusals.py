"""What became of a message, told by Meta's answers."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from datetime import timedelta

import pytest

from engine.channels import http
from engine.channels.base import ChannelError, Trouble
from engine.channels.meta import MetaChannel
from engine.channels.meta_errors import trouble_of
from tests.channels.meta_fakes import AMINA, LETTER, channel, settings
from tests.graph import Graph, Said, graph, refused

USAGE = "X-Business-Use-Case-Usage"
GAINED = {USAGE: '{"1": [{"estimated_time_to_regain_access": 19}, 5]}'}


@pytest.fixture
def meta() -> Iterator[Graph]:
    with graph() as fake:
        yield fake


def failure(sender: MetaChannel) -> ChannelError:
    with pytest.raises(ChannelError) as caught:
        sender.send(LETTER)
    return caught.value


def answering(fake: Graph, said: Said) -> ChannelError:
    fake.answer = lambda: said
    return failure(channel(fake))


CERTAIN, AGAIN, NOBODY_KNOWS = (False, False), (True, False), (False, True)


@pytest.mark.parametrize(
    ("said", "code", "trouble", "fate"),
    [
        (refused(400, 131056), "131056", Trouble.PAIR, AGAIN),
        (refused(429, 130429), "130429", Trouble.BUSY, AGAIN),
        (refused(400, 130429), "130429", Trouble.BUSY, AGAIN),
        (refused(500, 130429), "130429", Trouble.BUSY, AGAIN),
        (refused(400, 80007), "80007", Trouble.BUSY, AGAIN),
        (refused(400, 4), "4", Trouble.BUSY, AGAIN),
        (refused(500, 131016), "131016", Trouble.BUSY, AGAIN),
        (refused(503, 131057), "131057", Trouble.BUSY, AGAIN),
        (refused(500, 133004), "133004", Trouble.BUSY, AGAIN),
        (refused(500, 131000), "131000", Trouble.BUSY, NOBODY_KNOWS),
        (refused(500, 1), "1", Trouble.BUSY, NOBODY_KNOWS),
        (refused(500, 2), "2", Trouble.BUSY, NOBODY_KNOWS),
        (refused(400, 2), "2", Trouble.BUSY, AGAIN),
        (refused(400, 131047), "131047", Trouble.WINDOW, CERTAIN),
        (refused(400, 131026), "131026", Trouble.ADDRESS, CERTAIN),
        (refused(400, 131030), "131030", Trouble.ADDRESS, CERTAIN),
        (refused(400, 131062), "131062", Trouble.ADDRESS, CERTAIN),
        (refused(400, 131049), "131049", Trouble.SPARED, CERTAIN),
        (refused(400, 131050), "131050", Trouble.CONSENT, CERTAIN),
        (refused(400, 130472), "130472", Trouble.SPARED, CERTAIN),
        (refused(400, 132000), "132000", Trouble.CONTENT, CERTAIN),
        (refused(404, 132001), "132001", Trouble.CONTENT, CERTAIN),
        (refused(400, 132012), "132012", Trouble.CONTENT, CERTAIN),
        (refused(400, 132015), "132015", Trouble.CONTENT, CERTAIN),
        (refused(400, 132016), "132016", Trouble.CONTENT, CERTAIN),
        (refused(400, 100), "100", Trouble.CONTENT, CERTAIN),
        (refused(400, 100, error_subcode=2494010), "100", Trouble.CONTENT, CERTAIN),
        (refused(400, 100, error_subcode=33), "100", Trouble.ACCOUNT, CERTAIN),
        (refused(401, 190), "190", Trouble.ACCOUNT, CERTAIN),
        (refused(401, 0), "0", Trouble.ACCOUNT, CERTAIN),
        (refused(403, 200), "200", Trouble.ACCOUNT, CERTAIN),
        (refused(403, 10), "10", Trouble.ACCOUNT, CERTAIN),
        (refused(403, 368), "368", Trouble.ACCOUNT, CERTAIN),
        (refused(403, 131031), "131031", Trouble.ACCOUNT, CERTAIN),
        (refused(400, 131042), "131042", Trouble.ACCOUNT, CERTAIN),
        (refused(400, 131048), "131048", Trouble.ACCOUNT, CERTAIN),
        (refused(400, 999999), "999999", Trouble.OTHER, CERTAIN),
        (Said(429, b""), "http_429", Trouble.BUSY, AGAIN),
        (Said(401, b"<html>"), "http_401", Trouble.ACCOUNT, CERTAIN),
        (Said(404, b"not found"), "http_404", Trouble.OTHER, CERTAIN),
        (Said(302, b""), "http_302", Trouble.OTHER, CERTAIN),
        (Said(502, b"<html>"), "http_502", Trouble.BUSY, NOBODY_KNOWS),
        (Said(503, b""), "http_503", Trouble.BUSY, NOBODY_KNOWS),
        (Said(400, b'{"error": 5}'), "http_400", Trouble.OTHER, CERTAIN),
        (Said(400, b'{"error": {"code": true}}'), "http_400", Trouble.OTHER, CERTAIN),
        (Said(400, b'{"error": {"code": "x"}}'), "http_400", Trouble.OTHER, CERTAIN),
        (Said(200, b"<html>"), "unreadable", Trouble.OTHER, NOBODY_KNOWS),
        (Said(200, b""), "unreadable", Trouble.OTHER, NOBODY_KNOWS),
        (Said(200, b"[1]"), "unreadable", Trouble.OTHER, NOBODY_KNOWS),
        (Said(200, b'{"messages": []}'), "unreadable", Trouble.OTHER, NOBODY_KNOWS),
        (Said(200, b'{"messages": [{"id": 7}]}'), "unreadable", Trouble.OTHER, NOBODY_KNOWS),
        (Said(0, b""), "cut_off", Trouble.OTHER, NOBODY_KNOWS),
    ],
)
def test_an_answer_says_what_became_of_the_message(
    meta: Graph, said: Said, code: str, trouble: Trouble, fate: tuple[bool, bool]
) -> None:
    error = answering(meta, said)

    assert (error.code, error.trouble) == (code, trouble)
    assert (error.retryable, error.ambiguous) == fate


def test_nothing_is_tried_twice(meta: Graph) -> None:
    answering(meta, Said(503, b""))

    assert len(meta.calls) == 1


def test_what_it_says_about_an_error_names_nobody(meta: Graph) -> None:
    error = answering(meta, refused(400, 131026))

    assert str(error) == "131026: HTTP 400, address"
    assert AMINA not in repr(error.__context__)


@pytest.mark.parametrize(
    ("headers", "after"),
    [
        ({"Retry-After": "7"}, timedelta(seconds=7)),
        (GAINED, timedelta(minutes=19)),
        ({USAGE: "{"}, None),
        (
            {USAGE: '{"1": [{"estimated_time_to_regain_access": 0}]}'},
            None,
        ),
        ({USAGE: '{"1": 5}'}, None),
        ({}, None),
    ],
)
def test_it_says_how_long_to_leave_it_alone(
    meta: Graph, headers: dict[str, str], after: timedelta | None
) -> None:
    body = json.dumps({"error": {"code": 80007}}).encode()

    assert answering(meta, Said(429, body, headers)).after == after


def test_a_door_that_is_closed_took_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as port:
        url = f"http://127.0.0.1:{port.getsockname()[1]}"

    error = failure(channel(Graph(url)))

    assert (error.code, error.retryable, error.ambiguous) == ("unreachable", True, False)


def test_silence_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "READ_TIMEOUT_S", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        error = failure(channel(Graph(f"http://127.0.0.1:{silent.getsockname()[1]}")))

    assert (error.code, error.retryable, error.ambiguous) == ("timed_out", False, True)


def test_nobody_can_tell_what_was_taken(meta: Graph) -> None:
    with pytest.raises(ChannelError) as caught:
        channel(meta).find(LETTER)

    assert caught.value.code == "not_listed"
    assert meta.calls == []


@pytest.mark.parametrize("code", [None, "", "x", "²", "131047 "])
def test_what_is_no_code_is_no_trouble(code: str | None) -> None:
    assert trouble_of(code) is Trouble.OTHER


def test_its_token_is_in_no_repr() -> None:
    assert "a-token" not in repr(vars(MetaChannel(settings())))
