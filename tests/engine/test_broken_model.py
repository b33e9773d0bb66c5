"""With a model that never answers, a shop goes on as if there were none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from engine.ai.rules import Rules
from tests.ai.model_server import CUT, Answer, refused
from tests.engine.thinking import LANGUAGES, with_model
from tests.engine.world import AMINA, World
from tests.engine.world import world as another_world
from tests.services import Cluster
from tests.transcripts import script

TOLD = Path(__file__).parents[1] / "transcripts"
STORIES = (
    "evening_list_sw", "debt_story_en", "undo_sw", "reports_en", "appointments_sw", "rules_en",
    "stock_en", "reader_corners_sw", "smalltalk_en", "payment_sw",
)  # fmt: skip
PASSING = re.compile(r"\b[A-Z]\d{1,2}\b|\bA[A-Z0-9]{9}\b")
"""Codes that are drawn by lot."""


def texts() -> Iterator[str]:
    for path in sorted(TOLD.glob("*.txt")):
        if path.stem in STORIES:
            yield from (one.text for one in script.read(path).exchanges if not one.by)


def told(world: World) -> list[list[str]]:
    """Everything that Amina hears, through all those stories in one shop of hers."""
    world.registers(AMINA, "Duka la Amina")
    heard = []
    for words in (*texts(), "biashara vipi leo", "pole sana", "njoo kesho"):
        world.now[0] += timedelta(seconds=40)  # The breaker lets one through now and then.
        heard.append([PASSING.sub("?", text) for text in world.says(AMINA, words)])
    return heard


@pytest.fixture(name="without")
def _without(cluster: Cluster, world: World, redis_url: str) -> Iterator[list[list[str]]]:
    """What is said where there is no model."""
    with cluster.database() as url, another_world(url, redis_url) as other:
        by_rule = Rules(LANGUAGES.read, LANGUAGES.translations)
        other.rt = replace(other.rt, languages=LANGUAGES, ai=by_rule)
        yield told(other)


@pytest.mark.parametrize(
    ("answer", "budget"),
    [(CUT, "0.15"), (refused(429, **{"Retry-After": "1"}), "0.15"), (CUT, "0")],
    ids=["down", "rate limited", "over budget"],
)
def test_everybody_hears_the_same(
    world: World, without: list[list[str]], answer: Answer, budget: str
) -> None:
    with with_model(world, budget) as models:
        models.answer = lambda path, body: answer

        assert told(world) == without
        assert bool(models.asked) is (budget != "0")
