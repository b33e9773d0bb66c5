"""How an e-mail says farewell: where its reader may go to get no more."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Farewell:
    """An address to open, and what to say before it."""

    url: str
    words: str
