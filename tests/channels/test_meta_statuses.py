"""What becomes of a message at Meta, in our words and ranks."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from engine.channels.base import StatusReport, Trouble
from engine.channels.meta import MetaChannel
from tests.channels.meta_fakes import (
    AMINA,
    SCOPED,
    contact,
    envelope,
    reporting,
    settings,
    signed,
    status,
    value,
)

CHANNEL = MetaChannel(settings())


def reports(*statuses: dict[str, Any]) -> list[StatusReport]:
    items = list(CHANNEL.read(signed(reporting(*statuses))))
    found = [item for item in items if isinstance(item, StatusReport)]
    assert len(found) == len(items)
    return found


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("sent", "sent"),
        ("delivered", "delivered"),
        ("read", "read"),
        ("played", "read"),
        ("failed", "failed"),
    ],
)
def test_a_status_is_reported_in_our_words(theirs: str, ours: str) -> None:
    (report,) = reports(status(theirs))

    assert report == StatusReport("meta", "wamid.ours", ours)  # type: ignore[arg-type] # A table.


@pytest.mark.parametrize("theirs", ["deleted", "warning", "", None, [], "tomorrow's"])
def test_what_is_no_status_is_no_report(theirs: object) -> None:
    assert reports(status("sent", status=theirs)) == []


@pytest.mark.parametrize("reference", ["", None, 5, "w" * 3000])
def test_a_status_of_nothing_is_no_report(reference: object) -> None:
    assert reports(status("sent", id=reference)) == []


@pytest.mark.parametrize(
    ("code", "trouble"),
    [
        (131047, Trouble.WINDOW),
        (131026, Trouble.ADDRESS),
        (130472, Trouble.CONSENT),
        (131053, Trouble.CONTENT),
        (131056, Trouble.PAIR),
        (999999, Trouble.OTHER),
    ],
)
def test_a_failure_says_what_kind_it_is(code: int, trouble: Trouble) -> None:
    errors = [{"code": code, "title": "…", "error_data": {"details": "…"}}]

    (report,) = reports(status("failed", errors=errors))

    assert (report.error_code, report.trouble) == (str(code), trouble)


@pytest.mark.parametrize("errors", [None, [], [5], [{}], [{"code": "x"}], {"code": 1}])
def test_a_failure_may_say_nothing(errors: object) -> None:
    (report,) = reports(status("failed", errors=errors))

    assert (report.error_code, report.trouble) == (None, Trouble.OTHER)


def test_it_brings_our_own_id_back() -> None:
    ours = UUID("0193a5f0-0000-7000-8000-000000000001")

    (report,) = reports(status("sent", biz_opaque_callback_data=str(ours)))

    assert report.message_id == ours


@pytest.mark.parametrize("given", ["", "some data", 5, None, {}])
def test_data_that_are_not_ours_name_no_message(given: object) -> None:
    assert reports(status("sent", biz_opaque_callback_data=given))[0].message_id is None


@pytest.mark.parametrize(
    ("pricing", "category", "price"),
    [
        ({"type": "regular", "category": "service"}, "service", None),
        ({"type": "free_customer_service", "category": "service"}, "service", Decimal(0)),
        ({"type": "free_entry_point", "category": "utility"}, "utility", Decimal(0)),
        ({"billable": True, "category": "utility"}, "utility", None),
        ({"billable": False, "category": "service"}, "service", Decimal(0)),
        ({"billable": True, "type": "free_customer_service", "category": "service"}, "service",
         Decimal(0)),
        ({"billable": False}, None, None),
        ([], None, None),
        (None, None, None),
    ],
)  # fmt: skip
def test_it_says_what_was_taken_for(
    pricing: object, category: str | None, price: Decimal | None
) -> None:
    (report,) = reports(status("sent", pricing=pricing))

    assert (report.category, report.price, report.currency) == (category, price, None)


def test_what_was_delivered_tells_whose_the_phone_is() -> None:
    (report,) = reports(status("delivered", recipient_user_id=SCOPED))

    assert (report.phone, report.scoped_id) == (AMINA, SCOPED)


def test_it_may_be_told_beside_the_status() -> None:
    around = value(contacts=[contact()], statuses=[status("delivered")])

    (report,) = CHANNEL.read(signed(envelope(around)))

    assert isinstance(report, StatusReport)
    assert (report.phone, report.scoped_id) == (AMINA, SCOPED)


@pytest.mark.parametrize(
    "told",
    [
        status("sent", recipient_user_id=SCOPED),
        status("delivered", recipient_user_id="+254711000001"),
        status("delivered", recipient_id="", recipient_user_id=SCOPED),
        status("delivered", recipient_id="120363@g.us", recipient_user_id=SCOPED),
        status("delivered"),
    ],
)
def test_nobodys_id_is_guessed(told: dict[str, Any]) -> None:
    (report,) = reports(told)

    assert (report.phone, report.scoped_id) == (None, None)


def test_a_batch_keeps_its_order() -> None:
    found = reports(*(status("sent", id=f"wamid.{number}") for number in range(1000)))

    assert [report.provider_reference for report in found] == [
        f"wamid.{number}" for number in range(1000)
    ]
