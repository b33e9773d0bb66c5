"""Find a name that the shop knows in what a person wrote."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORDS = re.compile(r"\w+")


def named(text: str, names: Iterable[str]) -> str | None:
    """The longest of these names that stands in the text as whole words, in any case."""
    said = f" {_plain(text)} "
    found = [name for name in names if _plain(name) and f" {_plain(name)} " in said]
    return max(found, key=len, default=None)


def _plain(text: str) -> str:
    return " ".join(_WORDS.findall(text.casefold()))
