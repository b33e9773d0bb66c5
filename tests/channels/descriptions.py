"""Official descriptions of providers' APIs, where a folder of them is at hand."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped] # It has no types.

FOLDER = "PROVIDER_DESCRIPTIONS"


def described(name: str) -> Path:
    """A file or folder of descriptions; skips the test where there is none."""
    folder = os.environ.get(FOLDER)  # noqa: TID251 -- Of the tests, not of the product.
    path = Path(folder or "", name)
    if not (folder and path.exists()):
        pytest.skip(f"{FOLDER} names no folder that has {name}")
    return path


@cache
def opened(path: Path) -> dict[str, Any]:
    """A description in YAML."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    document: dict[str, Any] = yaml.load(path.read_text("utf-8"), loader)  # noqa: S506 -- Safe.
    return document
