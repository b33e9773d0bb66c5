"""Messages over the API: written by the rules of all, and shown to whom they may be."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from tests.webhooks.api.shops import World
from tests.webhooks.api.work import asked

HI = {"en": "Come by.", "sw": "Karibu."}


def sends(api: World, to: str, **more: Any) -> Any:
    return api.post("/communications/send", {"to": to, "text": HI, **more})


def customer(api: World, phone: str = "+254722000077") -> str:
    return str(api.post("/customers", {"name": "Asha", "phone": phone}).get_json()["id"])


def test_a_role_is_written_to_one_by_one(api: World) -> None:
    answer = sends(api, "STAFF")

    (message,) = answer.get_json()["messages"]
    assert (answer.status_code, message["person_id"]) == (201, str(api.staff.person_id))
    assert (message["reason"], message["text"]) == ("api", None)
    assert api.get(f"/communications/messages/{message['id']}", api.staff).get_json()["text"]


def test_a_customer_is_found_by_id_and_by_phone(api: World) -> None:
    asha = customer(api)

    told = [sends(api, to).get_json()["messages"][0] for to in (asha, "+254722000077")]

    assert [one["customer_id"] for one in told] == [asha, asha]
    assert all("Come by." in one["text"] for one in told)
    assert "722000077" not in str(told)


@pytest.mark.parametrize("to", ["+254700999888", str(UUID(int=7)), "VIEWERS", "DEBTORS", ""])
def test_no_stranger_is_written_to(api: World, to: str) -> None:
    answer = sends(api, to)

    assert answer.status_code == 422
    assert [one["field"] for one in answer.get_json()["errors"]] == ["to"]
    assert api.get("/communications/messages").get_json()["items"] == []


def test_another_shops_customer_is_a_stranger(api: World) -> None:
    asha = customer(api)

    answer = api.post("/communications/send", {"to": asha, "text": HI}, api.stranger)

    assert answer.status_code == 422


def test_texts_to_customers_are_for_those_who_work_with_them(api: World) -> None:
    sends(api, customer(api))

    def seen(by: Any) -> Any:
        return api.get("/communications/messages", by).get_json()["items"][0]["text"]

    assert "Come by." in seen(api.owner)
    assert "Come by." in seen(api.staff)
    assert seen(api.viewer) is None


def test_what_was_written_to_the_owner_is_hers_alone(api: World) -> None:
    asked(api)

    def seen(by: Any) -> Any:
        return api.get("/communications/messages", by).get_json()["items"][0]["text"]

    assert "Sale?" in seen(api.owner)
    assert seen(api.staff) is None


def test_messages_are_found_by_what_became_of_them(api: World) -> None:
    asha = customer(api)
    sends(api, asha, channel="email")
    sends(api, "OWNER")

    def found(query: str) -> int:
        return len(api.get(f"/communications/messages?{query}").get_json()["items"])

    assert found(f"customer={asha}") == 1
    assert found(f"person={api.owner.person_id}") == 1
    assert found(f"customer={asha}&status=suppressed&channel=email") == 1
    assert found("status=delivered") == 0


def test_the_same_request_twice_writes_once(api: World) -> None:
    for _ in range(2):
        once = {"Idempotency-Key": "one"}
        api.post("/communications/send", {"to": "OWNER", "text": HI}, headers=once)

    assert len(api.get("/communications/messages").get_json()["items"]) == 1


def test_a_neighbours_message_is_not_there(api: World) -> None:
    (message,) = sends(api, "OWNER").get_json()["messages"]

    answer = api.get(f"/communications/messages/{message['id']}", api.stranger)

    assert answer.status_code == 404


ORDER = {
    "provider": "twilio", "name": "order_ready", "language": "en", "variables": ["name"],
    "body": "Hello {{1}}, your order is ready. Come by today.",
}  # fmt: skip


def test_a_template_is_kept_as_a_draft_of_the_shop(api: World) -> None:
    made = api.post("/communications/templates", ORDER).get_json()

    assert (made["state"], made["organization_id"]) == ("draft", str(api.shop))
    assert api.get("/communications/templates").get_json()["items"] == [made]
    assert api.get("/communications/templates", api.stranger).get_json()["items"] == []


def test_what_a_provider_would_refuse_of_a_template_is_named(api: World) -> None:
    answer = api.post("/communications/templates", {**ORDER, "body": "{{1}} is ready."})

    assert answer.status_code == 422
    assert [one["field"] for one in answer.get_json()["errors"]] == ["body"]


def test_nobody_approves_their_own_template(api: World) -> None:
    told = {**ORDER, "state": "approved", "reference": "HX1"}

    assert api.post("/communications/templates", told).status_code == 422


def test_a_message_may_name_what_says_the_same_outside_the_window(api: World) -> None:
    api.post("/communications/templates", ORDER)
    used = {"name": "order_ready", "variables": {"en": {"name": "Asha"}}}

    answer = sends(api, customer(api), template=used)

    assert answer.status_code == 201
    assert answer.get_json()["messages"][0]["form"] == "free_text"


RENT = {
    "en": {"shop": "Duka la Amina", "about": "the rent"},
    "sw": {"shop": "Duka la Amina", "about": "kodi"},
}


def by_template(api: World, name: str, variables: Any) -> Any:
    told = {"to": "STAFF", "template": {"name": name, "variables": variables}}
    return api.post("/communications/send", told)


def test_a_template_needs_no_text_beside_it(api: World) -> None:
    answer = by_template(api, "reminder", RENT)

    assert answer.status_code == 201
    (message,) = answer.get_json()["messages"]
    seen = api.get(f"/communications/messages/{message['id']}", api.staff).get_json()
    assert seen["text"].startswith("A reminder for you from Duka la Amina about")


def test_neither_text_nor_template_says_nothing(api: World) -> None:
    answer = api.post("/communications/send", {"to": "STAFF"})

    assert answer.status_code == 422
    assert "needs a text, a template, or both" in str(answer.get_json()["errors"])


@pytest.mark.parametrize(
    ("name", "variables", "field", "said"),
    [
        ("rent_due", RENT, "template.name", "there is no template 'rent_due'"),
        ("reminder", {"de": {"shop": "x"}}, "template.name", "has no text in 'de'"),
        ("reminder", {"en": {"shop": "x"}}, "template.variables.en", "a value for 'about'"),
        (
            "reminder",
            {"sw": {"shop": "x", "about": "y", "price": "2"}},
            "template.variables.sw",
            "no place for 'price'",
        ),
    ],
)
def test_a_template_that_cannot_be_used_is_named_with_the_reason(
    api: World, name: str, variables: Any, field: str, said: str
) -> None:
    answer = by_template(api, name, variables)

    assert answer.status_code == 422
    (problem,) = [one for one in answer.get_json()["errors"] if one["field"] == field]
    assert said in problem["detail"]
    assert api.get("/communications/messages").get_json()["items"] == []
