"""Wishes of an owner about how the shop is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EndDay:
    """Let the shop's day end at a whole hour after midnight, 0 to 12."""

    hour: int


@dataclass(frozen=True, slots=True)
class AskAgain:
    """Ask again what nobody has answered: "sms" or "call" after so many minutes, or never."""

    after: Mapping[str, int | None]
