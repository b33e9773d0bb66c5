"""Whoever waits for a model sees meanwhile that they were heard; nobody else pays for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from queue import Queue
from uuid import UUID

import pytest

from engine.channels.base import ChannelError
from tests.ai.model_server import ModelServer, said
from tests.engine.thinking import with_model
from tests.engine.world import AMINA, World

LOST = "biashara vipi leo"
"""Nothing that the rules can read."""


@pytest.fixture(name="models")
def _models(world: World) -> Iterator[ModelServer]:
    with with_model(world) as server:
        server.answer = lambda path, body: said({"acts": [{"intent": "summary"}]})
        yield server


@pytest.fixture(name="shop")
def _shop(world: World, models: ModelServer) -> UUID:
    return world.registers(AMINA, "Duka la Amina")


@dataclass
class SignsSeen:
    """A provider that can show signs, and remembers them."""

    typing: Queue[str] = field(default_factory=Queue)
    fails: bool = False

    def react(self, to: str, reference: str, emoji: str) -> None:
        raise AssertionError("nobody reacts here")

    def show_typing(self, reference: str) -> None:
        self.typing.put(reference)
        if self.fails:
            raise ChannelError("http_500", "away")


@pytest.mark.parametrize("fails", [False, True])
def test_whoever_waits_for_a_reading_sees_that_an_answer_is_written(
    world: World, shop: UUID, fails: bool
) -> None:
    world.post.signs = signs = SignsSeen(fails=fails)

    assert len(world.says(AMINA, LOST)) == 1

    (reference,) = world.rows(
        f"select provider_reference from inbound_messages where body = '{LOST}'"
    )
    assert signs.typing.get(timeout=5) == reference[0]


def test_what_the_rules_read_at_once_needs_no_sign(world: World, shop: UUID) -> None:
    world.post.signs = signs = SignsSeen()

    world.says(AMINA, "sold sugar 300")

    assert signs.typing.empty()
