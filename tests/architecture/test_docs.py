"""What the docs show runs."""

from __future__ import annotations

import json
import re
from pathlib import Path

from engine.ai.evaluation import is_as
from engine.channels.twilio_proof import RETRIES
from engine.settings import Settings
from engine.steps import STEP_TYPES
from engine.templates.template_drafts import drafts
from engine.workflows import checks, definition
from engine.workflows.checks import Roster
from karani import evaluating
from tests.ai.asking import rules

ROOT = Path(__file__).parents[2]
SHIPPED = {
    draft.name: {language: [frozenset(draft.variables)] for language in ("en", "sw")}
    for draft in drafts("karani")
}
OWNER = Roster({"OWNER": frozenset({"amina"}), "STAFF": frozenset({"baraka"})})


def test_every_workflow_in_the_docs_could_be_published() -> None:
    told = (ROOT / "docs/workflows.md").read_text("utf-8")
    shown = re.findall(r"```json\n(.*?)```", told, re.DOTALL)

    assert shown
    for document in map(json.loads, shown):
        read = definition.parse(document, STEP_TYPES)
        found = checks.check(read, languages=("en", "sw"), roster=OWNER, wordings=SHIPPED)
        assert found == []


def test_every_step_type_is_explained() -> None:
    told = (ROOT / "docs/workflows.md").read_text("utf-8")

    assert [name for name in STEP_TYPES if f"| `{name}` |" not in told] == []


def test_every_case_in_the_docs_could_be_scored(tmp_path: Path) -> None:
    told = (ROOT / "docs/assistants.md").read_text("utf-8")
    (shown,) = re.findall(r"```json\n(.*?)```", told, re.DOTALL)
    file = tmp_path / "cases.jsonl"
    file.write_text(shown, "utf-8")

    (case,) = evaluating.labelled(file)

    answered = rules().answer(case.request)
    assert is_as(answered.output, case.expected)


def test_twilio_is_told_the_retries_that_its_signature_may_cover() -> None:
    address = f"/webhooks/twilio/messages{RETRIES}"

    for page in ("configuration.md", "connect-twilio.md"):
        assert address in (ROOT / "docs" / page).read_text("utf-8"), page


def test_every_setting_of_twilio_is_explained_where_it_is_connected() -> None:
    told = (ROOT / "docs/connect-twilio.md").read_text("utf-8")
    elsewhere = {"twilio_api_url", "twilio_voice_from"}
    names = {name for name in Settings.model_fields if name.startswith("twilio_")}

    assert {name for name in names - elsewhere if name.upper() not in told} == set()
