"""What tests of the command line may ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

from karani.doctor import variables
from tests.product import free_port


@pytest.fixture(name="env")
def _env(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """An environment without any setting but a port of its own."""
    for name in variables.KNOWN:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PORT", str(free_port()))
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    return monkeypatch
