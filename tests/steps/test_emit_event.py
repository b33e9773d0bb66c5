"""Record a fact, if it is one."""

from __future__ import annotations

from typing import Any

import pytest

from engine.workflows.definition import DefinitionError
from engine.workflows.wishes import Emit
from tests.workflows.stage import stage


def emit(event: str, **payload: Any) -> dict[str, Any]:
    return {"id": "e", "type": "emit_event", "event": event, "payload": payload}


def test_texts_of_the_payload_are_filled_in() -> None:
    run = stage(emit("BIG_SALE", item="{{ event.payload.item | upper }}", tags=["{{ 1 }}", 2]))

    assert run.go() == "COMPLETED"
    assert run.wishes == [Emit("BIG_SALE", {"item": "CEMENT", "tags": ["1", 2]})]


@pytest.mark.parametrize("amount", ["", "much", "-5", "0", "1.005", 5, None, "NaN", "1e30"])
def test_money_that_is_none_is_refused(amount: object) -> None:
    run = stage(emit("SALE_RECORDED", amount=amount))

    assert run.go() == "FAILED"
    assert run.wishes == []
    assert run.run.error is not None
    assert run.run.error["text"].startswith("payload.amount: ")


def test_money_is_a_decimal_text() -> None:
    run = stage(emit("EXPENSE_RECORDED", amount="{{ event.payload.amount }}", item="fee"))

    assert run.go() == "COMPLETED"
    assert run.wishes == [Emit("EXPENSE_RECORDED", {"amount": "12000", "item": "fee"})]


@pytest.mark.parametrize(
    "payload",
    [
        {"amount": "5", "currency": "USD"},
        {"amount": "5", "lines": []},
        {"amount": "5", "business_date": "2026-01-01"},
        {"amount": "5", "customer": "x"},
        {"amount": "5", "payment": "gold"},
        {"amount": "5", "item": ""},
        {"amount": "5", "item": 7},
    ],
)
def test_money_says_what_a_shop_cannot_leave_open_and_nothing_else(
    payload: dict[str, Any],
) -> None:
    run = stage(emit("SALE_RECORDED", **payload))

    assert run.go() == "FAILED"
    assert run.wishes == []


def test_who_owes_is_found_by_name() -> None:
    run = stage(emit("DEBT_RECORDED", amount="5", name="Asha"))

    assert run.go() == "COMPLETED"
    assert run.wishes == [
        Emit("DEBT_RECORDED", {"amount": "5", "name": "Asha", "customer": None})
    ]
    assert stage(emit("PAYABLE_PAID", amount="5")).go() == "FAILED"


@pytest.mark.parametrize("event", ["APPROVAL_DECIDED", "ENTRY_REVERSED", "PAYMENT_VERIFIED"])
def test_what_only_karani_can_know_is_refused_when_it_is_published(event: str) -> None:
    with pytest.raises(DefinitionError, match="is recorded by Karani itself"):
        stage(emit(event))
