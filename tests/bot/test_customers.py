"""How customers are reached: kept by those who may write, asked about where it is unclear."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import pytest

from bot.effects import KeepPhone, RemindDebt
from bot.nlu.understanding import Act, Intent
from tests.bot.chat import Chat
from tests.bot.fakes import FakeShop, duka_la_amina

ASHA = Act(Intent.CUSTOMER, party="Asha", phone="0712345678")
REMIND = Act(Intent.REMIND, party="Asha", kind="debt")
NUMBER = "mteja Asha 0712345678"


def test_a_viewer_may_not_write() -> None:
    chat = Chat(FakeShop(organization=duka_la_amina("VIEWER")))

    chat.hear(NUMBER, ASHA)

    assert chat.shop.wishes == []


@pytest.mark.parametrize("text", ["mteja Asha 12", "mteja Asha"])
def test_what_is_no_number_is_not_kept(text: str) -> None:
    chat = Chat()

    assert chat.hear(text, ASHA) == "Andika jina na namba: MTEJA Asha 0712 345 678."
    assert chat.shop.wishes == []


def test_of_two_ashas_the_one_that_is_meant_is_chosen_by_digit() -> None:
    chat = Chat()
    chat.shop.people |= {"Asha Otieno": UUID(int=501), "Asha Mwangi": UUID(int=502)}

    asked = chat.hear(NUMBER, ASHA) or ""
    assert "1 Asha" in asked
    assert (chat.hear("9", Act(Intent.UNKNOWN)) or "").endswith(asked)
    chat.hear("3", Act(Intent.UNKNOWN))

    assert chat.shop.wishes == [KeepPhone(None, "Asha", "+254712345678")]


def test_one_of_those_offered_gets_the_number() -> None:
    chat = Chat()
    chat.shop.people |= {"Asha Otieno": UUID(int=501), "Asha Mwangi": UUID(int=502)}
    first = chat.shop.customers()[0]

    chat.hear(NUMBER, ASHA)
    chat.hear("1", Act(Intent.UNKNOWN))

    assert chat.shop.wishes == [KeepPhone(first.id, first.name, "+254712345678")]


def test_the_same_number_again_changes_nothing() -> None:
    chat = Chat()
    chat.hear(NUMBER, ASHA)
    chat.shop.wishes.clear()

    assert chat.hear(NUMBER, ASHA) == "Nimeandika: namba ya Asha ni +254712345678."
    assert chat.shop.wishes == []


def test_only_the_owner_has_a_customer_reminded() -> None:
    chat = Chat(FakeShop(organization=duka_la_amina("STAFF")))

    said = chat.hear("mkumbushe Asha", REMIND)

    assert said == "Mwenye duka tu ndiye anaweza kuwakumbusha wateja madeni yao."


def test_whoever_owes_nothing_is_not_reminded() -> None:
    chat = Chat()
    chat.shop.people["Asha"] = UUID(int=501)

    assert chat.hear("mkumbushe Asha", REMIND) == "Humdai Asha chochote kwenye daftari."


def test_a_name_that_is_not_in_the_book_is_said_to_be_unknown() -> None:
    said = Chat().hear("wakumbushe", Act(Intent.REMIND, kind="debt"))

    assert said == "Sioni mtu wa jina hilo unayemdai. Andika MADENI kuwaona wote."


def test_of_two_debtors_of_a_name_one_is_chosen_and_then_agreed_to() -> None:
    chat = Chat()
    for digit, name in enumerate(("Asha Otieno", "Asha Mwangi")):
        chat.hear("…", Act(Intent.RECORD_DEBT, party=name, amount=Decimal(500)))
        chat.hear(f"mteja {name} 071234567{digit}", Act(Intent.CUSTOMER, party=name))
    chat.shop.wishes.clear()

    asked = chat.hear("mkumbushe Asha", REMIND)
    assert asked == "Nimkumbushe nani deni (1 Asha Mwangi, 2 Asha Otieno)?"
    assert (chat.hear("5", Act(Intent.UNKNOWN)) or "").endswith(asked)
    chat.hear("2", Act(Intent.UNKNOWN))
    chat.hear("1", Act(Intent.UNKNOWN))

    assert chat.shop.wishes == [RemindDebt(chat.shop.people["Asha Otieno"])]


def test_a_no_to_the_choice_ends_it() -> None:
    chat = Chat()
    for name in ("Asha Otieno", "Asha Mwangi"):
        chat.hear("…", Act(Intent.RECORD_DEBT, party=name, amount=Decimal(500)))
    chat.hear("mkumbushe Asha", REMIND)

    assert chat.hear("hapana", Act(Intent.REJECT)) is None
    assert chat.conversation.floor is None
