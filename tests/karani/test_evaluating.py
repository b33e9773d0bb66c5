"""An operator scores the assistants before trusting one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.ai.base import RequestType
from karani import evaluating
from karani.errors import NotAsItShouldBeError
from store import ai_requests
from tests.ai.model_server import said
from tests.engine.conftest import _world, registry  # noqa: F401 -- The shell's world.
from tests.engine.thinking import ask, with_model
from tests.engine.world import AMINA, World

CASES = (
    {
        "type": "TEXT_UNDERSTANDING",
        "input": {"text": "nimeuza sukari 300"},
        "expected": {"acts": [{"intent": "record_sale", "amount": "300", "item": "sukari"}]},
    },
    {
        "type": "TEXT_UNDERSTANDING",
        "input": "habari ya asubuhi",
        "expected": {"acts": [{"intent": "greeting"}]},
    },
    {
        "type": "CLASSIFICATION",
        "input": {"text": "there is a leak", "labels": ["leak", "theft"]},
        "expected": {"label": "leak"},
    },
)


def written(tmp_path: Path, *lines: str) -> Path:
    file = tmp_path / "cases.jsonl"
    file.write_text("\n".join(lines), "utf-8")
    return file


def test_both_are_scored_on_a_labelled_file(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, *map(json.dumps, CASES), "")
    with with_model(world) as models:
        # It takes every text for the same sale, and is sure of it.
        sale = {"acts": [{"intent": "record_sale", "amount": "300", "item": "sukari"}]}
        models.answer = lambda path, body: said(
            {"label": "theft"} if "label" in str(body["text"]) else sale
        )
        evaluating.run(world.rt, file, corrections=False)

    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert lines[1:] == [
        ["rules", "TEXT_UNDERSTANDING", "2", "2", "1.000", "0.000", "0.050", "0"],
        ["rules", "CLASSIFICATION", "1", "1", "1.000", "0.000", "0.050", "0"],
        ["openai", "TEXT_UNDERSTANDING", "2", "2", "0.500", "0.000", "0.400", "0.000410"],
        ["openai", "CLASSIFICATION", "1", "1", "0.000", "0.000", "0.900", "0.000205"],
    ]


def test_what_people_corrected_is_asked_again(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    shop = world.registers(AMINA, "Duka la Amina")
    with with_model(world):
        world.rt.breaker.failed(60)  # The rules answer.
        told = {"text": "there is a leak", "labels": ["leak", "theft"]}
        wrong, right = (ask(world, shop, RequestType.CLASSIFICATION, told) for _ in "12")
        with world.rt.db.tenant(shop) as tx:
            said_so = {"right": False, "answer": {"label": "theft"}}
            ai_requests.correct(tx, shop, wrong.id, said_so, None)
            ai_requests.correct(tx, shop, right.id, {"right": True}, None)
        evaluating.run(world.rt, None, corrections=True)

    line = capsys.readouterr().out.splitlines()[1].split()
    assert line[:5] == ["rules", "CLASSIFICATION", "2", "2", "0.500"]


@pytest.mark.parametrize("line", ["no json", "[]", '{"type": "X"}', '{"type": "EXTRACTION"}'])
def test_a_line_that_is_no_case_is_named(world: World, tmp_path: Path, line: str) -> None:
    file = written(tmp_path, json.dumps(CASES[0]), line)

    with pytest.raises(NotAsItShouldBeError, match=r"cases\.jsonl, line 2"):
        evaluating.run(world.rt, file, corrections=False)


def test_without_a_case_there_is_no_score(world: World) -> None:
    with pytest.raises(NotAsItShouldBeError, match="no case"):
        evaluating.run(world.rt, None, corrections=True)
