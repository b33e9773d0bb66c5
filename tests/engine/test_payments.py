"""What M-Pesa reports: kept once, found its shop, proven in its book, or parked alone."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.effects import NameNumber
from engine import rebuild
from engine.inbound import daraja, parked, payments
from tests.engine.keeper import Keeper, keeper
from tests.engine.world import AMINA, World
from tests.services import Cluster

TILL = "600638"


def body(**values: object) -> bytes:
    """A confirmation as Daraja sends it."""
    notice: dict[str, object] = {
        "TransactionType": "Buy Goods",
        "TransID": "RKT5BBT5TD",
        "TransTime": "20261123094410",
        "TransAmount": "500.00",
        "BusinessShortCode": TILL,
        "BillRefNumber": "",
        "InvoiceNumber": "",
        "OrgAccountBalance": "49197.00",
        "ThirdPartyTransID": "",
        "MSISDN": "25470****149",
        "FirstName": "ASHA",
        "LastName": "OTIENO",
    }
    return json.dumps({**notice, **values}).encode()


@pytest.fixture(name="amina")
def _amina(world: World) -> Keeper:
    """Amina, who has named her till."""
    amina = keeper(world)
    amina.wishes(NameNumber(daraja.PROVIDER, TILL, "till"))
    return amina


def is_told(world: World, raw: bytes) -> None:
    payments.take(world.rt, raw)
    world.works()


def claims(world: World) -> list[tuple[object, ...]]:
    return world.rows("select code, status, amount::text, party from payment_claims")


def claimed(amina: Keeper, **values: Any) -> None:
    told = {"provider": "mpesa_ke", "code": "RKT5BBT5TD", "kind": "received", "amount": "500"}
    amina.raises("PAYMENT_CLAIMED", **{**told, "party": "Asha", "flags": [], **values})


def test_a_confirmation_is_a_verified_payment_of_the_shop(amina: Keeper) -> None:
    is_told(amina.world, body())

    assert claims(amina.world) == [("RKT5BBT5TD", "verified", "500.00", "Asha Otieno")]
    (told,) = amina.told("PAYMENT_VERIFIED")
    assert told["provider"] == "mpesa_ke"
    assert datetime.fromisoformat(told["when"]) == datetime(2026, 11, 23, 6, 44, 10, tzinfo=UTC)


def test_told_twice_it_is_heard_once(amina: Keeper) -> None:
    for _ in range(3):
        is_told(amina.world, body())

    assert len(amina.told("PAYMENT_VERIFIED")) == 1


def test_a_payment_that_was_claimed_is_joined_and_not_booked(amina: Keeper) -> None:
    claimed(amina)

    is_told(amina.world, body())

    assert claims(amina.world) == [("RKT5BBT5TD", "verified", "500.00", "Asha")]
    assert amina.world.rows("select count(*) from entries") == [(0,)]


def test_one_that_is_claimed_afterwards_stays_verified(amina: Keeper) -> None:
    is_told(amina.world, body())

    claimed(amina, party="Asha O", amount="700")

    assert claims(amina.world) == [("RKT5BBT5TD", "verified", "500.00", "Asha O")]
    with amina.asks() as shop:
        assert shop.unclaimed(5) == []


def test_what_nobody_claimed_is_to_be_asked_about(amina: Keeper) -> None:
    is_told(amina.world, body())

    with amina.asks() as shop:
        assert [claim.code for claim in shop.unclaimed(5)] == ["RKT5BBT5TD"]


def test_the_owner_is_asked_in_her_next_turn_and_only_then(amina: Keeper) -> None:
    before = len(amina.world.post.sent)
    is_told(amina.world, body())
    assert len(amina.world.post.sent) == before

    (said,) = amina.world.says(AMINA, "sold bread 50")
    assert "M-Pesa proves RKT5BBT5TD: Ksh 500 from Asha Otieno" in said
    assert amina.world.rows("select claimed_by is null from payment_claims") == [(False,)]


def test_an_amount_that_differs_is_told_to_the_owner(amina: Keeper) -> None:
    claimed(amina, amount="5000")
    before = len(amina.world.post.sent)

    is_told(amina.world, body())

    (letter,) = amina.world.post.sent[before:]
    assert letter.to == AMINA
    assert letter.text.startswith("Careful: M-Pesa says that RKT5BBT5TD was Ksh 500")
    assert amina.told("PAYMENT_VERIFIED")[0]["flags"] == ["other_amount"]


def test_the_book_follows_from_its_events(amina: Keeper) -> None:
    claimed(amina, amount="5000", flags=["old"])
    is_told(amina.world, body())
    is_told(amina.world, body(TransID="RKT5BBT5TE", FirstName="", LastName=""))
    claimed(amina, code="RKT5BBT5TE")

    (shop,) = rebuild.shops(amina.world.rt)
    assert rebuild.examine(amina.world.rt, shop, lambda: None).differences == []


def test_nothing_but_the_code_is_kept_of_a_body_that_was_worked(amina: Keeper) -> None:
    payments.take(amina.world.rt, body())
    assert amina.world.rows("select raw from payment_notices") != [(None,)]

    amina.world.works()

    assert amina.world.rows("select code, raw from payment_notices") == [("RKT5BBT5TD", None)]


POISON = {
    "no JSON": b"\xff\x00",
    "no object": b"[]",
    "nested without end": b"[" * 100_000,
    "no code": body(TransID=None),
    "an odd code": body(TransID="RKT'; drop"),
    "no number": body(BusinessShortCode=""),
    "an amount of nothing": body(TransAmount="0"),
    "an amount that is none": body(TransAmount="NaN"),
    "an amount in words": body(TransAmount="mia tano"),
    "an amount without end": body(TransAmount="1e99"),
    "a part of a cent": body(TransAmount="1.001"),
}


@pytest.mark.parametrize("raw", POISON.values(), ids=POISON)
def test_what_cannot_be_read_is_parked_alone(amina: Keeper, raw: bytes) -> None:
    is_told(amina.world, raw)
    is_told(amina.world, body(TransID="RKT5BBT5TE"))

    assert amina.world.rows("select provider from parked_bodies") == [("mpesa_ke",)]
    assert [row[0] for row in claims(amina.world)] == ["RKT5BBT5TE"]
    assert amina.world.rows("select id from outbox where attempts > 0") == []


@pytest.mark.parametrize("told", ["", None, "20261399999999", 7])
def test_without_a_time_the_arrival_counts(amina: Keeper, told: object) -> None:
    is_told(amina.world, body(TransTime=told))

    assert amina.world.rows("select at > now() - interval '1 minute' from payment_claims") == [
        (True,)
    ]


def test_a_name_of_odd_signs_and_any_length_is_kept_readable() -> None:
    raw = body(FirstName="A\0sha\ud83d\u202e" + "x" * 99, LastName=["no", "name"])

    party = daraja.read(raw).party

    assert party is not None
    assert party.isprintable()
    assert len(party) == daraja.LONGEST_NAME


def test_numbers_may_be_written_as_numbers() -> None:
    notice = daraja.read(body(TransAmount=500.1, BusinessShortCode=600638))

    assert (str(notice.amount), notice.number) == ("500.1", "600638")


def test_a_payment_to_a_number_that_nobody_has_named_waits_for_a_person(world: World) -> None:
    amina = keeper(world)
    is_told(world, body())
    assert claims(world) == []
    (waiting,) = parked.newest(world.rt)
    assert waiting.reason == f"no shop has named the number {TILL}"

    amina.wishes(NameNumber(daraja.PROVIDER, TILL, "till"))
    assert parked.retry(world.rt, waiting.id)
    world.works()

    assert [row[0] for row in claims(world)] == ["RKT5BBT5TD"]
    assert parked.newest(world.rt) == []


def test_a_book_in_another_currency_takes_no_shillings_of_kenya(
    amina: Keeper, cluster: Cluster
) -> None:
    database = str(amina.world.rows("select current_database()")[0][0])
    with cluster.postgres.superuser(database) as cursor:
        cursor.execute("update organizations set currency = 'TZS'")

    is_told(amina.world, body())

    assert claims(amina.world) == []
    (waiting,) = parked.newest(amina.world.rt)
    assert waiting.reason == "the shop keeps its book in another currency"
