"""What another system answered: bounded, read as JSON or text, its refusals in our words."""

from __future__ import annotations

import json
import math
import re
import time
from collections.abc import Mapping
from typing import Any

from urllib3 import BaseHTTPResponse

from engine.calling.destinations import CallError

LARGEST = 1 << 20
"""Bytes after decompression."""

LONGEST_TEXT = 64_000
DEEPEST = 32
LONGEST_WAIT_S = 3_600
AGAIN = "it may have been carried out; the same Idempotency-Key goes with the next attempt"

_LATER = frozenset({408, 425, 429, 500, 502, 503, 504})
_JSON = re.compile(r"application/([a-z0-9.-]+\+)?json\b.*", re.IGNORECASE)
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # PostgreSQL's text and jsonb refuse them.


def whole(response: BaseHTTPResponse, end: float) -> bytes:
    """The body, unpacked piece by piece until `end` on the monotonic clock."""
    body = bytearray()
    while piece := response.read1(1 << 16, decode_content=True):
        body += piece
        if len(body) > LARGEST:
            raise CallError("too_large", "the answer is larger than 1 MB; ask for less")
        if time.monotonic() > end:
            raise TimeoutError
    return bytes(body)


def content(kind: str, body: bytes) -> Any:
    """JSON where it is said to be and is, else text; both can be stored."""
    text = body.decode("utf-8", "replace")
    if _JSON.fullmatch(kind.strip()):
        try:
            return _parsed(text)
        except ValueError:
            pass  # It only says that it is JSON.
    return _storable(text[:LONGEST_TEXT])


def refusal(status: int, headers: Mapping[str, str]) -> CallError:
    """What a status that is no success asks of us."""
    if 300 <= status < 400:
        return CallError("redirected", f"HTTP {status}; name the address it leads to instead")
    if status in {429, 503}:
        after = _seconds(headers.get("Retry-After", ""))
        detail = f"HTTP {status}; the other system wants us to come back later"
        return CallError(f"http_{status}", detail, retryable=True, retry_after_s=after)
    if status in _LATER:
        return CallError(f"http_{status}", f"HTTP {status}; {AGAIN}", retryable=True)
    side = "the call" if 400 <= status < 500 else "the other system"
    return CallError(f"http_{status}", f"HTTP {status}; look at what {side} lacks")


def _parsed(text: str) -> Any:
    if _depth(text) > DEEPEST:
        raise ValueError("too deep")
    return _clean(json.loads(text, parse_constant=_refused, parse_float=_finite))


def _depth(text: str) -> int:
    """How deep it is nested, told before the parser, which is recursive, sees it."""
    deepest = depth = 0
    for sign in re.findall(r"[\[\]{}]", _QUOTED.sub("", text)):
        depth += 1 if sign in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return _storable(value)
    if isinstance(value, list):
        return [_clean(each) for each in value]
    if isinstance(value, dict):
        return {_storable(name): _clean(each) for name, each in value.items()}
    return value


def _storable(text: str) -> str:
    return _UNSTORABLE.sub("�", text)


def _refused(constant: str) -> Any:
    raise ValueError(constant)


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("too large a number")
    return number


def _seconds(text: str) -> int | None:
    """`Retry-After` in seconds; its other form, a date, depends on their clock."""
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) < 9):
        return None
    return min(int(digits), LONGEST_WAIT_S)
