"""The languages that Karani speaks: one folder each."""

from __future__ import annotations

import gettext
import io
from collections.abc import Mapping
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

_HERE = Path(__file__).parent


def folder() -> Path:
    """Where the languages are: inside the installed package, or beside it in a clone."""
    packed = _HERE / "locales"
    return packed if packed.is_dir() else _HERE.parent / "locales"


def translations() -> Mapping[str, gettext.NullTranslations]:
    """Every language's sentences, by its code; English without a catalogue is the source."""
    return {
        place.name: _catalogue(place) for place in sorted(folder().iterdir()) if place.is_dir()
    }


def _catalogue(place: Path) -> gettext.NullTranslations:
    source = place / "LC_MESSAGES/karani.po"
    if not source.exists():
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    with source.open("rb") as file:
        write_mo(compiled, read_po(file, locale=place.name))
    return gettext.GNUTranslations(io.BytesIO(compiled.getvalue()))
