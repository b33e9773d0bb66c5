"""Approvals over signed webhooks: asked on WhatsApp, told by SMS, all in the audit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.end_to_end.signed_shop import AMINA, BARAKA, SignedShop, signed_shop

ABOUT = "Mauzo ya Ksh 12,000 (saruji), ameandika Baraka."
QUESTION = f"{ABOUT} Ni sawa?"
HOW = "1 Ndiyo, 2 Hapana. Au jibu NDIYO A1 au HAPANA A1."


@pytest.fixture(name="shop")
def _shop(database_url: str, redis_url: str) -> Iterator[SignedShop]:
    with signed_shop(database_url, redis_url) as shop:
        yield shop


def sells(shop: SignedShop, words: str = "nimeuza saruji kwa 12000") -> list[str]:
    """Baraka, by SMS."""
    return shop.says(BARAKA, words, sms=True)


def step(**more: Any) -> dict[str, Any]:
    question = {"en": "Sale {{ event.payload.amount | money }}?",
                "sw": "Mauzo {{ event.payload.amount | money }}?"}  # fmt: skip
    return {"id": "ask", "type": "approval", "of": "OWNER", "question": question, **more}


def test_a_yes_by_code_completes_the_run_and_both_are_told(shop: SignedShop) -> None:
    asked = sells(shop)

    answered = shop.says(AMINA, "NDIYO A1")

    assert f"{AMINA}: {QUESTION}\n{HOW}" in asked
    assert sorted(answered) == [
        f"{AMINA}: A1 imekubaliwa.",
        f"{BARAKA}: Amina amekubali: {ABOUT}",
    ]
    assert shop.rows("select status from runs") == [("COMPLETED",)]


def test_all_of_it_is_in_the_audit(shop: SignedShop) -> None:
    sells(shop)
    shop.says(AMINA, "NDIYO A1")

    (decision,) = shop.rows(
        "select a.action, p.name, a.via, a.before ->> 'status', a.after ->> 'status'"
        " from audit_entries a join people p on p.id = a.person_id where entity = 'approval'"
    )
    assert decision == ("APPROVE", "Amina", "whatsapp", "open", "approved")
    told = "select after ->> 'type' from audit_entries where entity = 'event' order by id"
    types = [row[0] for row in shop.rows(told)]
    assert types[-3:] == ["SALE_RECORDED", "APPROVAL_REQUESTED", "APPROVAL_DECIDED"]
    steps = "select after ->> 'status' from audit_entries where entity = 'run' order by id"
    assert [row[0] for row in shop.rows(steps)] == ["WAITING_APPROVAL", "COMPLETED"]


def test_a_no_completes_it_too_and_both_are_told(shop: SignedShop) -> None:
    sells(shop)

    answered = shop.says(AMINA, "HAPANA A1")

    assert sorted(answered) == [
        f"{AMINA}: A1 imekataliwa.",
        f"{BARAKA}: Amina amekataa: {ABOUT}",
    ]
    assert shop.rows("select status from approvals") == [("rejected",)]


def test_when_the_time_is_over_both_are_told_and_a_late_yes_changes_nothing(
    shop: SignedShop,
) -> None:
    sells(shop)

    told = shop.waits(hours=12)

    assert sorted(told) == [
        f"{AMINA}: Muda wa A1 umekwisha, kwa hiyo ni HAPANA: {ABOUT}",
        f"{BARAKA}: Hakuna aliyejibu kwa wakati, kwa hiyo ni HAPANA: {ABOUT}",
    ]
    assert shop.says(AMINA, "NDIYO A1") == [
        f"{AMINA}: Muda wa A1 umekwisha: jibu lako limechelewa."
    ]
    assert shop.rows("select status from approvals") == [("expired",)]


def test_an_escalation_asks_the_next_role_and_tells_the_first(shop: SignedShop) -> None:
    escalating = step(of="STAFF", timeout="PT1H", on_timeout="escalate", escalate_to="OWNER",
                      self_approval=True)  # fmt: skip
    shop.publishes(escalating)
    shop.says(AMINA, "nimeuza saruji kwa 500")

    told = shop.waits(hours=1)

    assert f"{BARAKA}: Muda wa A1 umekwisha, kwa hiyo nimemwuliza Amina: Mauzo Ksh 500?" in told
    assert any(one.startswith(f"{AMINA}: Mauzo Ksh 500?\n1 Ndiyo") for one in told)
    assert f"{AMINA}: A1 imekubaliwa." in shop.says(AMINA, "ndiyo")
    assert shop.rows("select status from runs") == [("COMPLETED",)]


def test_with_two_open_a_bare_yes_decides_nothing_and_quoting_one_decides_it(
    shop: SignedShop,
) -> None:
    sells(shop)
    sells(shop, "nimeuza mbao kwa 15000")

    (listed,) = shop.says(AMINA, "ndiyo")
    assert listed.startswith(f"{AMINA}: Unamaanisha lipi?\n1. A1: {QUESTION}\n2. B1: Mauzo")
    assert shop.rows("select status from approvals") == [("open",), ("open",)]
    answered = shop.says(AMINA, "ndiyo", quoted=shop.sid_of("(mbao)%NDIYO B1"))

    assert f"{AMINA}: B1 imekubaliwa." in answered
    assert shop.rows("select code, status from approvals order by id") == [
        ("A1", "open"),
        ("B1", "approved"),
    ]


def test_a_line_of_the_list_is_named_by_its_number(shop: SignedShop) -> None:
    sells(shop)
    sells(shop, "nimeuza mbao kwa 15000")
    shop.says(AMINA, "sawa")

    shop.says(AMINA, "2 hapana")

    assert shop.rows("select code, status from approvals order by id") == [
        ("A1", "open"),
        ("B1", "rejected"),
    ]


def test_what_has_changed_since_is_asked_anew(shop: SignedShop) -> None:
    sells(shop)
    told = sells(shop, "badilisha 9000")
    about = "Mauzo ya Ksh 9,000 (saruji), ameandika Baraka."
    question = f"{about} Ni sawa?"
    assert any(
        one.startswith(f"{AMINA}: Hii imebadilika tangu nilipouliza: {question}")
        for one in told
    )

    again = shop.says(AMINA, "NDIYO A1")

    how = "1 Ndiyo, 2 Hapana. Au jibu NDIYO B1 au HAPANA B1."
    assert again == [f"{AMINA}: Hii imebadilika tangu nilipouliza: {question}\n{how}"]
    assert shop.rows("select status from runs") == [("WAITING_APPROVAL",)]
    assert f"{BARAKA}: Amina amekubali: {about}" in shop.says(AMINA, "NDIYO B1")


def test_what_was_taken_back_is_asked_no_more(shop: SignedShop) -> None:
    sells(shop)

    told = sells(shop, "futa")

    gone = f"Hiyo imefutwa, kwa hiyo A1 haihitaji jibu tena: {ABOUT}"
    assert f"{AMINA}: {gone}" in told
    assert shop.rows("select status from runs") == [("CANCELLED",)]


def test_staff_who_take_back_what_is_old_ask_the_owner_and_it_happens(shop: SignedShop) -> None:
    sells(shop, "nimeuza unga kwa 300")
    shop.sets("correction_hours", 0)

    asked = sells(shop, "futa")
    assert (
        f"{BARAKA}: unga, Ksh 300 ni ya zamani, huwezi kuibadili peke yako. Nimemwuliza Amina."
        in asked
    )
    assert any(f"{AMINA}: Baraka anataka kufuta unga, Ksh 300 ya" in one for one in asked)
    assert shop.rows("select count(*) from entries") == [(1,)]
    answered = shop.says(AMINA, "1")

    assert f"{AMINA}: A1 imekubaliwa." in answered
    assert any(f"{BARAKA}: Amina amekubali: Baraka anataka kufuta" in one for one in answered)
    assert shop.rows("select sum(amount)::int, count(*) from entries") == [(0, 2)]


def test_a_correction_that_the_owner_allows_is_exactly_what_she_was_shown(
    shop: SignedShop,
) -> None:
    sells(shop, "nimeuza unga kwa 300")
    shop.sets("correction_hours", 0)
    sells(shop, "badilisha 350")

    shop.says(AMINA, "NDIYO A1")

    assert sorted(shop.rows("select amount::int from entries")) == [(-300,), (300,), (350,)]
    assert shop.rows("select count(distinct person_id) from entries") == [(1,)]
