"""The headers of a call: which a workflow may set, and the ones that are ours, signed."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from engine.calling.destinations import CallError

MOST, LONGEST = 32, 8_192

_TOKEN = re.compile(r"[a-z0-9-]{1,64}")
_VALUE = re.compile(r"[ -~]*")
_KEY = re.compile(r"[!-~]{1,255}")
_FREE = frozenset(
    {
        *("accept", "accept-language", "content-type", "prefer", "if-match", "if-none-match"),
        *("authorization", "api-key", "apikey"),
    }
)
# Proxies and frameworks believe these about who asks and what for.
_TRUSTED = re.compile(
    r"x-(forwarded|real-ip|client-ip|original|rewrite|http-method|method)\b.*"
)


def headers(
    given: Mapping[str, str], *, body: str | None, key: str, secret: bytes, at: datetime
) -> dict[str, str]:
    """All headers of a call but `Host`. Raises `CallError` for one that may not be set."""
    if len(given) > MOST:
        raise _wrong(f"a call has at most {MOST} headers")
    if not _KEY.fullmatch(key):
        raise _wrong("the idempotency key is 1 to 255 visible ASCII signs")
    chosen = {_name(name): _value(name, value) for name, value in given.items()}
    if len(chosen) < len(given):
        raise _wrong("a header is set twice")
    if body is not None:
        chosen.setdefault("content-type", "application/json")
    return {
        "accept": "application/json",
        **chosen,
        "accept-encoding": "gzip",
        "user-agent": "Karani",
        "idempotency-key": key,
        "karani-signature": signature(secret, body or "", at),
    }


def signature(secret: bytes, body: str, at: datetime) -> str:
    """`t=<unix seconds>,v1=<hex>`: HMAC-SHA256 of "<t>.<body>" with `secret`."""
    seconds = int(at.timestamp())
    signed = f"{seconds}.{body}".encode()
    return f"t={seconds},v1={hmac.new(secret, signed, hashlib.sha256).hexdigest()}"


def organization_secret(installation_secret: bytes, organization_id: UUID) -> bytes:
    """The key that an organization's calls are signed with; nothing is stored.

    It is ASCII, so that what is shown to its owner is, sign for sign, the key.
    """
    purpose = b"karani.call\0" + organization_id.bytes
    return hmac.new(installation_secret, purpose, hashlib.sha256).hexdigest().encode()


def _name(name: str) -> str:
    lower = name.lower() if name.isascii() else ""
    if not _TOKEN.fullmatch(lower):
        raise _wrong("a header's name holds letters, digits and hyphens only")
    is_own = lower.startswith("x-") and not _TRUSTED.fullmatch(lower)
    if not (lower in _FREE or is_own):
        raise _wrong(f"the header '{lower}' may not be set; use one that begins with X-")
    return lower


def _value(name: str, value: str) -> str:
    if len(value) > LONGEST or not _VALUE.fullmatch(value):
        raise _wrong(f"the value of '{name.lower()}' is one line of ASCII, {LONGEST} at most")
    return value


def _wrong(detail: str) -> CallError:
    return CallError("bad_header", detail)
