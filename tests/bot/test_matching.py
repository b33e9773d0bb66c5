"""Which debt a payment may be for."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from bot.matching import creditor, debtor
from bot.shop import Customer

DAY = date(2026, 11, 24)


def owing(name: str, amount: str, since: date = DAY) -> Customer:
    return Customer(UUID(int=len(name)), name, Decimal(amount), Decimal(), since)


@pytest.mark.parametrize("party", ["ASHA OTIENO", "Asha  Otieno", "OTIENO ASHA"])
def test_the_payer_is_a_debtor_of_such_a_name(party: str) -> None:
    asha = owing("Asha Otieno", "500")

    assert debtor(party, Decimal(200), DAY, [asha, owing("Juma", "200")]) == asha


def test_of_two_debtors_of_a_name_it_is_the_one_who_owes_exactly_this() -> None:
    exact = owing("Asha Mwangi", "500")

    assert debtor("ASHA", Decimal(500), DAY, [owing("Asha Otieno", "300"), exact]) == exact


def test_of_two_debtors_of_a_name_it_may_be_neither() -> None:
    both = [owing("Asha Otieno", "300"), owing("Asha Mwangi", "500")]

    assert debtor("ASHA", Decimal(400), DAY, both) is None


def test_without_a_name_only_the_exact_amount_tells() -> None:
    asha = owing("Asha", "500")

    assert debtor(None, Decimal(500), DAY, [asha, owing("Juma", "200")]) == asha
    assert debtor(None, Decimal(400), DAY, [asha]) is None
    assert debtor(None, Decimal(500), DAY, [asha, owing("Juma", "500")]) is None


def test_a_payment_from_before_the_debt_is_not_for_it() -> None:
    asha = owing("Asha", "500", since=date(2026, 11, 25))

    assert debtor("ASHA", Decimal(500), DAY, [asha]) is None


def test_who_owes_nothing_pays_no_debt() -> None:
    assert debtor("ASHA", Decimal(500), DAY, [owing("Asha", "0")]) is None


def test_money_that_went_out_may_be_for_a_supplier_of_such_a_name() -> None:
    kamau = Customer(UUID(int=1), "Kamau", Decimal(), Decimal(600))

    assert creditor("JOHN KAMAU", [kamau]) == kamau
    assert creditor(None, [kamau]) is None
