"""Taking back counts of the stock in a chat."""

from __future__ import annotations

from decimal import Decimal

from bot.effects import Raise
from bot.nlu.understanding import Act, Intent
from bot.shop import StockItem
from tests.bot.chat import Chat, sale
from tests.bot.fakes import staff

UNDO, YES, NO = Act(Intent.UNDO), Act(Intent.APPROVE), Act(Intent.REJECT)


def count(quantity: int, item: str = "sukari") -> Act:
    return Act(Intent.STOCK_COUNT, item=item, quantity=Decimal(quantity), unit=None)


def counted(*acts: Act) -> Chat:
    chat = Chat()
    chat.hear("stoki", *acts)
    if chat.conversation.floor:
        chat.hear("hapana", NO)
    return chat


def left(chat: Chat, item: str = "sukari") -> Decimal | None:
    stock: StockItem | None = chat.shop.stock(item)
    return stock.quantity if stock else None


def test_an_undo_behind_a_count_takes_the_count_back() -> None:
    chat = counted(count(40))

    chat.hear("futa", UNDO)

    assert [event.type for event in chat.raised] == ["ENTRY_REVERSED"]
    assert left(chat) is None


def test_an_undo_behind_a_sale_leaves_the_count_alone() -> None:
    chat = counted(count(40))
    chat.hear("sukari", sale("300", quantity=Decimal(2)))

    chat.hear("futa", UNDO)

    assert left(chat) == 40


def test_all_counts_of_one_message_go_together() -> None:
    chat = counted(count(40), count(20, "unga"))

    said = chat.hear("futa", UNDO)

    assert said is not None
    assert said.count("Nimefuta hesabu ya stoki") == 2
    assert chat.shop.counted == []


def test_one_of_several_may_be_named() -> None:
    chat = counted(count(40), count(20, "unga"))

    chat.hear("futa unga", Act(Intent.UNDO, item="unga"))

    assert left(chat) == 40
    assert left(chat, "unga") is None


def test_an_undo_that_names_a_sale_is_not_about_the_count() -> None:
    chat = Chat()
    chat.hear("mkate", sale("65", "mkate"))
    chat.hear("stoki", count(40))
    chat.hear("hapana", NO)

    chat.hear("futa mkate", Act(Intent.UNDO, item="mkate"))

    assert chat.shop.entries == []
    assert left(chat) == 40


def test_a_second_undo_asks_first() -> None:
    chat = counted(count(30))
    chat.hear("stoki", count(40))
    chat.hear("futa", UNDO)

    asked = chat.hear("futa", UNDO)
    assert asked == "Nifute pia hesabu ya stoki ya sukari 30 (1 Ndiyo, 2 Hapana)?"
    chat.hear("hapana", NO)

    assert left(chat) == 30


def test_the_question_falls_when_something_was_counted_meanwhile() -> None:
    chat = counted(count(30))
    chat.hear("stoki", count(40))
    chat.hear("futa", UNDO)
    chat.hear("futa", UNDO)
    chat.shop.counted.clear()

    assert chat.hear("ndiyo", YES) is None
    assert chat.conversation.floor is None


def test_staff_do_not_take_back_what_another_counted() -> None:
    chat = counted(count(40))
    chat.hand_over(staff()[1])

    said = chat.hear("futa", UNDO, quoted="receipt-1")

    assert said == "sukari 40 iliandikwa na mtu mwingine: ni Amina tu anayeweza kuibadilisha."
    assert left(chat) == 40


def test_a_correction_behind_a_count_changes_no_older_sale() -> None:
    chat = Chat()
    chat.hear("mkate", sale("65", "mkate"))
    chat.hear("stoki", count(40))
    chat.hear("hapana", NO)

    chat.hear("badilisha 450", Act(Intent.CORRECT, amount=Decimal(450)), amounts=("450",))

    assert chat.raised == []


def test_a_quoted_count_is_put_right() -> None:
    chat = counted(count(40))

    chat.hear("badilisha 45", Act(Intent.CORRECT), amounts=("45",), quoted="receipt-1")

    reversed_, new = chat.raised
    assert reversed_.type == "ENTRY_REVERSED"
    assert new == Raise("STOCK_COUNTED", {"item": "sukari", "quantity": "45", "unit": None})
    assert left(chat) == 45


def test_an_undo_of_something_else_than_the_last_entry_asks() -> None:
    chat = Chat()
    chat.hear("mkate", sale("65", "mkate"))

    said = chat.hear("futa unga", Act(Intent.UNDO, item="unga"))

    assert said == "Ya mwisho ni mkate, Ksh 65. Niifute (1 Ndiyo, 2 Hapana)?"
    assert len(chat.shop.entries) == 1
