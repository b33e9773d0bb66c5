"""Calling another system: what is sent, and what an answer means."""

from __future__ import annotations

import gzip
import hashlib
import hmac
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from engine.calling.caller import CallAnswer, CallError, CallRequest, organization_secret
from tests.engine.calling import NOON, SECRET, answered, call, caller, refused
from tests.engine.far_side import FarSide, answer, document, far_side

ROOT = Path(__file__).parents[2]


@pytest.fixture
def shop() -> Iterator[FarSide]:
    with far_side(lambda _: document(b'{"ok": true}')) as side:
        yield side


def test_a_call_is_answered(shop: FarSide) -> None:
    said = call(caller(shop), shop.url + "/orders?day=1")

    assert said == CallAnswer(200, {"ok": True})
    assert shop.asked[0].startswith(b"POST /orders?day=1 HTTP/1.1\r\n")
    assert shop.body == b'{"total": "300"}'
    assert shop.header("host") == f"127.0.0.1:{shop.port}"
    assert shop.header("content-type") == "application/json"
    assert shop.header("idempotency-key") == "run-1:step-2"


def test_a_call_is_signed_over_its_time_and_body(shop: FarSide) -> None:
    call(caller(shop), shop.url)

    at = int(NOON.timestamp())
    signed = str(at).encode() + b"." + shop.body
    expected = hmac.new(SECRET, signed, hashlib.sha256).hexdigest()
    assert shop.header("karani-signature") == f"t={at},v1={expected}"


def test_each_organization_has_a_secret_of_its_own() -> None:
    neighbour = organization_secret(b"x" * 32, UUID(int=2))

    assert organization_secret(b"x" * 32, UUID(int=1)) == SECRET
    assert len({SECRET, neighbour, organization_secret(b"y" * 32, UUID(int=1))}) == 3


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_other_methods_go_out_as_they_are(shop: FarSide, method: str) -> None:
    call(caller(shop), shop.url, method, None if method == "GET" else "{}")

    assert shop.asked[0].startswith(method.encode())


@pytest.mark.parametrize(
    ("method", "body", "code"),
    [
        ("HEAD", None, "bad_method"),
        ("get", None, "bad_method"),
        ("POST / HTTP/1.1\r\nX: ", None, "bad_method"),
        ("GET", "{}", "bad_body"),
        ("POST", "x" * 300_000, "bad_body"),
        ("POST", "\ud800", "bad_body"),
    ],
)
def test_what_is_no_call_of_ours_stays_here(
    shop: FarSide, method: str, body: str | None, code: str
) -> None:
    with pytest.raises(CallError) as caught:
        call(caller(shop), shop.url, method, body)

    assert (caught.value.code, shop.asked) == (code, [])


@pytest.mark.parametrize(
    "name",
    [
        *("Host", "Content-Length", "Transfer-Encoding", "Connection", "Upgrade", "Cookie"),
        *("Idempotency-Key", "Karani-Signature", "Accept-Encoding", "Proxy-Authorization"),
        *("X-Forwarded-For", "x-real-ip", "X-HTTP-Method-Override", "X-Original-URL"),
        *("TE", "Expect", "X A", "X:", "", "X-A\r\nHost", "X-Ä", "ſ"),
    ],
)
def test_a_header_that_is_not_the_workflows_is_refused(shop: FarSide, name: str) -> None:
    with pytest.raises(CallError, match=r"^bad_header: "):
        call(caller(shop), shop.url, headers={name: "x"})
    assert shop.asked == []


@pytest.mark.parametrize("value", ["a\r\nHost: evil", "a\nb", "a\rb", "a\0b", "ä", "x" * 9_000])
def test_a_header_cannot_carry_another(shop: FarSide, value: str) -> None:
    with pytest.raises(CallError, match=r"^bad_header: "):
        call(caller(shop), shop.url, headers={"X-Shop": value})
    assert shop.asked == []


def test_a_header_of_the_workflow_goes_along(shop: FarSide) -> None:
    call(caller(shop), shop.url, headers={"Authorization": "Bearer abc", "X-Shop": "Amina"})

    assert (shop.header("authorization"), shop.header("x-shop")) == ("Bearer abc", "Amina")


def test_a_header_set_twice_is_refused(shop: FarSide) -> None:
    with pytest.raises(CallError, match="twice"):
        call(caller(shop), shop.url, headers={"X-Shop": "a", "x-shop": "b"})


