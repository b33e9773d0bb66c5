"""Runs over the API: seen step by step, steered, replayed once it is meant."""

from __future__ import annotations

import pytest

from store.base import new_id
from tests.webhooks.api.shops import World
from tests.webhooks.api.work import ASK, NOTE, on_sale, publish, sells


def started(api: World) -> str:
    """A run that waits for the owner."""
    publish(api, on_sale(ASK, NOTE))
    sells(api)
    return str(api.get("/runs").get_json()["items"][0]["id"])


def test_a_run_is_seen_with_its_step_runs(api: World) -> None:
    run = started(api)

    seen = api.get(f"/runs/{run}").get_json()

    assert (seen["status"], seen["position"]) == ("WAITING_APPROVAL", "ask")
    assert [(step["step"], step["status"], step["attempt"]) for step in seen["steps"]] == [
        ("ask", "waiting", 1)
    ]


def test_runs_are_found_by_workflow_and_status(api: World) -> None:
    waiting = started(api)
    other = publish(api, on_sale(NOTE, name="Other"))
    sells(api)

    def found(query: str) -> list[str]:
        return [one["id"] for one in api.get(f"/runs?{query}").get_json()["items"]]

    assert len(found("limit=10")) == 3
    assert waiting in found("status=WAITING_APPROVAL")
    assert found("status=FAILED") == []
    assert len(found(f"workflow={other}")) == 1
    assert found(f"workflow={other}&status=COMPLETED") == found(f"workflow={other}")


def test_a_run_is_paused_resumed_and_cancelled(api: World) -> None:
    run = started(api)

    ways = [
        (way, api.post(f"/runs/{run}/{way}").get_json()["status"])
        for way in ("pause", "resume", "cancel")
    ]

    assert ways == [
        ("pause", "PAUSED"),
        ("resume", "WAITING_APPROVAL"),
        ("cancel", "CANCELLED"),
    ]
    assert api.get("/approvals").get_json()["items"][0]["status"] == "cancelled"


@pytest.mark.parametrize("way", ["resume", "retry"])
def test_what_a_run_cannot_do_is_told_in_a_sentence(api: World, way: str) -> None:
    answer = api.post(f"/runs/{started(api)}/{way}")

    assert answer.status_code == 409
    assert answer.get_json()["detail"].endswith("and this one is WAITING_APPROVAL.")


def test_a_replay_that_is_not_confirmed_is_none(api: World) -> None:
    run = started(api)

    assert api.post(f"/runs/{run}/replay", {}).status_code == 422
    assert api.post(f"/runs/{run}/replay", {"confirm": False}).status_code == 422
    assert len(api.get("/runs").get_json()["items"]) == 1


def test_a_replay_is_a_new_run_of_the_same_event(api: World) -> None:
    run = started(api)

    made = api.post(f"/runs/{run}/replay", {"confirm": True})

    assert (made.status_code, made.get_json()["replay_of"]) == (201, run)
    assert len(api.get("/approvals?status=open").get_json()["items"]) == 2


def test_a_replay_is_for_the_owner(api: World) -> None:
    answer = api.post(f"/runs/{started(api)}/replay", {"confirm": True}, api.staff)

    assert answer.status_code == 403


@pytest.mark.parametrize("way", ["pause", "resume", "cancel", "retry"])
def test_no_run_is_steered_that_is_not_there(api: World, way: str) -> None:
    run = started(api)

    assert api.post(f"/runs/{new_id()}/{way}").status_code == 404
    assert api.post(f"/runs/{run}/{way}", by=api.stranger).status_code == 404
