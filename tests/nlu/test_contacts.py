"""A customer's number is learnt from a name, a number and a word that says so."""

from __future__ import annotations

import pytest

from bot.nlu.understanding import Intent
from tests.nlu.reading import act, read


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("namba ya Asha ni 0712345678", "Asha"),
        ("Asha's number is 0712345678", "Asha"),
        ("Asha’s number is 0712 345 678", "Asha"),
        ("mteja Asha 0712345678", "Asha"),
        ("add customer Asha 0712 345 678", "Asha"),
        ("ongeza mteja Asha 0712345678", "Asha"),
        ("namba ya simu ya Mama Njeri ni 0712 345 678", "Mama Njeri"),
        ("hifadhi namba ya Asha 0712345678", "Asha"),
        ("number ya asha ni 0712345678", "asha"),
    ],
)
def test_the_name_and_the_number_are_found(text: str, name: str) -> None:
    found = act(text)

    assert (found.intent, found.party, found.phone) == (Intent.CUSTOMER, name, "0712345678")


@pytest.mark.parametrize(
    "text",
    [
        "namba yangu ni 0712345678",
        "nimeuza simu kwa 0712345678",
        "nimemuuzia mteja Asha sukari 300",
        "ongeza mfanyakazi Juma 0712345678",
        "ongeza Baraka 0722 000 002",
        "0722000111",
        "namba ya Asha",
        "namba ya till ni 5123456",
        "customer Asha 0712345678 owes 500",
    ],
)
def test_nothing_else_is_a_customers_number(text: str) -> None:
    assert Intent.CUSTOMER not in {one.intent for one in read(text).acts}


@pytest.mark.parametrize(
    "text",
    ["STOP", "stop", "ACHA", "SIMAMISHA", "JITOE", "UNSUBSCRIBE", "END", "QUIT", "REVOKE",
     "OPTOUT", "TOKA", "ondoa", "sitisha"],
)  # fmt: skip
def test_words_that_stop(text: str) -> None:
    assert (act(text).intent, act(text).kind) == (Intent.STOP, None)


@pytest.mark.parametrize("text", ["STOPALL", "stop all", "acha zote", "simamisha yote"])
def test_words_that_stop_everything(text: str) -> None:
    assert (act(text).intent, act(text).kind) == (Intent.STOP, "all")


@pytest.mark.parametrize("text", ["START", "UNSTOP", "ANZA", "anza"])
def test_words_that_begin_again(text: str) -> None:
    assert act(text).intent is Intent.START


@pytest.mark.parametrize("text", ["CANCEL", "acha niandike", "ameacha 500", "YES"])
def test_what_stops_nothing(text: str) -> None:
    """CANCEL says no, whatever a carrier may take it for."""
    intents = {one.intent for one in read(text).acts}

    assert not intents & {Intent.STOP, Intent.START}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("i paid", "paid"),
        ("PAID", "paid"),
        ("nimeshalipa", "paid"),
        ("nilishalipa deni", "paid"),
        ("not true", None),
        ("SI KWELI", None),
        ("sidaiwi", None),
    ],
)
def test_what_a_customer_says_of_a_debt(text: str, kind: str | None) -> None:
    assert (act(text).intent, act(text).kind) == (Intent.DISPUTE, kind)
