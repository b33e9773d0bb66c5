"""USSD and SMS for phones without data: what is typed stands in the book like any other."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.end_to_end.dialled_shop import DOOR, DialledShop, dialled_shop
from tests.end_to_end.signed_shop import AMINA, BARAKA, CHAUSIKU

MENU = "CON Duka la Amina\n1 Andika mauzo\n2 Idhini (0)\n3 Leo\n4 Wanaodaiwa\n5 Jambo jingine"
SALES = "select kind, item, amount::int, payment from entries order by id"


@pytest.fixture(name="shop")
def _shop(database_url: str, redis_url: str) -> Iterator[DialledShop]:
    with dialled_shop(database_url, redis_url) as shop:
        yield shop


def test_a_sale_over_ussd_stands_in_the_book_like_any_other(shop: DialledShop) -> None:
    session = shop.dials()

    assert session.post() == MENU
    assert session.types("1") == (
        "CON Umeuza nini, kwa shilingi ngapi? Mfano: mkate 50\n0 Rudi"
    )
    receipt = session.types("mkate 50")

    assert receipt.startswith("END Nimeandika")
    assert "Ksh 50" in receipt
    assert shop.rows(SALES) == [("sale", "mkate", 50, "cash")]
    told = "select channel, status from outbound_messages where channel = 'ussd'"
    assert shop.rows(told) == [("ussd", "delivered")]


def test_a_step_that_is_told_twice_books_once(shop: DialledShop) -> None:
    session = shop.dials()
    session.post()
    shown = session.types("1", "mkate 50")

    assert session.post() == shown
    assert len(shop.rows(SALES)) == 1


def test_a_session_that_dropped_goes_on_where_it_was(shop: DialledShop) -> None:
    dropped = shop.dials()
    dropped.post()
    asked = dropped.types("1")

    again = shop.dials()

    assert again.post() == asked
    assert again.types("mkate 50").startswith("END Nimeandika")
    assert shop.rows(SALES) == [("sale", "mkate", 50, "cash")]


def test_a_question_that_was_not_answered_is_asked_again(shop: DialledShop) -> None:
    dropped = shop.dials()
    dropped.post()
    asked = dropped.types("5", "mkate 3 kwa 50")
    assert asked.startswith("CON ")
    assert "?" in asked

    again = shop.dials()

    assert again.post() == asked
    assert again.types("1").startswith("END ")
    assert len(shop.rows(SALES)) == 1


def test_today_and_debts_are_a_digit_away(shop: DialledShop) -> None:
    session = shop.dials()
    session.post()
    session.types("1", "mkate 50")
    later = shop.dials()
    later.post()

    assert "50" in later.types("3")
    debts = shop.dials()
    debts.post()
    assert debts.types("4").startswith("END ")


def test_an_owner_decides_by_digits_what_was_shown_whole(shop: DialledShop) -> None:
    asked = shop.texts(BARAKA, "nimeuza saruji kwa 12000")
    assert any("NDIYO" in words for words in asked)
    shop.sets("sms_limit", 20000)
    session = shop.dials(AMINA)

    assert "2 Idhini (1)" in session.post()
    question = session.types("2")
    assert "Ksh 12,000 (saruji)" in question
    assert question.endswith("1 Ndiyo\n2 Hapana\n0 Rudi")
    assert session.types("1").startswith("END ")
    assert shop.rows("select status, via from approvals") == [("approved", "ussd")]


def test_above_the_limit_of_what_nobody_signs_the_pin_is_asked(shop: DialledShop) -> None:
    for words in ("PIN", "8305", "8305"):
        shop.says(AMINA, words)
    shop.texts(BARAKA, "nimeuza saruji kwa 12000")
    session = shop.dials(AMINA)
    session.post()

    asked = session.types("2", "1")
    assert "PIN" in asked
    assert shop.rows("select status from approvals") == [("open",)]
    assert session.types("8305").startswith("END ")
    assert shop.rows("select status from approvals") == [("approved",)]
    kept = shop.rows("select convert_from(raw, 'UTF8') || body from inbound_messages")
    assert not [words for (words,) in kept if "8305" in words]


def test_an_sms_with_the_keyword_of_a_shared_code_decides(shop: DialledShop) -> None:
    shop.says(AMINA, "ongeza mfanyakazi 0733000003 Chausiku")
    shop.sets("sms_limit", 20000)
    shop.texts(BARAKA, "nimeuza saruji kwa 12000")
    assert shop.rows("select status from approvals") == [("open",)]

    shop.texts(AMINA, "KARANI NDIYO A1")

    assert shop.rows("select status, via from approvals") == [("approved", "sms")]


def test_a_stranger_registers_over_ussd(shop: DialledShop) -> None:
    session = shop.dials(CHAUSIKU)

    first = session.post()
    assert first.startswith("CON ")
    screen = session.types("2", "1", "Chausiku", "Kibanda cha Chausiku")

    assert screen.startswith("END ")
    assert ("Kibanda cha Chausiku",) in shop.rows("select name from organizations")
    later = shop.dials(CHAUSIKU)
    assert later.post().startswith("CON Kibanda cha Chausiku\n1 Andika mauzo")


def test_the_screens_are_in_the_readers_language(shop: DialledShop) -> None:
    shop.texts(BARAKA, "English")
    session = shop.dials()

    assert session.post() == (
        "CON Duka la Amina\n1 Record a sale\n2 Approvals (0)\n3 Today\n4 Who owes me\n"
        "5 Something else"
    )
    assert session.types("1", "bread 50").startswith("END ")
    assert shop.rows(SALES) == [("sale", "bread", 50, "cash")]


def test_nobody_is_written_to_over_ussd(shop: DialledShop) -> None:
    session = shop.dials(AMINA)
    session.post()
    session.types("3")

    asked = shop.texts(BARAKA, "nimeuza saruji kwa 12000")

    assert any(words.startswith(AMINA) for words in asked)


@pytest.mark.parametrize("form", [{}, {"sessionId": "x"}, {"phoneNumber": "+254722000002"}])
def test_a_step_of_nobody_is_refused(shop: DialledShop, form: dict[str, str]) -> None:
    assert shop.client.post(f"{DOOR}/ussd", data=form).status_code == 422
