"""Put the parts together."""

from __future__ import annotations

from engine import runtime as parts
from engine.runtime import Runtime
from engine.settings import Settings
from karani import languages


def runtime(settings: Settings) -> Runtime:
    """The bundle of parts for one process; call it after a fork, not before."""
    return parts.build(settings, languages.translations())
