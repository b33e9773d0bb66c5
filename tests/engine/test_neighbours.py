"""Two shops beside each other: a number is one shop's, and a code of both is seen."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from bot.effects import NameNumber, Raise, RefuseNumber, ReleaseNumber
from engine import effects
from engine.inbound import daraja
from store.payment_numbers import NumberTakenError
from tests.engine.keeper import Keeper, keeper
from tests.engine.test_payments import TILL, body, claimed, is_told
from tests.engine.world import AMINA, CHAUSIKU, World


@pytest.fixture(name="amina")
def _amina(world: World) -> Keeper:
    """Amina, who has named her till."""
    amina = keeper(world)
    amina.wishes(NameNumber(daraja.PROVIDER, TILL, "till"))
    return amina


def test_a_number_belongs_to_one_shop(amina: Keeper) -> None:
    chausiku = keeper(amina.world, CHAUSIKU, "Jirani")

    with chausiku.asks() as shop:
        assert shop.number_is_taken(daraja.PROVIDER, TILL)
        assert shop.payment_numbers() == []
    with pytest.raises(NumberTakenError):
        chausiku.wishes(NameNumber(daraja.PROVIDER, TILL, "till"))
    chausiku.wishes(ReleaseNumber(daraja.PROVIDER, TILL))
    is_told(amina.world, body())

    owner = f"select id from organizations where id = '{amina.scene.organization_id}'"
    assert amina.world.rows(owner) == amina.world.rows(
        "select organization_id from payment_claims"
    )


def test_a_number_that_was_let_go_may_be_named_by_another(amina: Keeper) -> None:
    chausiku = keeper(amina.world, CHAUSIKU, "Jirani")
    amina.wishes(ReleaseNumber(daraja.PROVIDER, TILL))

    chausiku.wishes(NameNumber(daraja.PROVIDER, TILL, "till"))

    with amina.asks() as shop:
        assert shop.number_is_taken(daraja.PROVIDER, TILL)


def test_naming_and_refusing_leave_their_lines_in_the_audit(amina: Keeper) -> None:
    amina.wishes(NameNumber(daraja.PROVIDER, TILL, "till"))
    amina.wishes(ReleaseNumber(daraja.PROVIDER, TILL))
    amina.wishes(RefuseNumber(daraja.PROVIDER, "777777"))

    lines = amina.world.rows(
        "select action, after ->> 'number' from audit_entries"
        " where entity = 'payment_number' order by id"
    )
    assert lines == [
        ("CREATE", TILL),
        ("CREATE", TILL),
        ("DELETE", TILL),
        ("REJECT", "777777"),
    ]


def test_the_same_code_at_two_shops_is_seen_from_the_second(amina: Keeper) -> None:
    chausiku = keeper(amina.world, CHAUSIKU, "Jirani")
    claimed(amina)

    with chausiku.asks() as shop:
        assert shop.claimed_elsewhere("mpesa_ke", "rkt5bbt5td", "received")
        assert shop.claim("mpesa_ke", "RKT5BBT5TD") is None
    with amina.asks() as shop:
        assert not shop.claimed_elsewhere("mpesa_ke", "RKT5BBT5TD", "received")


def test_two_shops_at_one_moment_do_not_both_find_nothing(amina: Keeper) -> None:
    chausiku = keeper(amina.world, CHAUSIKU, "Jirani")

    def looks() -> bool:
        with chausiku.asks() as shop:
            return shop.claimed_elsewhere("mpesa_ke", "RKT5BBT5TD", "received")

    with ThreadPoolExecutor(1) as other:
        with amina.asks() as shop:
            assert not shop.claimed_elsewhere("mpesa_ke", "RKT5BBT5TD", "received")
            seen = other.submit(looks)
            with pytest.raises(TimeoutError):
                seen.result(timeout=0.5)
            told = {"provider": "mpesa_ke", "code": "RKT5BBT5TD", "kind": "received"}
            effects.settle(
                amina.world.rt, shop._tx, amina.scene, [Raise("PAYMENT_CLAIMED", told)]
            )

        assert seen.result(timeout=5)


def test_the_shop_that_claimed_it_first_is_told_as_well(amina: Keeper) -> None:
    chausiku = keeper(amina.world, CHAUSIKU, "Jirani")
    claimed(amina)
    before = len(amina.world.post.sent)

    claimed(chausiku, flags=["other_shop"])
    amina.world.works()

    (letter,) = amina.world.post.sent[before:]
    assert letter.to == AMINA
    assert letter.text == (
        "Careful: RKT5BBT5TD, forwarded for your shop, was forwarded at another shop too."
        " Check your own balance."
    )


def test_a_shop_whose_payment_is_proven_is_not_alarmed(amina: Keeper) -> None:
    chausiku = keeper(amina.world, CHAUSIKU, "Jirani")
    is_told(amina.world, body())
    before = len(amina.world.post.sent)

    claimed(chausiku, flags=["other_shop"])
    amina.world.works()

    assert amina.world.post.sent[before:] == []


def test_payer_and_payee_may_both_have_the_code(amina: Keeper) -> None:
    chausiku = keeper(amina.world, CHAUSIKU, "Jirani")
    claimed(amina)

    with chausiku.asks() as shop:
        assert not shop.claimed_elsewhere("mpesa_ke", "RKT5BBT5TD", "sent")


def test_somebody_without_a_shop_is_told_of_no_other(amina: Keeper) -> None:
    claimed(amina)
    stranger = replace(amina, scene=replace(amina.scene, organization_id=None))

    with stranger.asks() as shop:
        assert not shop.claimed_elsewhere("mpesa_ke", "RKT5BBT5TD", "received")
        assert not shop.number_is_taken(daraja.PROVIDER, TILL)
        assert [*shop.unclaimed(5), *shop.payment_numbers()] == []