@pytest.mark.parametrize("status", [400, 401, 404, 409, 410, 422, 501])
def test_a_refusal_is_final(status: int) -> None:
    error = refused(answer(f"{status} No", b"secret of the other side"))

    assert (error.code, error.retryable) == (f"http_{status}", False)
    assert "secret" not in str(error)


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_a_weakness_is_not(status: int) -> None:
    assert refused(answer(f"{status} Later")).retryable


@pytest.mark.parametrize(
    ("said", "understood"),
    [
        ("7", 7),
        ("999999", 3_600),
        ("99999999999", None),
        ("-1", None),
        ("²", None),
        ("Fri, 31 Dec 1999 23:59:59 GMT", None),
    ],
)
def test_the_wait_that_is_asked_for_is_passed_on(said: str, understood: int | None) -> None:
    value = said.encode().decode("latin-1")

    assert (
        refused(answer("503 Later", b"", f"Retry-After: {value}")).retry_after_s == understood
    )


def test_an_answer_that_is_cut_off_may_be_asked_for_again_by_its_key() -> None:
    error = refused(
        lambda line: line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhal")
    )

    assert (error.code, error.retryable) == ("cut_off", True)
    assert "Idempotency-Key" in str(error)


@pytest.mark.parametrize("noise", [b"", b"\0\1\2", b"SSH-2.0-x\r\n", b"HTTP/1.1 abc x\r\n\r\n"])
def test_noise_is_no_answer(noise: bytes) -> None:
    assert refused(lambda line: line.sendall(noise)).code == "cut_off"


def test_a_packed_answer_is_unpacked() -> None:
    packed = gzip.compress(b'{"stock": 40}')
    kind = "Content-Type: application/json; charset=utf-8"

    assert answered(answer("200 OK", packed, "Content-Encoding: gzip", kind)).body == {
        "stock": 40
    }


def test_an_answer_that_is_not_packed_as_it_says_is_refused() -> None:
    assert refused(answer("200 OK", b"plain", "Content-Encoding: gzip")).code == "unreadable"


@pytest.mark.parametrize(
    ("body", "read"),
    [
        (b"[1, 2.5, null]", [1, 2.5, None]),
        (b"", ""),
        (b"<html>", "<html>"),
        (b"NaN", "NaN"),
        (b"1e999", "1e999"),
        (b"[" * 100_000, "[" * 64_000),
        (b"[" * 33 + b"]" * 33, "[" * 33 + "]" * 33),
        (b'"' + b"[" * 50 + b'"', "[" * 50),
        (b"9" * 5_000, "9" * 5_000),
        (rb'"a\u0000\ud800"', "a��"),
        (rb'{"\u0000": 1}', {"�": 1}),
    ],
)
def test_what_is_said_to_be_json_is_read_as_far_as_it_is(body: bytes, read: Any) -> None:
    assert answered(document(body)).body == read


def test_another_answer_is_text_that_can_be_stored() -> None:
    said = answered(answer("201 Created", b"sawa\0\xff", "Content-Type: text/plain"))

    assert said == CallAnswer(201, "sawa��")


def test_a_call_has_a_bounded_number_of_headers(shop: FarSide) -> None:
    with pytest.raises(CallError, match=r"^bad_header: .*32"):
        call(caller(shop), shop.url, headers={f"X-{number}": "" for number in range(33)})


@pytest.mark.parametrize("key", ["", "a b", "a\r\nHost: x", "x" * 256])
def test_a_key_is_one_word(shop: FarSide, key: str) -> None:
    request = CallRequest(shop.url, "GET", {}, None, key)

    with pytest.raises(CallError, match=r"^bad_header: .*key"):
        caller(shop).call(request, secret=SECRET)


def test_the_receiver_of_the_documentation_believes_a_call_and_no_other(shop: FarSide) -> None:
    text = (ROOT / "docs/calls.md").read_text("utf-8")
    names: dict[str, Any] = {}
    exec(text.split("```python\n")[1].split("```")[0], names)  # noqa: S102 -- Our own words.
    is_genuine, now = names["is_genuine"], NOON.timestamp()

    call(caller(shop), shop.url)
    header = shop.header("karani-signature")

    assert is_genuine(header, shop.body, SECRET.decode(), now + 60)
    assert not is_genuine(header, shop.body + b" ", SECRET.decode(), now)
    assert not is_genuine(header, shop.body, SECRET.decode(), now + 600)
