"""A model server for whoever asks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.ai import model_server as server
from tests.ai.model_server import ModelServer


@pytest.fixture(name="models")
def _models() -> Iterator[ModelServer]:
    with server.model_server() as made:
        yield made
        assert made.wrong == []
