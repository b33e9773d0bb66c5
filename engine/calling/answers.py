"""What another system answered: bounded, read as JSON or text, its refusals in our words."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from typing import Any

from urllib3 import BaseHTTPResponse

from engine.calling.destinations import CallError
from engine.tools import foreign_json

LARGEST = 1 << 20
"""Bytes after decompression."""

LONGEST_TEXT = 64_000
DEEPEST = 32
LONGEST_WAIT_S = 3_600
AGAIN = "it may have been carried out; the same Idempotency-Key goes with the next attempt"

_LATER = frozenset({408, 425, 429, 500, 502, 503, 504})
_JSON = re.compile(r"application/([a-z0-9.-]+\+)?json\b.*", re.IGNORECASE)


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
            return foreign_json.parse(text, DEEPEST)
        except ValueError:
            pass  # It only says that it is JSON.
    return foreign_json.storable(text[:LONGEST_TEXT])


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


def _seconds(text: str) -> int | None:
    """`Retry-After` in seconds; its other form, a date, depends on their clock."""
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) < 9):
        return None
    return min(int(digits), LONGEST_WAIT_S)
