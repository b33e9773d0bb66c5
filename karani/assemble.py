"""Put the parts together."""

from __future__ import annotations

from bot.nlu.reader import Reader
from engine import runtime as parts
from engine.runtime import Languages, Runtime
from engine.settings import Settings
from karani import languages
from karani.lexicons import load_lexicons


def runtime(settings: Settings) -> Runtime:
    """The bundle of parts for one process; call it after a fork, not before."""
    return parts.build(settings, read_languages())


def read_languages() -> Languages:
    """Every language's words and sentences."""
    lexicons = load_lexicons()
    reader = Reader(lexicons)
    return Languages(reader.read, languages.translations(lexicons.plurals), reader.weigh)
