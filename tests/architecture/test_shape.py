"""The house keeps its shape: sizes, settings in the docs, no money in floats."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.duties import DUTIES
from engine.settings import Settings
from engine.tools.broker import QUEUES
from store.inbound import inbound_messages
from tests.lanes import LANES

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "engine", "store", "webhooks", "karani", "tests", "benchmarks")
SOURCES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_file_is_longer_than_300_lines() -> None:
    long = [name(path) for path in SOURCES if path.read_text("utf-8").count("\n") > 300]

    assert long == []


def test_no_function_is_longer_than_40_lines() -> None:
    long = [
        f"{name(path)}:{node.lineno} {node.name}"
        for path in SOURCES
        for node in functions(path)
        if length(node) > 40
    ]

    assert long == []


def test_the_first_line_says_what_a_file_is_for() -> None:
    silent = [
        name(path)
        for path in SOURCES
        if not path.name.startswith("test_")
        and path.read_text("utf-8").strip()
        and not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]

    assert silent == []


def test_every_setting_is_explained() -> None:
    explained = (ROOT / "docs/configuration.md").read_text("utf-8")

    missing = [n.upper() for n in Settings.model_fields if f"`{n.upper()}`" not in explained]

    assert missing == []


def test_every_setting_is_in_the_example() -> None:
    example = (ROOT / ".env.example").read_text("utf-8")
    unshown = {"twilio_api_url", "failpoints"}  # For test servers only.

    missing = [n for n in Settings.model_fields if f"{n.upper()}=" not in example]

    assert set(missing) <= unshown


def test_every_kind_of_work_has_a_queue_and_a_duty() -> None:
    assert set(QUEUES) == set(DUTIES)


NO_MONEY = {
    "bot/nlu/understanding.py": "how sure a reading is",
    "bot/nlu/receipts.py": "how sure a reading is",
    "bot/nlu/verdict.py": "how sure a reading is",
    "bot/nlu/weighing.py": "how sure a reading is",
    "engine/ai/inputs.py": "numbers of other systems, as JSON has them",
    "engine/ai/dialects.py": "seconds",
    "engine/ai/grounding.py": "numbers of other systems, as JSON has them",
    "engine/ai/line.py": "seconds",
    "engine/ai/openai.py": "seconds, and how sure a model is",
    "engine/tools/breakers.py": "seconds",
    "engine/tools/broker.py": "seconds",
    "engine/tools/carriers.py": "seconds",
    "engine/integrations/integrators.py": "numbers of other systems, as JSON has them",
    "engine/tools/pairs.py": "seconds",
    "webhooks/api/shares.py": "seconds",
    "engine/calling/answers.py": "seconds",
    "engine/tools/foreign_json.py": "numbers of other systems, as JSON has them",
    "engine/calling/caller.py": "seconds",
    "engine/channels/deadline.py": "seconds",
    "engine/channels/http.py": "seconds",
    "engine/channels/smtp_line.py": "seconds",
    "engine/channels/twilio_api.py": "seconds",
    "engine/channels/twilio_choices.py": "seconds",
    "engine/files/charts.py": "places on a picture",
    "engine/calling/hosts.py": "seconds",
    "engine/integrations/couriers.py": "chance",
    "engine/runs/keeping.py": "numbers of other systems, as JSON has them",
    "engine/outbound/outcomes.py": "seconds",
    "engine/automation/outside.py": "seconds",
    "engine/relay.py": "seconds",
    "engine/outbound/retries.py": "chance",
    "engine/work.py": "seconds",
    "engine/workflows/amounts.py": "named where it is refused",
    "engine/workflows/bounds.py": "numbers of other systems, as JSON has them",
    "engine/access/passwords.py": "patience",
    "engine/workflows/interpreter.py": "chance",
    "engine/workflows/wording.py": "named where it is refused",
    "webhooks/api/limits.py": "times",
}
"""Where floats are, and what they measure; everywhere else there are none."""
EXACT = ("bot", "store", "engine", "webhooks")


def floats(path: Path) -> Iterator[int]:
    """The lines that make, take or write a binary fraction."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Name) and node.id in {"float", "Float"}:
            yield node.lineno
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield node.lineno


@pytest.mark.parametrize("room", EXACT)
def test_money_never_passes_through_a_float(room: str) -> None:
    found = [
        f"{name(path)}:{line}"
        for path in sorted((ROOT / room).rglob("*.py"))
        if name(path) not in NO_MONEY
        for line in floats(path)
    ]

    assert found == []


def test_the_book_holds_exact_decimals() -> None:
    for table in inbound_messages.metadata.tables.values():
        assert not [c.name for c in table.c if c.type.__visit_name__ in {"float", "double"}]


def test_importing_the_bot_pulls_in_nothing_of_the_shell() -> None:
    code = "import bot.dialogue, sys; print(*sorted(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout.split()

    assert not {"sqlalchemy", "flask", "redis", "dramatiq", "twilio", "engine", "store"} & set(
        loaded
    )


def test_every_lane_holds_files_that_are_there() -> None:
    files = [ROOT / f"tests/{file}.py" for lane in LANES.values() for file in lane]

    assert [name(path) for path in files if not path.exists()] == []
    assert {
        ROOT / "tests/faults" / path.name for path in ROOT.glob("tests/faults/test_*.py")
    } <= set(files)
