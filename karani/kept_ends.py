"""Read the signed ends of audit chains that somebody outside has kept."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from karani.errors import NotAsItShouldBeError
from store.checkpoints import Checkpoint


def read(file: Path) -> Sequence[Checkpoint]:
    """What a file holds: a line for each end or for each page, as `GET /audit/heads` shows it.

    Raises `NotAsItShouldBeError`.
    """
    try:
        lines = file.read_text("utf-8").splitlines()
        return [_end(told) for line in lines if line.strip() for told in _told(line)]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotAsItShouldBeError(f"{file}: these are no signed ends: {error}") from None


def key(text: str) -> bytes:
    """A public key. Raises `NotAsItShouldBeError`."""
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise NotAsItShouldBeError(f"{text}: is no public key in hexadecimal") from None


def _told(line: str) -> Iterator[Mapping[str, Any]]:
    document = json.loads(line)
    yield from document.get("items", [document])


def _end(told: Mapping[str, Any]) -> Checkpoint:
    return Checkpoint(
        organization_id=UUID(told["organization"]),
        day=date.fromisoformat(told["day"]),
        sequence=int(told["sequence"]),
        hash=bytes.fromhex(told["hash"]),
        public_key=bytes.fromhex(told["public_key"]),
        signature=bytes.fromhex(told["signature"]),
    )
