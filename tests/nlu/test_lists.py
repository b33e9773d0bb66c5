from __future__ import annotations

import pytest

from bot.nlu.understanding import Intent, Outcome, Understanding
from tests.nlu.reading import read


def entries(understood: Understanding) -> list[tuple[str | None, str]]:
    return [(done.item, str(done.amount)) for done in understood.acts]


@pytest.mark.parametrize(
    "text",
    [
        "Mauzo ya leo\nmkate 2 130\nmaji 60",
        "nimeuza:\nmkate 2 130\nmaji 60",
        "Sold today:\n* mkate 2 = 130\n* maji 60",
        "Mauzo\n1. mkate 2 130\n2. maji 60",
        "Mauzo ya leo: mkate 2 130, maji 60",
        "nimeuza mkate 2 130, maji 60",
    ],
)
def test_a_list_is_read_in_every_shape_people_write(text: str) -> None:
    understood = read(text)

    assert understood.outcome is Outcome.ACT
    assert entries(understood) == [("mkate", "130"), ("maji", "60")]


def test_a_total_that_adds_up_is_not_booked_again() -> None:
    understood = read("Mauzo\nmkate 130\nmaji 60\njumla 190")

    assert entries(understood) == [("mkate", "130"), ("maji", "60")]
    assert understood.unread == ()


def test_a_total_that_does_not_add_up_is_reported_by_its_line() -> None:
    assert read("Mauzo\nmkate 130\nmaji 60\njumla 200").unread == (4,)


def test_a_heading_with_the_sum_of_its_lines_is_not_booked_again() -> None:
    understood = read("Mauzo ya jana 190\nmkate 130\nmaji 60")

    assert entries(understood) == [("mkate", "130"), ("maji", "60")]
    assert {str(done.date) for done in understood.acts} == {"2026-11-22"}


def test_one_line_that_cannot_be_read_does_not_sink_the_others() -> None:
    understood = read("Mauzo\nmkate 130\nmaji\nsoda 4.500\nunga 180")

    assert entries(understood) == [("mkate", "130"), ("unga", "180")]
    assert understood.unread == (3, 4)


def test_spending_at_the_foot_is_an_expense() -> None:
    understood = read("Mauzo ya leo\nmkate 130\nMatumizi\nnauli 50")

    assert [done.intent for done in understood.acts] == [
        Intent.RECORD_SALE,
        Intent.RECORD_EXPENSE,
    ]


def test_lines_under_debts_begin_with_the_debtor() -> None:
    understood = read("Madeni\nOtieno 300\nMama Wanjiku 450")

    assert [(done.party, str(done.amount)) for done in understood.acts] == [
        ("Otieno", "300"),
        ("Mama Wanjiku", "450"),
    ]


def test_quantities_without_prices_ask_for_the_prices() -> None:
    understood = read("Mauzo ya leo\ndaftari — 40\nkalamu — 12", country="TZ")

    assert understood.outcome is Outcome.ASK
    assert [str(done.quantity) for done in understood.acts] == ["40", "12"]


def test_a_list_without_a_word_for_its_direction_asks_once() -> None:
    understood = read("mkate 130\nmaji 60")

    assert (understood.outcome, understood.question) == (Outcome.ASK, "direction")


def test_a_question_behind_a_record_leaves_the_record_whole() -> None:
    understood = read("nimeuza mkate 130\nje mauzo ya jana yalikuwa ngapi")

    assert [done.intent for done in understood.acts] == [Intent.RECORD_SALE, Intent.SUMMARY]
    assert understood.acts[0].date is None


def test_fifty_lines_are_fifty_entries() -> None:
    lines = "\n".join(f"kitu{number} {number * 10 + 100}" for number in range(50))

    assert len(read(f"Mauzo\n{lines}").acts) == 50


def test_a_line_of_goods_without_a_price_stays_beside_those_with_one() -> None:
    understood = read("Mauzo ya leo\nmikate 4\nsoda 2 60\nvitu vingine")

    assert understood.outcome is Outcome.ACT
    assert [str(one.amount) for one in understood.acts] == ["None", "60"]
    assert understood.unread == (4,)


def test_a_list_of_goods_without_any_price_is_asked_about() -> None:
    assert read("Mauzo ya leo\nmikate 4\nsoda 2").question == "amount"


def test_what_is_left_is_counted_with_its_unit() -> None:
    counted = read("there are 35 packets of flour left").acts[0]

    assert (counted.intent, counted.item, str(counted.quantity)) == (
        Intent.STOCK_COUNT,
        "flour",
        "35",
    )
