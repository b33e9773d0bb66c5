"""Find the word lists and read them."""

from __future__ import annotations

import tomllib
from pathlib import Path

from bot.nlu.lexicon import Lexicons

HERE = Path(__file__).resolve().parent
PLACES = (HERE / "locales", HERE.parent / "locales")
"""Inside the installed package, else beside it in a checkout."""


def load_lexicons(folder: Path | None = None) -> Lexicons:
    """Read every `<language>/lexicon.toml` in `folder`, or in the product's own one."""
    home = folder or next(place for place in PLACES if place.is_dir())
    files = sorted(home.glob("*/lexicon.toml"))
    return Lexicons.from_documents(
        {file.parent.name: tomllib.loads(file.read_text("utf-8")) for file in files}
    )
