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
        "host": settings.host,
        "port": settings.port,
        "public_url": settings.public_url,
        # Off because there is a provider: a command of another shell may not know of it.
        "simulator": settings.simulator or (None if settings.simulator_on else "off"),
    }
    told = {name: value for name, value in addresses.items() if value is not None}
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(told, file)
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
    addresses = noted(data)
    if not addresses:
        raise SettingsError(
            f"Karani does not run on {data}: start it with `karani up`, name its folder with "
            "--data, or set DATABASE_URL and REDIS_URL"
        )
    return load(**{**addresses, **overrides})


def noted(data: Path) -> dict[str, object]:
    """Where the services of a running `karani up` are; empty where none has left a note."""
    try:
        addresses = json.loads((data / _NOTE).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return addresses if isinstance(addresses, dict) else {}
