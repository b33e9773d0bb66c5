"""Workflows over the API: published, refused with every reason, switched, rehearsed."""

from __future__ import annotations

from sqlalchemy import text

from tests.engine.flows import at_once
from tests.webhooks.api.shops import World
from tests.webhooks.api.work import ASK, CALL, NOTE, on_sale, publish, sells


def test_a_new_workflow_is_a_draft_that_starts_nothing(api: World) -> None:
    made = api.post("/workflows", on_sale(NOTE))

    sells(api)

    assert (made.status_code, made.get_json()["status"]) == (201, "draft")
    assert api.get("/runs").get_json()["items"] == []


def test_an_active_workflow_hears_of_a_sale(api: World) -> None:
    workflow = publish(api, on_sale(NOTE))
    sale = sells(api)

    seen = api.get(f"/workflows/{workflow}").get_json()

    assert [run["event_id"] for run in seen["runs"]] == [str(sale)]
    assert seen["definition"] == on_sale(NOTE)


def test_a_paused_workflow_hears_nothing(api: World) -> None:
    workflow = publish(api, on_sale(NOTE))

    assert api.post(f"/workflows/{workflow}/pause").get_json()["status"] == "paused"
    sells(api)
    assert api.get("/runs").get_json()["items"] == []
    assert api.post(f"/workflows/{workflow}/pause").status_code == 409


def test_every_reason_is_named_with_its_step_and_field(api: World) -> None:
    document = on_sale({**ASK, "of": "VIEWER "}, {"id": "b", "type": "branch"}, NOTE, NOTE)

    answer = api.post("/workflows", document)

    named = {one["field"] for one in answer.get_json()["errors"]}
    assert answer.status_code == 422
    assert {"steps.b.cases", "steps.note.id"} <= named


def test_a_trigger_that_is_none_is_named(api: World) -> None:
    answer = api.post("/workflows", {**on_sale(NOTE), "trigger": {"event": "sale"}})

    assert [one["field"] for one in answer.get_json()["errors"]] == ["trigger.event"]


def test_two_workflows_of_one_name_are_one_too_many(api: World) -> None:
    answers = at_once(*[lambda: api.post("/workflows", on_sale(NOTE)).status_code] * 4)

    assert sorted(answers) == [201, 422, 422, 422]


def test_another_version_leaves_the_first_as_it_was(api: World) -> None:
    workflow = publish(api, on_sale(NOTE))

    answer = api.call("PUT", f"/workflows/{workflow}", api.owner, json=on_sale(ASK))

    assert [one["number"] for one in answer.get_json()["versions"]] == [2, 1]
    assert answer.get_json()["status"] == "active"
    assert answer.get_json()["definition"]["steps"] == [ASK]


def test_the_audit_knows_who_published_and_by_which_way(api: World) -> None:
    publish(api, on_sale(NOTE))

    query = text("select person_id, via from audit_entries where entity = 'workflow'")
    with api.rt.db.tenant(api.shop) as tx:
        assert {tuple(row) for row in tx.execute(query)} == {(api.owner.person_id, "api")}


def test_what_the_headers_of_a_call_hold_is_for_the_owner(api: World) -> None:
    workflow = publish(api, on_sale(CALL))
    sells(api)
    run = api.get("/runs").get_json()["items"][0]["id"]

    assert "hush" in api.get(f"/workflows/{workflow}").text
    assert "hush" not in api.get(f"/workflows/{workflow}", api.viewer).text
    assert "hush" not in api.get(f"/runs/{run}").text


def test_a_rehearsal_tells_what_would_have_happened_and_does_nothing(api: World) -> None:
    sale = str(sells(api))
    workflow = api.post("/workflows", on_sale(NOTE)).get_json()["id"]

    told = api.post(f"/workflows/{workflow}/rehearse", {"last": 5}).get_json()

    assert told["changed"] == [sale]
    assert [step["step"] for step in told["after"][0]["steps"]] == ["note"]
    assert api.get("/runs").get_json()["items"] == []
    assert [one["type"] for one in api.get("/events").get_json()["items"]] == ["SALE_RECORDED"]


def test_a_rehearsal_compares_with_what_is_on(api: World) -> None:
    workflow = publish(api, on_sale(NOTE))
    sale = str(sells(api))
    same, other = ({"definition": on_sale(step)} for step in (NOTE, ASK))

    assert api.post(f"/workflows/{workflow}/rehearse", same).get_json()["changed"] == []
    assert api.post(f"/workflows/{workflow}/rehearse", other).get_json()["changed"] == [sale]


def test_workflows_are_listed_newest_first_by_pages(api: World) -> None:
    for number in range(3):
        api.post("/workflows", on_sale(NOTE, name=f"Rule {number}"))

    page = api.get("/workflows?limit=2").get_json()
    rest = api.get(f"/workflows?limit=2&cursor={page['next_cursor']}").get_json()

    assert [one["name"] for one in page["items"]] == ["Rule 2", "Rule 1"]
    assert ([one["name"] for one in rest["items"]], rest["next_cursor"]) == (["Rule 0"], None)
    assert api.get("/workflows?status=active").get_json()["items"] == []
