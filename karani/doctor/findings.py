"""What a look at an installation finds: how bad it is, in plain words, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class Level(Enum):
    """How bad it is; the value is its mark, readable without colours."""

    WELL = "ok"
    NOTE = "note"
    WARNING = "warning"
    WRONG = "WRONG"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: `about` names the variable, the file or the part; `do` what mends it.

    It holds no secret, no phone number, and nothing that another program has said.
    """

    level: Level
    about: str
    says: str
    do: str = ""


Findings = Iterable[Finding]


def well(about: str, says: str) -> Finding:
    """It is as it should be."""
    return Finding(Level.WELL, about, says)


def note(about: str, says: str, do: str = "") -> Finding:
    """Good to know; nothing needs to be done."""
    return Finding(Level.NOTE, about, says, do)


def warning(about: str, says: str, do: str) -> Finding:
    """It works, and should be looked at."""
    return Finding(Level.WARNING, about, says, do)


def wrong(about: str, says: str, do: str) -> Finding:
    """Something does not work, or is not safe."""
    return Finding(Level.WRONG, about, says, do)
