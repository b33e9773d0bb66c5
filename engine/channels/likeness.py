"""By what a message is told again that comes under two ids."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Likeness:
    """By what a message is told again under another id: a digest of who said what.

    `listed` is its id in the list where it was found there, None where it came by itself.
    """

    digest: bytes
    listed: str | None = None
