"""Feedback over the API: kept beside what it is about, handed out, forgotten."""

from __future__ import annotations

import io
import json
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from engine.ai.base import RequestType
from engine.assistants import thinking
from engine.assistants.thinking import Question
from engine.automation import publishing
from engine.context.desk import Desk
from engine.privacy import erasing
from karani import opinions
from store import ai_requests
from store.ai_requests import About
from store.base import new_id
from tests.engine.flows import noted, on_sale
from tests.webhooks.api.shops import World


def rows(api: World, query: str) -> list[tuple[object, ...]]:
    with api.rt.db.every_tenant() as tx:
        return [tuple(row) for row in tx.execute(text(query))]


@pytest.fixture(name="sale")
def _sale(api: World) -> dict[str, Any]:
    """A sale with its entry and the run that it has started."""
    with api.rt.db.tenant(api.shop) as tx:
        publishing.create(Desk(api.rt, tx, api.shop), on_sale(noted()), by=None)
    body = {"type": "SALE_RECORDED", "payload": {"amount": "12000"}}
    told: dict[str, Any] = api.post("/events", body).get_json()
    return {**told, "entry": str(rows(api, "select id from entries")[0][0])}


def says(api: World, about: str, about_id: str, **more: Any) -> tuple[int, Any]:
    body = {"about": about, "about_id": about_id, **more}
    answer = api.post("/audit/feedback", body, api.staff)
    return answer.status_code, answer.get_json()


def test_a_correction_of_an_entry_is_kept_and_is_a_fact(
    api: World, sale: dict[str, Any]
) -> None:
    right = {"amount": "1200"}

    status, kept = says(api, "entry", sale["entry"], correction=right, comment="Too much")

    assert (status, kept["correction"], kept["comment"]) == (201, right, "Too much")
    shown = api.get("/audit/feedback").get_json()["items"]
    assert [(one["id"], one["correction"]) for one in shown] == [(kept["id"], right)]
    assert shown[0]["answer"]["amount"] == "12000"
    assert shown[0]["person_id"] == str(api.staff.person_id)
    payload = "select payload from events where type = 'FEEDBACK_GIVEN'"
    about = {"kind": "entry", "id": sale["entry"]}
    assert rows(api, payload) == [
        ({"about": about, "correction": right, "comment": "Too much"},)
    ]


def test_a_run_is_rated_and_found(api: World, sale: dict[str, Any]) -> None:
    says(api, "entry", sale["entry"], rating=5)
    says(api, "run", sale["runs"][0], rating=2)

    shown = api.get("/audit/feedback?about=run").get_json()["items"]

    assert [(one["rating"], one["answer"]["status"]) for one in shown] == [(2, "COMPLETED")]
    assert shown[0]["input"]["amount"] == "12000"
    of_entry = api.get(f"/audit/feedback?about_id={sale['entry']}").get_json()["items"]
    assert [one["rating"] for one in of_entry] == [5]


@pytest.mark.parametrize("about", ["message", "run", "ai_answer", "entry"])
def test_what_is_not_there_is_not_spoken_of(api: World, about: str) -> None:
    status, problem = says(api, about, str(new_id()), rating=1)

    assert (status, problem["errors"][0]["field"]) == (422, "about_id")


def test_another_shops_entry_is_not_spoken_of(api: World) -> None:
    body = {"type": "SALE_RECORDED", "payload": {"amount": "5"}}
    api.post("/events", body, api.stranger)
    theirs = str(rows(api, "select id from entries")[0][0])

    assert says(api, "entry", theirs, rating=1)[0] == 422
    assert api.get("/audit/feedback").get_json()["items"] == []


@pytest.mark.parametrize(
    ("said", "field"),
    [({}, "body"), ({"rating": 6}, "rating"), ({"rating": 0}, "rating"),
     ({"comment": "  "}, "comment"), ({"about": "shop", "rating": 1}, "about")],
)  # fmt: skip
def test_feedback_says_something(
    api: World, sale: dict[str, Any], said: dict[str, Any], field: str
) -> None:
    body = {"about": "entry", "about_id": sale["entry"], **said}

    errors = api.post("/audit/feedback", body).get_json()["errors"]

    assert [one["field"] for one in errors] == [field]


def test_an_answer_of_an_assistant_is_corrected(api: World, sale: dict[str, Any]) -> None:
    step = str(new_id())
    with api.rt.db.tenant(api.shop) as tx:
        tx.execute(
            text("""
                insert into step_runs (organization_id, id, run_id, sequence, step, type,
                  status, attempt, input, output, started_at)
                values (:shop, :id, :run, 99, 's', 'ai_process', 'COMPLETED', 1,
                  '{"text": "mauzo"}', '{"label": "expense"}', now())
            """),
            {"shop": api.shop, "id": step, "run": UUID(sale["runs"][0])},
        )

    assert says(api, "ai_answer", step, correction={"label": "sale"})[0] == 201

    said = io.StringIO()
    opinions.write(api.rt, said)
    line = json.loads(said.getvalue())
    assert (line["input"], line["answer"], line["correction"]) == (
        {"text": "mauzo"},
        {"label": "expense"},
        {"label": "sale"},
    )


def test_who_is_forgotten_has_said_nothing(api: World, sale: dict[str, Any]) -> None:
    says(api, "entry", sale["entry"], rating=1, comment="Ask Zawadi", correction="Zawadi knows")

    assert erasing.now(api.rt, api.staff.person_id)

    assert rows(api, "select rating, correction, comment from feedback") == [(1, None, "****")]
    assert rows(api, "select count(*) from events where payload::text like '%Zawadi%'") == [
        (0,)
    ]


def test_only_owners_read_what_was_said(api: World) -> None:
    assert api.get("/audit/feedback", api.staff).status_code == 403
    assert api.post("/audit/feedback", {}, api.viewer).status_code == 403


def test_a_correction_of_an_answer_is_kept_beside_its_request(api: World) -> None:
    told = [{"item": "sugar", "amount": "300"}]
    question = Question(api.shop, RequestType.SUMMARIZATION, told, About("api"))
    done = thinking.process(api.rt, question)

    status, _ = says(api, "ai_answer", str(done.id), correction={"summary": "sugar"})

    assert status == 201
    with api.rt.db.tenant(api.shop) as tx:
        (row,) = ai_requests.listed(tx, api.shop, most=9, corrected=True)
    assert row.correction == {"right": False, "answer": {"summary": "sugar"}}
    shown = api.get("/audit/feedback").get_json()["items"][0]
    assert (shown["input"], shown["answer"]) == (told, done.answer.output)
