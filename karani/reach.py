"""Reach an installation from another command: by its settings, or by its data folder."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.settings import Settings, SettingsError, home, load

_NOTE = "addresses.json"


@contextmanager
def reachable(data: Path, settings: Settings) -> Iterator[None]:
    """Leave a note of where everything is, for its owner only, while it runs."""
    note, half = data / _NOTE, data / f"{_NOTE}.new"
    half.unlink(missing_ok=True)
    addresses = {
        "database_url": settings.database_url,
        "redis_url": settings.redis_url,
        "public_url": settings.base_url,
        "simulator": "on" if settings.simulator_on else "off",
    }
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(addresses, file)
    half.rename(note)
    try:
        yield
    finally:
        note.unlink(missing_ok=True)


def find(**overrides: object) -> Settings:
    """Settings that lead to an installation: the environment's, else a running `karani up`'s.

    Raises `SettingsError` when there is neither.
    """
    settings = load(**overrides)
    if settings.database_url and settings.redis_url:
        return settings
    data = settings.data_dir or home()
    try:
        addresses = json.loads((data / _NOTE).read_text("utf-8"))
    except (OSError, ValueError):
        raise SettingsError(
            f"Karani does not run on {data}: start it with `karani up`, name its folder with "
            "--data, or set DATABASE_URL and REDIS_URL"
        ) from None
    return load(**{**addresses, **overrides})
