"""Collect every sentence of the bot into the catalogues: `python -m karani.messages`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
KEYWORDS = {"N_": None, "NN_": (1, 2)}
SOURCE = "en"
"""The language of the sentences in the code: its catalogue repeats them."""


def collect(root: Path = ROOT) -> Catalog:
    """Every marked sentence of `bot/`, without a translation."""
    template = Catalog()
    for _, _, sentence, _, _ in extract_from_dir(root / "bot", keywords=KEYWORDS):
        template.add(sentence)
    return template


def catalogues(root: Path = ROOT) -> Iterator[Path]:
    """Every language's file."""
    yield from sorted((root / "locales").glob("*/LC_MESSAGES/karani.po"))


def update(path: Path, template: Catalog) -> None:
    """Add what is new and drop what is gone; nothing is guessed from similar sentences."""
    language = path.parent.parent.name
    with path.open("rb") as file:
        catalog = read_po(file, locale=language)
    template.creation_date = catalog.creation_date  # Else every run changes the file.
    catalog.update(template, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    for message in catalog if language == SOURCE else ():
        message.string = message.id or message.string
    with path.open("wb") as file:
        write_po(file, catalog, width=0, sort_output=True)


def main() -> None:
    """Update the catalogues in place."""
    for path in catalogues():
        update(path, collect())
        print(f"Updated {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
