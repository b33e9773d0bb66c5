"""The languages that Karani speaks: one folder each."""

from __future__ import annotations

import gettext
import io
import tomllib
from collections.abc import Mapping
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.i18n import MANY

Plurals = Mapping[str, str]
_HERE = Path(__file__).parent


def folder() -> Path:
    """Where the languages are: inside the installed package, or beside it in a clone."""
    packed = _HERE / "locales"
    return packed if packed.is_dir() else _HERE.parent / "locales"


def translations(
    units: Mapping[str, Plurals] | None = None,
) -> Mapping[str, gettext.NullTranslations]:
    """Every language's sentences, by its code; English without a catalogue is the source.

    `units` are the plurals of units by language, which are read where nobody has them at hand:
    a book may name those of another language.
    """
    found = [place for place in sorted(folder().iterdir()) if place.is_dir()]
    units = units or {place.name: _plurals(place) for place in found}
    everywhere = {word: many for plurals in units.values() for word, many in plurals.items()}
    return {
        place.name: _catalogue(place, {**everywhere, **units.get(place.name, {})})
        for place in found
    }


def _plurals(place: Path) -> Plurals:
    lexicon = place / "lexicon.toml"
    document = tomllib.loads(lexicon.read_text("utf-8")) if lexicon.exists() else {}
    return dict(document.get("plurals", {}))


def _catalogue(place: Path, plurals: Plurals) -> gettext.NullTranslations:
    source = place / "LC_MESSAGES/karani.po"
    if not source.exists():
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    with source.open("rb") as file:
        catalogue = read_po(file, locale=place.name)
    for word, many in plurals.items():
        catalogue.add(word, many, context=MANY)
    write_mo(compiled, catalogue)
    return gettext.GNUTranslations(io.BytesIO(compiled.getvalue()))
