"""The figures of a period, beside those before it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from bot import report
from bot.effects import SendChart
from bot.i18n import wording
from bot.nlu.understanding import Act, Intent
from bot.periods import Period, Span
from bot.reply import Reply
from bot.shop import Shop
from tests.bot.chat import TRANSLATIONS, TWO_PARTS, Chat, expense, sale
from tests.bot.fakes import FakeShop, amina

TODAY = date(2026, 11, 24)  # A Tuesday.
SUMMARY = Act(Intent.SUMMARY)
BARAKA = UUID(int=3)


def sold(chat: Chat, amount: str, item: str = "mkate", days_ago: int = 0) -> None:
    """A sale of an earlier day, written down now."""
    day = date.fromordinal(TODAY.toordinal() - days_ago)
    chat.hear("x", sale(amount, item, date=day))


def asked(chat: Chat, text: str = "ripoti", act: Act = SUMMARY) -> list[str]:
    answer = chat.hear(text, act)
    assert answer is not None
    return answer.split("\n")


def test_a_day_is_told_in_two_figures() -> None:
    assert asked(Chat()) == ["Leo: mauzo Ksh 0, matumizi Ksh 0."]


def test_a_day_is_compared_with_the_one_before_and_the_one_a_week_before() -> None:
    chat = Chat()
    sold(chat, "1500")
    sold(chat, "300", days_ago=1)
    sold(chat, "1,600".replace(",", ""), days_ago=7)

    assert asked(chat)[1] == (
        "Mauzo ni Ksh 1,200 zaidi ya jana, Ksh 100 pungufu ya siku kama leo wiki iliyopita."
    )


def test_equal_sales_are_the_same() -> None:
    chat = Chat()
    sold(chat, "300")
    sold(chat, "300", days_ago=1)

    assert asked(chat)[1] == "Mauzo ni sawa na jana."


def test_a_day_without_sales_is_compared_with_nothing() -> None:
    chat = Chat()
    sold(chat, "300")

    assert len(asked(chat)) == 1


def test_yesterday_is_compared_with_the_day_before_it() -> None:
    chat = Chat()
    sold(chat, "400", days_ago=1)
    sold(chat, "300", days_ago=2)

    act = Act(Intent.SUMMARY, date=date(2026, 11, 23))
    assert asked(chat, "jana", act) == [
        "Jana: mauzo Ksh 400, matumizi Ksh 0.",
        "Mauzo ni Ksh 100 zaidi ya siku iliyotangulia.",
    ]


def test_spending_is_taken_off_the_sales() -> None:
    chat = Chat()
    sold(chat, "1465.50")
    chat.hear("nauli", expense("1500"))

    assert asked(chat)[-1] == "Mauzo ukitoa matumizi yote: -Ksh 34.50."


def test_a_running_week_is_compared_with_as_many_days_of_the_last() -> None:
    chat = Chat()
    sold(chat, "500")
    sold(chat, "200", days_ago=8)  # Monday of last week.
    sold(chat, "9000", days_ago=5)  # Its Thursday: not come yet this week.

    assert asked(chat, "wiki hii", Act(Intent.SUMMARY, kind="week"))[:2] == [
        "Wiki hii: mauzo Ksh 500, matumizi Ksh 0.",
        "Mauzo ni Ksh 300 zaidi ya wiki iliyopita hadi siku kama leo.",
    ]


def test_last_week_is_whole() -> None:
    chat = Chat()
    sold(chat, "200", days_ago=8)
    sold(chat, "9000", days_ago=5)

    act = Act(Intent.SUMMARY, kind="week", date=date(2026, 11, 17))
    assert asked(chat, "wiki iliyopita", act)[0] == (
        "Wiki iliyopita: mauzo Ksh 9,200, matumizi Ksh 0."
    )


def test_a_month_is_told_with_its_chart() -> None:
    chat = Chat()
    sold(chat, "200", days_ago=10)

    assert asked(chat, "mwezi huu", Act(Intent.SUMMARY, kind="month"))[0] == (
        "Mwezi huu: mauzo Ksh 200, matumizi Ksh 0."
    )
    assert chat.shop.wishes == [SendChart(date(2026, 11, 1), TODAY)]


def test_nothing_is_drawn_of_nothing() -> None:
    chat = Chat()
    asked(chat, "mwezi huu", Act(Intent.SUMMARY, kind="month"))

    assert chat.shop.wishes == []


def test_the_items_that_brought_most_are_named() -> None:
    chat = Chat()
    for item, amount in (("mkate", "400"), ("sukari", "900"), ("soda", "50"), ("chai", "60")):
        sold(chat, amount, item)

    assert asked(chat)[-1] == "Zilizouzwa zaidi: sukari Ksh 900; mkate Ksh 400; chai Ksh 60."


@pytest.mark.parametrize(
    ("text", "read", "meant"),
    [
        ("ripoti ya tarehe 3", date(2026, 12, 3), "3 Nov 2026"),
        ("ripoti ya ijumaa", date(2026, 11, 27), "20 Nov 2026"),
        ("ripoti ya tarehe 31", date(2026, 12, 31), "31 Okt 2026"),
        ("ripoti ya tarehe 3 machi", date(2027, 3, 3), "3 Mac 2026"),
        ("ripoti ya tarehe 3 machi", date(2026, 3, 3), "3 Mac 2026"),
    ],
)
def test_a_report_looks_back(text: str, read: date, meant: str) -> None:
    said = asked(Chat(), text, Act(Intent.SUMMARY, date=read, kind="day"))

    assert said == [f"{meant}: mauzo Ksh 0, matumizi Ksh 0."]


def with_baraka() -> Chat:
    chat = Chat()
    sold(chat, "400")
    chat.shop.speaker = amina()
    object.__setattr__(chat.shop.entries[-1], "person_id", BARAKA)
    sold(chat, "600")
    return chat


def test_who_sold_is_named_where_there_are_several() -> None:
    assert asked(with_baraka())[-1] == "Waliouza: Amina Ksh 600; Baraka Ksh 400."


def test_a_member_who_is_named_is_told_apart() -> None:
    assert asked(with_baraka(), "baraka ameuza ngapi leo") == ["Leo, Baraka: mauzo Ksh 400."]


def test_an_item_that_is_named_is_told_apart() -> None:
    chat = Chat()
    chat.hear("x", sale("300", "sukari", quantity=2, unit="kilo"))
    sold(chat, "100", "sukari", days_ago=1)
    sold(chat, "70", "soda")

    assert asked(chat, "Sukari leo?") == [
        "Leo, sukari: mauzo Ksh 300 (kiasi 2).",
        "Mauzo ni Ksh 200 zaidi ya jana.",
    ]


def test_the_evening_summary_says_how_to_close_the_day() -> None:
    chat = Chat()
    sold(chat, "300")

    said = report.evening(chat.shop, chat.now + timedelta(hours=11))
    assert in_english(said).split("\n") == [
        "Today: sales Ksh 300, expenses Ksh 0.",
        "To close the day write CLOSE DAY.",
    ]


def test_a_summary_in_the_morning_is_about_the_day_before() -> None:
    chat = Chat()
    sold(chat, "300")

    said = report.evening(chat.shop, chat.now + timedelta(days=1))
    assert in_english(said) == "Yesterday: sales Ksh 300, expenses Ksh 0."


@pytest.mark.parametrize("summary", [report.weekly, report.monthly])
def test_a_summary_of_a_week_or_month_that_comes_in_the_evening_counts_its_day(
    summary: Callable[[Shop, datetime], Reply],
) -> None:
    chat = Chat()
    sold(chat, "300")

    assert "Ksh 300" in in_english(summary(chat.shop, chat.now + timedelta(hours=11)))
    assert "Ksh 300" in in_english(summary(chat.shop, chat.now + timedelta(days=1)))


def in_english(said: Reply) -> str:
    return wording(said, "en", TRANSLATIONS)


@pytest.mark.parametrize(
    ("span", "day", "first", "last", "before"),
    [
        (Span.DAY, (2026, 11, 24), (2026, 11, 24), (2026, 11, 24), (2026, 11, 23)),
        (Span.WEEK, (2026, 11, 24), (2026, 11, 23), (2026, 11, 24), (2026, 11, 16)),
        (Span.MONTH, (2026, 11, 3), (2026, 11, 1), (2026, 11, 24), (2026, 10, 1)),
        (Span.MONTH, (2024, 2, 3), (2024, 2, 1), (2024, 2, 29), (2024, 1, 1)),
        (Span.YEAR, (2025, 2, 3), (2025, 1, 1), (2025, 12, 31), (2024, 1, 1)),
    ],
)
def test_a_period_knows_its_days(
    span: Span,
    day: tuple[int, int, int],
    first: tuple[int, int, int],
    last: tuple[int, int, int],
    before: tuple[int, int, int],
) -> None:
    period = Period.around(span, date(*day), TODAY)

    assert (period.first, period.last) == (date(*first), date(*last))
    assert period.before().first == date(*before)


def test_the_longest_report_fits_two_sms_parts() -> None:
    shop = FakeShop()
    chat = Chat(shop)
    sold(chat, "999999999.99")
    sold(chat, "1.01", days_ago=1)
    sold(chat, "1.01", days_ago=7)
    chat.hear("x", expense("123456789.99"))
    for language in TRANSLATIONS:
        said = report.overview(shop, Period.around(Span.DAY, TODAY, TODAY))
        assert len(wording(said, language, TRANSLATIONS, "sms")) <= TWO_PARTS
