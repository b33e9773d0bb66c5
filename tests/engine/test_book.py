"""What events do to a shop's book, and what the bot is then told."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bot.effects import Introduce, Remember
from bot.shop import EntryKind
from store.claims import ClaimedBeforeError
from tests.engine.keeper import Keeper, keeper
from tests.engine.world import World

TODAY = date(2026, 11, 23)
CLAIM: dict[str, Any] = {
    "provider": "mpesa",
    "code": "TKN5ABC123",
    "kind": "received",
    "amount": "1500",
    "party": "ASHA OTIENO",
    "when": "2026-11-23T10:00:00+03:00",
    "flags": [],
}


@pytest.fixture(name="amina")
def _amina(world: World) -> Keeper:
    return keeper(world)


def test_an_event_from_elsewhere_may_be_as_short_as_the_contract_shows(amina: Keeper) -> None:
    amina.raises("SALE_RECORDED", amount="12000", item="cement")

    with amina.asks() as shop:
        entry = next(iter(shop.last_entries(1)), None)
        assert entry is not None
        assert (entry.item, entry.amount, entry.currency) == ("cement", Decimal(12000), "KES")
        assert (entry.payment, entry.business_date) == ("cash", TODAY)
    (payload,) = amina.told("SALE_RECORDED")
    assert payload["business_date"] == "2026-11-23"


def test_a_customer_is_one_however_the_name_is_typed(amina: Keeper) -> None:
    amina.owes("DEBT_RECORDED", "Asha  Otieno", "300")
    amina.owes("DEBT_PAID", " asha otieno", "100")

    with amina.asks() as shop:
        (asha,) = shop.customers()
        assert (asha.name, asha.owes_us) == ("Asha  Otieno", Decimal(200))
        assert shop.catalogue().people == {"Asha  Otieno"}
    ids = {payload["customer"] for payload in amina.told("DEBT_RECORDED")}
    assert ids == {payload["customer"] for payload in amina.told("DEBT_PAID")} == {str(asha.id)}


def test_a_debt_is_as_old_as_what_is_not_yet_paid(amina: Keeper) -> None:
    amina.owes("DEBT_RECORDED", "Asha", "300", "2026-11-20")
    amina.owes("DEBT_RECORDED", "Asha", "200", "2026-11-22")
    amina.owes("DEBT_PAID", "Asha", "299.99")

    with amina.asks() as shop:
        assert shop.customers()[0].owes_since == date(2026, 11, 20)
    amina.owes("DEBT_PAID", "Asha", "0.01")
    with amina.asks() as shop:
        assert shop.customers()[0].owes_since == date(2026, 11, 22)
    amina.takes_back_the_last()
    with amina.asks() as shop:
        assert shop.customers()[0].owes_since == date(2026, 11, 20)


def test_who_paid_too_much_has_credit(amina: Keeper) -> None:
    amina.owes("DEBT_RECORDED", "Asha", "300")
    amina.owes("DEBT_PAID", "Asha", "500")

    with amina.asks() as shop:
        (asha,) = shop.customers()
    assert (asha.owes_us, asha.we_owe, asha.owes_since) == (Decimal(0), Decimal(200), None)


def test_a_sale_on_credit_is_a_sale_and_a_debt(amina: Keeper) -> None:
    amina.sells("sukari", "2", "300", payment="credit", customer=None, name="Juma")

    with amina.asks() as shop:
        (juma,) = shop.customers()
        (entry,) = shop.statement(juma.id, 10)
        assert (juma.owes_us, juma.owes_since) == (Decimal(300), TODAY)
        assert (entry.kind, entry.payment, entry.customer) == ("sale", "credit", "Juma")
        assert shop.total(EntryKind.SALE, TODAY) == 300
        assert shop.cash(TODAY) == 0


def test_the_others_shop_is_no_customer_of_ours(amina: Keeper) -> None:
    amina.raises("DEBT_RECORDED", supplier=None, name="Jirani", amount="5")

    with amina.asks() as shop:
        assert [one.name for one in shop.customers()] == ["Jirani"]


def test_stock_falls_with_sales_and_low_is_told_once(amina: Keeper) -> None:
    amina.raises("STOCK_COUNTED", item="Soda", quantity="10", unit=None, threshold="4")
    for _ in range(4):
        amina.sells("soda", "2", "100")

    with amina.asks() as shop:
        stock = shop.stock("SODA")
        assert stock is not None
        assert (stock.item, stock.quantity, stock.threshold) == ("Soda", Decimal(2), Decimal(4))
        assert [one.item for one in shop.stocks(10)] == ["Soda"]
    assert amina.told("INVENTORY_LOW") == [{"item": "Soda", "quantity": "4", "threshold": "4"}]


def test_a_count_knew_of_what_was_sold_before_it(amina: Keeper) -> None:
    amina.raises("STOCK_COUNTED", item="soda", quantity="9", unit=None)
    amina.sells("soda", "2", "100")
    amina.raises("STOCK_COUNTED", item="soda", quantity="5", unit=None)
    amina.takes_back_the_last()

    with amina.asks() as shop:
        stock = shop.stock("soda")
    assert stock is not None
    assert stock.quantity == 5


def test_units_are_not_converted_silently(amina: Keeper) -> None:
    amina.raises("STOCK_COUNTED", item="sukari", quantity="3", unit="gunia")
    amina.sells("sukari", "2", "300", line={"unit": "kilo"})
    amina.sells("sukari", "1", "9000", line={"unit": "Gunia"})

    with amina.asks() as shop:
        stock = shop.stock("sukari")
    assert stock is not None
    assert stock.quantity == 2


def test_the_last_price_is_known_until_it_is_taken_back(amina: Keeper) -> None:
    amina.sells("mkate", "1", "60", line={"unit_price": "60"})
    amina.sells("mkate", "1", "65", line={"unit_price": "65"})

    with amina.asks() as shop:
        price = shop.price("Mkate")
    assert price is not None
    assert price.unit_price == 65
    amina.takes_back_the_last()
    with amina.asks() as shop:
        price = shop.price("Mkate")
    assert price is not None
    assert price.unit_price == 60
    amina.takes_back_the_last()
    with amina.asks() as shop:
        assert shop.price("Mkate") is None


def test_a_transaction_code_counts_once_for_ever(amina: Keeper) -> None:
    amina.raises("PAYMENT_CLAIMED", **CLAIM)

    with pytest.raises(ClaimedBeforeError):
        amina.raises("PAYMENT_CLAIMED", **{**CLAIM, "provider": " MPESA", "code": "tkn5abc123"})
    with amina.asks() as shop:
        claim = shop.claim("Mpesa", "tkn5abc123")
    assert claim is not None
    assert (claim.amount, claim.status) == (Decimal(1500), "claimed")
    assert len(amina.told("PAYMENT_CLAIMED")) == 1


@pytest.mark.parametrize("first", ["PAYMENT_CLAIMED", "PAYMENT_VERIFIED"])
def test_what_the_provider_tells_makes_a_claim_verified(amina: Keeper, first: str) -> None:
    told: dict[str, dict[str, Any]] = {
        "PAYMENT_CLAIMED": CLAIM,
        "PAYMENT_VERIFIED": {"provider": "mpesa", "code": "TKN5ABC123"},
    }
    second = next(one for one in told if one != first)
    amina.raises(first, **told[first])
    amina.raises(second, **told[second])

    with amina.asks() as shop:
        claim = shop.claim("mpesa", "TKN5ABC123")
    assert claim is not None
    assert (claim.amount, claim.status, claim.party) == (
        Decimal(1500),
        "verified",
        "ASHA OTIENO",
    )
    assert claim.claimed_by == amina.scene.person_id


def test_a_day_closed_again_holds_the_newest_count(amina: Keeper) -> None:
    told = {"business_date": "2026-11-23", "expected": "1000", "by_person": []}
    amina.raises("DAY_CLOSED", **told, counted="900", difference="-100")
    amina.raises("DAY_CLOSED", **told, counted="1000", difference="0")

    with amina.asks() as shop:
        closed = shop.day_close(TODAY)
        assert shop.day_close(date(2026, 11, 22)) is None
    assert closed is not None
    assert (closed.closed_by, closed.counted) == ("Amina", Decimal(1000))


def test_a_choice_is_remembered_and_its_change_is_in_the_audit(amina: Keeper) -> None:
    amina.wishes(Remember("price", "each"), Remember("price", "total"))

    with amina.asks() as shop:
        assert shop.choice("price") == "total"
        assert shop.choice("other") is None
    audit = amina.world.rows(
        "select before, after from audit_entries where entity = 'choice' order by id"
    )
    assert audit == [(None, {"price": "each"}), ({"price": "each"}, {"price": "total"})]


def test_a_change_of_language_is_in_the_audit(amina: Keeper) -> None:
    amina.wishes(Introduce(language="sw", name="Amina W."))

    audit = amina.world.rows(
        "select before, after from audit_entries where entity = 'person' order by id"
    )
    assert audit[-1] == (
        {"language": "en", "name": "Amina"},
        {"language": "sw", "name": "Amina W."},
    )
    with amina.asks() as shop:
        assert [one.name for one in shop.members()] == ["Amina W."]


def test_items_of_a_period_are_added_up_by_unit(amina: Keeper) -> None:
    amina.sells("Sukari", "2", "300", line={"unit": "kilo"})
    amina.sells("sukari", "1", "150", line={"unit": "kilo"})
    amina.sells("mkate", None, "60")
    amina.sells("soda", "1", "50")
    amina.takes_back_the_last()

    with amina.asks() as shop:
        found = shop.by_item(EntryKind.SALE, TODAY, TODAY, 5)
        (amina_herself,) = shop.by_person(TODAY, TODAY)
    assert [(one.item, one.amount, one.quantity) for one in found] == [
        ("Sukari", Decimal(450), Decimal(3)),
        ("mkate", Decimal(60), None),
    ]
    assert (amina_herself.member.name, amina_herself.amount) == ("Amina", Decimal(510))


def test_a_quoted_receipt_leads_to_its_entry_until_that_is_taken_back(world: World) -> None:
    amina = keeper(world)
    world.says("+254711000001", "sold bread 65")
    reference = f"ref-{len(world.post.sent)}"
    world.says("+254711000001", "sold sugar 300")

    with amina.asks() as shop:
        bread = shop.quoted_entry(reference)
        assert bread is not None
        assert bread.item == "bread"
        assert [one.id for one in shop.companions(bread.id)] == [bread.id]
        assert shop.quoted_entry("ref-unknown") is None
    amina.raises("ENTRY_REVERSED", entry=str(bread.id), reason="taken back")
    with amina.asks() as shop:
        assert shop.quoted_entry(reference) is None


def test_a_newcomers_book_is_empty(world: World) -> None:
    amina = keeper(world)
    amina.scene = type(amina.scene)(
        amina.scene.person_id, None, amina.scene.message_id, world.now[0]
    )

    with amina.asks() as shop:
        assert shop.organization is None
        assert (shop.last_entries(1), shop.quoted_entry("x")) == ([], None)
        assert (shop.stock("x"), shop.price("x")) == (None, None)
        assert (shop.choice("x"), shop.claim("x", "y")) == (None, None)
        assert not shop.companions(amina.scene.person_id)
        assert not shop.stocks(5)
        assert not shop.statement(amina.scene.person_id, 5)
        assert shop.day_close(TODAY) is None
        assert not shop.totals(TODAY, TODAY)
        assert not shop.by_item(EntryKind.SALE, TODAY, TODAY, 5)
        assert not shop.by_person(TODAY, TODAY)
        assert not shop.customers()
        assert not shop.members()
        assert shop.cash(TODAY) == shop.total(EntryKind.SALE, TODAY) == 0
        assert shop.invitation() is None
