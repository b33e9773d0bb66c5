"""The AI layer over the API: it suggests, says by whom, and what was asked can be seen."""

from __future__ import annotations

from typing import Any

import pytest

from tests.webhooks.api.shops import World

LABELS = {"text": "When do you open?", "labels": ["question", "complaint", "unknown"]}


def asks(api: World, **body: Any) -> Any:
    return api.post("/ai/process", body, api.staff)


def test_a_question_is_answered_and_logged_without_doing_anything(api: World) -> None:
    answer = asks(api, type="CLASSIFICATION", input=LABELS)

    assert answer.status_code == 200
    told = answer.get_json()
    assert told["output"]["label"] in LABELS["labels"]
    assert (told["provider"], told["cost"]) == ("rules", "0")
    (logged,) = api.get("/ai/requests").get_json()["items"]
    assert logged["id"] == told["id"]
    assert (logged["type"], logged["about"], logged["outcome"]) == (
        "CLASSIFICATION",
        "api",
        "answered",
    )
    assert logged["person_id"] == str(api.staff.person_id)
    assert logged["input"] == LABELS
    assert api.get("/events").get_json()["items"] == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"type": "POETRY", "input": "x"}, "type"),
        ({"type": "CLASSIFICATION"}, "input"),
        ({"type": "CLASSIFICATION", "input": {"text": "x"}}, "input"),
        ({"type": "EXTRACTION", "input": "x", "schema": {"type": "array"}}, "schema"),
        ({"type": "SUMMARIZATION", "input": "x", "tools": []}, "tools"),
    ],
)
def test_a_question_that_is_none_names_its_field(
    api: World, body: dict[str, Any], field: str
) -> None:
    answer = asks(api, **body)

    assert answer.status_code == 422
    assert field in {one["field"] for one in answer.get_json()["errors"]}


def test_questions_are_listed_by_type_and_by_nobody_else(api: World) -> None:
    asks(api, type="CLASSIFICATION", input=LABELS)

    assert api.get("/ai/requests?type=EXTRACTION").get_json()["items"] == []
    assert len(api.get("/ai/requests?type=CLASSIFICATION").get_json()["items"]) == 1
    assert api.get("/ai/requests", api.staff).status_code == 403
    assert api.get("/ai/requests", api.stranger).get_json()["items"] == []
