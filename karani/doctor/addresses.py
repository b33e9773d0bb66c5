"""Compare the address that a provider calls with our own."""

from __future__ import annotations

from urllib.parse import urlsplit


def same(one: str, other: str) -> bool:
    """Whether two addresses lead to the same door, whatever stands behind a # or a ?."""
    try:
        return _door(one) == _door(other)
    except ValueError:
        return False  # One of them is no address at all.


def _door(address: str) -> tuple[str, str | None, str]:
    parts = urlsplit(address)
    return parts.scheme, parts.hostname, parts.path.rstrip("/")
