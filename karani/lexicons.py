"""Read the word lists."""

from __future__ import annotations

import tomllib
from pathlib import Path

from bot.nlu.lexicon import Lexicons
from karani import languages


def load_lexicons(folder: Path | None = None) -> Lexicons:
    """Read every `<language>/lexicon.toml` in `folder`, or in the product's own one."""
    files = sorted((folder or languages.folder()).glob("*/lexicon.toml"))
    return Lexicons.from_documents(
        {file.parent.name: tomllib.loads(file.read_text("utf-8")) for file in files}
    )
