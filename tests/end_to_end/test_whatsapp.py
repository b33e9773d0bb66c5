"""A shop on WhatsApp at Meta, from the first word to the book, over signed webhooks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.channels.meta_fakes import status
from tests.end_to_end.meta_shop import AMINA, BARAKA, MetaShop, meta_shop
from tests.graph import Said

SALES = "select amount::int, item from entries order by id"
REGISTRATIONS = [
    (("Habari", "2", "1", "Amina", "Duka la Amina"), "nimeuza sukari kilo 2 kwa 300", "sukari"),
    (("Hello", "1", "1", "Amina", "Amina's Shop"), "sold 2 kg sugar for 300", "sugar"),
]


@pytest.fixture(name="shop")
def _shop(database_url: str, redis_url: str) -> Iterator[MetaShop]:
    with meta_shop(database_url, redis_url) as shop:
        yield shop


@pytest.mark.parametrize(("answers", "sale", "item"), REGISTRATIONS)
def test_a_shop_registers_and_books_a_sale(
    shop: MetaShop, answers: tuple[str, ...], sale: str, item: str
) -> None:
    for words in answers:
        assert len(shop.says(AMINA, words)) == 1

    (answered,) = shop.says(AMINA, sale)

    assert answered.startswith(f"+{AMINA}: ")
    assert item in answered
    assert "300" in answered
    assert shop.rows(SALES) == [(300, item)]


def opened(shop: MetaShop) -> MetaShop:
    for words in ("Habari", "2", "1", "Amina", "Duka la Amina"):
        shop.says(AMINA, words)
    return shop


def test_a_redelivered_batch_books_nothing_twice(shop: MetaShop) -> None:
    opened(shop)
    sales = ("nimeuza unga kwa 200", "nimeuza mkate kwa 65")
    batch = [shop.message(AMINA, words) for words in sales]

    first = shop.posts(*batch)
    again = shop.posts(*batch)

    assert len(first) == 1
    assert again == []
    assert shop.rows(SALES) == [(200, "unga"), (65, "mkate")]


def test_a_batch_that_comes_again_in_other_company_books_only_what_is_new(
    shop: MetaShop,
) -> None:
    opened(shop)
    old, new = (
        shop.message(AMINA, "nimeuza unga kwa 200"),
        shop.message(AMINA, "nimeuza chai kwa 30"),
    )

    shop.posts(old)
    shop.posts(new, old)

    assert shop.rows(SALES) == [(200, "unga"), (30, "chai")]


def test_a_tap_answers_as_its_words_would(shop: MetaShop) -> None:
    opened(shop)
    tapped = {"button_reply": {"id": "nimeuza unga kwa 200", "title": "Unga"}}
    reply = {"type": "button_reply", **tapped}

    shop.posts(shop.message(AMINA, "", type="interactive", interactive=reply))

    assert shop.rows(SALES) == [(200, "unga")]


def test_an_answer_that_was_lost_is_settled_by_the_next_status(shop: MetaShop) -> None:
    opened(shop)
    shop.meta.answer = lambda: Said(0, b"")
    shop.says(AMINA, "nimeuza unga kwa 200")
    newest = "select status::text, provider_reference from outbound_messages order by id desc"
    assert shop.rows(newest)[0] == ("unknown", None)
    echoed = shop.meta.sent[-1]["biz_opaque_callback_data"]
    told = status("delivered", id="wamid.lost", biz_opaque_callback_data=echoed)

    for _ in range(2):
        shop.delivers(statuses=[told])

    assert shop.rows(newest)[0] == ("delivered", "wamid.lost")
    before = len(shop.meta.sent)
    shop.works()
    assert len(shop.meta.sent) == before


def test_what_a_message_cost_is_kept(shop: MetaShop) -> None:
    opened(shop)
    (sent,) = shop.rows("select provider_reference from outbound_messages order by id desc")[:1]
    free = {"type": "free_customer_service", "category": "service"}

    shop.delivers(statuses=[status("delivered", id=sent[0], pricing=free)])

    kept = "select price_category, price::int from outbound_messages where price is not null"
    assert shop.rows(kept) == [("service", 0)]


def test_a_message_that_is_edited_books_nothing_again(shop: MetaShop) -> None:
    opened(shop)
    shop.says(AMINA, "nimeuza unga kwa 200")
    changed = {"type": "text", "text": {"body": "nimeuza unga kwa 250"}}
    edit = {"original_message_id": "wamid.1", "message": changed}

    (told,) = shop.posts(shop.message(AMINA, "", type="edit", edit=edit))

    assert "BADILISHA" in told
    assert shop.rows(SALES) == [(200, "unga")]
    shop.says(AMINA, "badilisha 250")
    assert shop.rows("select sum(amount)::int from entries") == [(250,)]


def test_a_reaction_is_no_message(shop: MetaShop) -> None:
    opened(shop)
    thumb = {"message_id": "wamid.fake1", "emoji": "👍"}

    assert shop.posts(shop.message(AMINA, "", type="reaction", reaction=thumb)) == []


def test_who_has_hidden_their_number_is_the_same_person(shop: MetaShop) -> None:
    opened(shop)
    hidden = shop.message(AMINA, "nimeuza unga kwa 200", from_user_id=f"KE.{AMINA}")
    whose = {"contacts": [{"user_id": f"KE.{AMINA}", "profile": {"username": "amina"}}]}
    del hidden["from"]

    answered = shop.posts(hidden, **whose)

    assert shop.rows(SALES) == [(200, "unga")]
    assert [one.partition(":")[0] for one in answered] == [f"KE.{AMINA}"]


def test_a_thousand_updates_of_many_people_are_all_booked(shop: MetaShop) -> None:
    opened(shop)
    shop.says(AMINA, "ongeza mfanyakazi 0722000002 Baraka")
    for words in ("habari", "ndiyo"):
        shop.says(BARAKA, words)
    phones = (AMINA, BARAKA)
    batch = [shop.message(phones[n % 2], f"nimeuza chai kwa {n + 10}") for n in range(100)]
    statuses = [
        {"id": f"wamid.fake{n % 9}", "status": "delivered", "timestamp": "1795417201"}
        for n in range(900)
    ]

    shop.delivers(*batch, statuses=statuses)
    shop.works()

    amounts = sorted(amount for amount, _ in shop.rows(SALES))
    assert amounts == [n + 10 for n in range(100)]
    read = shop.rows("select count(*) from outbound_messages where status = 'delivered'")
    assert read[0][0] >= 8
