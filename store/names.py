"""When two names are one: customers and items are found however they are typed."""

from __future__ import annotations

import unicodedata


def key(name: str) -> str:
    """What a name is found by: without its case, its spacing, and signs that look alike."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
