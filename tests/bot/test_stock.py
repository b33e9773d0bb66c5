"""The stock in a chat."""

from __future__ import annotations

from decimal import Decimal

from bot.nlu.understanding import Act, Intent
from tests.bot.chat import Chat, only, sale
from tests.bot.fakes import FakeShop, duka_la_amina

NO = Act(Intent.REJECT)
LEFT = Act(Intent.SUMMARY, kind="stock")


def count(quantity: int, item: str = "sukari", unit: str | None = "kilo") -> Act:
    return Act(Intent.STOCK_COUNT, item=item, quantity=Decimal(quantity), unit=unit)


def sugar(quantity: int, unit: str | None = "kilo") -> Act:
    return sale("300", quantity=Decimal(quantity), unit=unit)


def counted(threshold: str | None = None) -> Chat:
    chat = Chat()
    chat.hear("stoki sukari kilo 40", count(40))
    chat.hear(threshold or "hapana", only(threshold) if threshold else NO)
    return chat


def test_a_count_asks_once_when_to_warn() -> None:
    chat = Chat()

    asked = chat.hear("stoki sukari kilo 40", count(40))
    chat.hear("hapana", NO)
    again = chat.hear("stoki sukari kilo 30", count(30))

    assert asked is not None
    assert asked.endswith("Nikuonye sukari ikibaki ngapi (0 ni usinionye)?")
    assert again is not None
    assert "Nikuonye" not in again


def test_a_sale_says_what_is_left() -> None:
    said = counted().hear("…", sugar(2))

    assert said is not None
    assert "Zimebaki: sukari kilo 38." in said


def test_another_unit_does_not_count() -> None:
    said = counted().hear("…", sugar(2, unit="gunia"))

    assert said is not None
    assert "Zimebaki" not in said


def test_the_threshold_is_said_when_it_is_reached() -> None:
    said = counted("10").hear("…", sugar(30))

    assert said is not None
    assert "Inakaribia kuisha, imebaki sukari kilo 10 tu." in said


def test_without_a_threshold_nothing_runs_low() -> None:
    said = counted().hear("…", sugar(40))

    assert said is not None
    assert "Zimebaki: sukari kilo 0." in said


def test_the_question_does_not_stand_in_the_way() -> None:
    chat = Chat()
    chat.hear("stoki sukari kilo 40", count(40))

    said = chat.hear("…", sugar(2))

    assert said is not None
    assert said.endswith("Kosa? Jibu FUTA.")
    assert chat.conversation.floor is None


def test_several_counts_ask_nothing() -> None:
    chat = Chat()

    said = chat.hear("…", count(40), count(20, "mkate", None))

    assert said is not None
    assert said.startswith("Nimehesabu: sukari kilo 40, mkate 20.")
    assert chat.conversation.floor is None


def test_the_stock_is_told_when_asked() -> None:
    chat = counted()

    assert chat.hear("stoki", LEFT) == "Stoki: sukari kilo 40."


def test_an_item_that_was_never_counted_has_no_figure() -> None:
    chat = counted()
    chat.hear("…", sale("65", "mkate"))

    said = chat.hear("stoki ya mkate?", LEFT)

    assert said == "Bado hujahesabu mkate. Andika kwa mfano: stoki sukari 40."


def test_before_the_first_count_there_is_no_stock() -> None:
    said = Chat().hear("stoki", LEFT)

    assert said == "Bado hujahesabu stoki. Andika kwa mfano: stoki sukari 40."


def test_a_viewer_may_look_but_not_count() -> None:
    chat = Chat(FakeShop(organization=duka_la_amina(role="VIEWER")))

    said = chat.hear("stoki sukari 40", count(40))

    assert said is not None
    assert said.startswith("Unaweza kusoma daftari")


def test_who_became_a_viewer_sets_no_threshold() -> None:
    chat = Chat()
    chat.hear("stoki sukari kilo 40", count(40))
    chat.shop.organization = duka_la_amina(role="VIEWER")

    chat.hear("10", only("10"))

    assert chat.raised == []
