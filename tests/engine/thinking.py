"""Questions of a shop to an assistant, with a model on loopback or without one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from engine.ai.base import RequestType
from engine.ai.breaker import Breaker
from engine.ai.rules import Rules
from engine.assistants import thinking
from engine.assistants.thinking import Processed, Question
from karani import assemble
from store import ai_requests
from store.ai_requests import About, AIRequestRow
from tests.ai.model_server import ModelServer, model_server
from tests.engine.world import World

LANGUAGES = assemble.read_languages()


@contextmanager
def with_model(world: World, budget: str = "0.15") -> Iterator[ModelServer]:
    """The same world with the real reader, and a model that answers on loopback."""
    with model_server() as server:
        rt = world.rt
        world.rt = replace(
            rt,
            settings=rt.settings.model_copy(update={"ai_daily_budget": Decimal(budget)}),
            languages=LANGUAGES,
            ai=Rules(LANGUAGES.read, LANGUAGES.translations),
            model=server.model(clock=rt.clock),
            breaker=Breaker(rt.clock),
        )
        yield server
        assert server.wrong == []


def ask(
    world: World, shop: UUID, kind: RequestType, told: Any, schema: Any = None
) -> Processed:
    """Ask as a program of the shop's does."""
    return thinking.process(world.rt, Question(shop, kind, told, About("api"), schema))


def rows(world: World, shop: UUID) -> list[AIRequestRow]:
    """What was kept, newest first."""
    with world.rt.db.tenant(shop) as tx:
        return list(ai_requests.listed(tx, shop, most=50))
