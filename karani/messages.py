"""Collect every sentence of the bot into the catalogues: `python -m karani.messages`."""

from __future__ import annotations

from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
KEYWORDS = {"N_": None, "NN_": (1, 2)}
SOURCE = "en"
"""The language of the sentences in the code: its catalogue repeats them."""


def collect(root: Path = ROOT) -> Catalog:
    """Every marked sentence of `bot/`."""
    template = Catalog(project="karani", charset="utf-8")
    found = extract_from_dir(root / "bot", keywords=KEYWORDS, comment_tags=())
    for _, _, message, _, _ in found:
        template.add(message)
    return template


def update(path: Path, template: Catalog) -> None:
    """Add what is new and drop what is gone; nothing is guessed from similar sentences."""
    language = path.parent.parent.name
    with path.open("rb") as file:
        catalog = read_po(file, locale=language)
    catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    if language == SOURCE:
        for message in catalog:
            message.string = message.string if message.id == "" else message.id
    with path.open("wb") as file:
        write_po(file, catalog, width=0, sort_output=True)


def main() -> None:
    """Update the catalogues in place."""
    template = collect()
    for path in sorted((ROOT / "locales").glob("*/LC_MESSAGES/karani.po")):
        update(path, template)
        print(f"Updated {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
