"""Read the words of people's tables."""

from __future__ import annotations

import tomllib
from pathlib import Path

from engine.importing.words import Words
from karani import languages


def load_words(folder: Path | None = None) -> Words:
    """Read every `<language>/table.toml` in `folder`, or in the product's own one."""
    files = sorted((folder or languages.folder()).glob("*/table.toml"))
    return Words.from_documents(tomllib.loads(file.read_text("utf-8")) for file in files)
