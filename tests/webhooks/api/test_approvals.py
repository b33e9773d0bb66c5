"""Approvals over the API: seen, decided once, and bound to what was shown."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from engine import consequences
from engine.consequences import Fact
from engine.context.desk import Desk
from store.events import Event
from store.postings import first_id
from tests.engine.flows import at_once
from tests.webhooks.api.shops import World
from tests.webhooks.api.work import ASK, asked
from webhooks import create_app

YES, NO = {"decision": "approve"}, {"decision": "reject"}


def path(approval: dict[str, object]) -> str:
    return f"/approvals/{approval['id']}/decision"


def puts_right(api: World) -> None:
    """The one sale was of 400, not of 300; nobody has looked at what was asked about it."""
    (sale,) = api.get("/events?type=SALE_RECORDED").get_json()["items"]
    new = fact(api, "SALE_RECORDED", {"amount": "400", "item": "mkate", "payment": "cash"})
    old = replace(new, id=UUID(sale["id"]))
    told = {"entry": str(first_id(old)), "reason": "wrong", "replaced_by": str(first_id(new))}
    with api.rt.db.tenant(api.shop, api.owner.person_id) as tx:
        facts = [Fact(fact(api, "ENTRY_REVERSED", told)), Fact(new)]
        consequences.follow(Desk(api.rt, tx, api.shop), facts)


def fact(api: World, kind: str, payload: dict[str, str]) -> Event:
    owner = api.owner.person_id
    return Event(api.shop, kind, "test", owner, None, payload, api.rt.clock())


def test_a_decision_lets_the_run_go_on(api: World) -> None:
    approval = asked(api)

    answer = api.post(path(approval), {**YES, "comment": "Sawa.", "shown": approval["shown"]})

    seen = answer.get_json()
    assert (answer.status_code, seen["status"], seen["via"]) == (200, "approved", "api")
    assert (seen["decided_by"], seen["comment"]) == (str(api.owner.person_id), "Sawa.")
    assert api.get("/runs").get_json()["items"][0]["status"] == "COMPLETED"


def test_the_first_decision_counts_and_the_second_hears_of_it(api: World) -> None:
    approval = asked(api)
    api.post(path(approval), NO)

    answer = api.post(path(approval), YES)

    told = {one["field"]: one["detail"] for one in answer.get_json()["errors"]}
    assert answer.status_code == 409
    assert (told["decision"], told["decided_by"]) == ("rejected", str(api.owner.person_id))
    assert told["decided_at"]
    assert api.get(f"/approvals/{approval['id']}").get_json()["status"] == "rejected"


def test_of_many_decisions_at_one_moment_one_counts(api: World) -> None:
    approval = asked(api)

    answers = at_once(*[lambda: api.post(path(approval), YES).status_code] * 6)

    assert Counter(answers) == {200: 1, 409: 5}


def test_whoever_was_not_asked_decides_nothing(api: World) -> None:
    approval = asked(api)

    answer = api.post(path(approval), YES, api.staff)

    assert answer.status_code == 403
    assert answer.get_json()["detail"] == "You were not asked to decide this."


def test_who_asked_may_not_say_yes_to_themselves(api: World) -> None:
    approval = asked(api, {**ASK, "self_approval": False})

    assert api.post(path(approval), YES).status_code == 403


def test_an_expired_approval_is_decided_by_nobody(api: World) -> None:
    approval = asked(api, {**ASK, "timeout": "PT1M"})
    late = replace(api.rt, clock=lambda: api.rt.clock() + timedelta(minutes=2))

    answer = replace(api, client=create_app(late).test_client()).post(path(approval), YES)

    assert (answer.status_code, "time is over" in answer.get_json()["detail"]) == (409, True)


def test_an_answer_to_another_thing_than_was_shown_does_not_count(api: World) -> None:
    approval = asked(api)

    assert api.post(path(approval), {**YES, "shown": "0" * 64}).status_code == 409
    assert api.get(f"/approvals/{approval['id']}").get_json()["status"] == "open"


def test_what_has_changed_is_asked_anew_and_the_answer_says_where(api: World) -> None:
    approval = asked(api)
    puts_right(api)

    answer = api.post(path(approval), YES)

    old = api.get(f"/approvals/{approval['id']}").get_json()["status"]
    assert (answer.status_code, old) == (409, "cancelled")
    (told,) = answer.get_json()["errors"]
    assert told["field"] == "approval"
    assert api.post(f"/approvals/{told['detail']}/decision", YES).status_code == 200


def test_approvals_are_listed_by_status(api: World) -> None:
    approval = asked(api)

    found = {
        status: [
            one["id"] for one in api.get(f"/approvals?status={status}").get_json()["items"]
        ]
        for status in ("open", "approved")
    }

    assert found == {"open": [approval["id"]], "approved": []}


def test_another_shops_approval_is_not_there(api: World) -> None:
    approval = asked(api)

    assert api.get(f"/approvals/{approval['id']}", api.stranger).status_code == 404
    assert api.post(path(approval), YES, api.stranger).status_code == 404
