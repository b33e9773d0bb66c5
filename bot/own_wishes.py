"""What people wish for themselves: their data, to be forgotten, to be known again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Export:
    """Prepare files of what Karani holds: about the speaker, or the shop's whole book."""

    scope: Literal["person", "shop"]


@dataclass(frozen=True, slots=True)
class Erase:
    """Forget the speaker; the shops that they own alone are closed."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Keep the message until it is known who speaks: it is heard then."""


@dataclass(frozen=True, slots=True)
class Trust:
    """It is the person that we know: what was held is heard now."""


@dataclass(frozen=True, slots=True)
class BeginAnew:
    """The number has passed to somebody else: what was held is theirs, and nothing before."""


OwnWish = Export | Erase | Hold | Trust | BeginAnew
