"""Rules by chat: nothing is made before it was said once more and agreed to."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from bot.effects import MakeRule, SwitchRule
from bot.nlu.understanding import Act, Intent
from tests.bot.chat import Chat, only
from tests.bot.fakes import FakeShop, duka_la_amina

YES, NO = Act(Intent.APPROVE), Act(Intent.REJECT)
LIMIT = Act(Intent.RULE, kind="sale", amount=Decimal(10000))
MONDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 27)
EIGHT = datetime.fromisoformat("2026-11-24T20:00:00+03:00")


def rules(**said: Any) -> Act:
    return Act(Intent.RULES, **said)


def agreed(*wished: Act) -> Chat:
    chat = Chat(FakeShop())
    for act in wished:
        chat.hear("…", act)
        chat.hear("1", YES)
    return chat


def test_a_rule_is_said_once_more_and_made_on_a_yes() -> None:
    chat = Chat(FakeShop())

    asked = chat.hear("niulize mauzo yakizidi 10,000", LIMIT)
    assert asked == (
        "Mtu mwingine akiandika mauzo ya zaidi ya Ksh 10,000, nitakuuliza."
        " Nifanye hivyo (1 Ndiyo, 2 Hapana)?"
    )
    assert chat.shop.wishes == []
    made = chat.hear("ndiyo", YES)

    assert chat.shop.wishes == [MakeRule("large_sale", {"limit": "10000"})]
    assert made is not None
    assert made.startswith("Sawa, ni sheria ya 1.")


def test_a_no_makes_nothing() -> None:
    chat = Chat(FakeShop())
    chat.hear("…", LIMIT)

    assert chat.hear("hapana", NO) == "Sawa, sijaweka sheria yoyote."
    assert chat.shop.wishes == []


def test_the_evening_summary_names_its_hour_by_both_clocks() -> None:
    asked = Chat(FakeShop()).hear("…", Act(Intent.RULE, kind="summary", when=EIGHT))

    assert asked is not None
    assert asked.startswith("Kila siku saa mbili usiku (20:00) nitakutumia muhtasari wa siku.")


@pytest.mark.parametrize(
    ("act", "wish"),
    [
        (Act(Intent.RULE, kind="summary", unit="week", date=MONDAY),
         MakeRule("weekly_summary", {"day": "MO", "hour": "8", "minute": "0"})),
        (Act(Intent.RULE, kind="summary", unit="week", date=FRIDAY),
         MakeRule("weekly_summary", {"day": "FR", "hour": "20", "minute": "0"})),
        (Act(Intent.RULE, kind="summary", unit="month"),
         MakeRule("monthly_summary", {"monthday": "1", "hour": "8", "minute": "0"})),
        (Act(Intent.RULE, kind="failure"), MakeRule("failed_delivery", {})),
        (Act(Intent.RULE, kind="own", item="kulipa kodi", unit="month", date=FRIDAY),
         MakeRule("own_reminder", {"about": "kulipa kodi", "rhythm": "MONTHLY;BYMONTHDAY=27",
                                   "hour": "8", "minute": "0"})),
        (Act(Intent.RULE, kind="own", item="x", unit="day", when=EIGHT),
         MakeRule("own_reminder", {"about": "x", "rhythm": "DAILY",
                                   "hour": "20", "minute": "0"})),
        (Act(Intent.RULE, kind="summary", when=EIGHT),
         MakeRule("evening_summary", {"hour": "20", "minute": "0"})),
        (Act(Intent.RULE, kind="summary"),
         MakeRule("evening_summary", {"hour": "20", "minute": "0"})),
        (Act(Intent.RULE, kind="stock"), MakeRule("low_stock", {})),
        (Act(Intent.RULE, kind="debt", amount=Decimal("2500.50")),
         MakeRule("large_debt", {"limit": "2500.5"})),
    ],
)  # fmt: skip
def test_each_wish_has_its_starter(act: Act, wish: MakeRule) -> None:
    assert agreed(act).shop.wishes == [wish]


def test_a_limit_without_an_amount_is_asked_for_and_heard() -> None:
    chat = Chat(FakeShop())

    assert chat.hear("niulize", Act(Intent.RULE, kind="sale")) == (
        "Nikuulize ikizidi kiasi gani (kwa mfano 10000)?"
    )
    asked = chat.hear("10000", only("10000"))

    assert asked is not None
    assert "Ksh 10,000" in asked
    chat.hear("1", YES)
    assert chat.shop.wishes == [MakeRule("large_sale", {"limit": "10000"})]


def test_a_wish_that_no_rule_fulfils_is_answered_honestly() -> None:
    said = Chat(FakeShop()).hear("…", Act(Intent.RULE, kind="something else"))

    assert said is not None
    assert said.startswith("Niambie sheria kwa sentensi moja.")


def test_rules_are_listed_by_number_and_switched_by_it() -> None:
    chat = agreed(LIMIT, Act(Intent.RULE, kind="stock"))

    assert chat.hear("simamisha sheria 2", rules(kind="pause", quantity=Decimal(2))) == (
        "Sheria ya 2 imesimamishwa. WASHA SHERIA 2 inaiwasha tena."
    )
    listed = chat.hear("sheria", rules())
    assert listed is not None
    assert listed.splitlines()[:2] == [
        "1. Mtu mwingine akiandika mauzo ya zaidi ya Ksh 10,000, nitakuuliza.",
        "2. Bidhaa ikikaribia kuisha, nitakuambia (imesimamishwa).",
    ]
    chat.hear("washa sheria 2", rules(kind="resume", quantity=Decimal(2)))

    switched = [wish for wish in chat.shop.wishes if isinstance(wish, SwitchRule)]
    assert [wish.is_on for wish in switched] == [False, True]


def test_a_rule_that_is_on_already_is_not_made_twice() -> None:
    chat = agreed(LIMIT)

    assert chat.hear("…", LIMIT) == "Hiyo tayari ni sheria yako ya 1, nayo imewashwa."


def test_a_paused_rule_that_is_wished_for_again_goes_on() -> None:
    chat = agreed(LIMIT)
    chat.hear("…", rules(kind="pause", quantity=Decimal(1)))

    assert chat.hear("…", LIMIT) == "Sheria ya 1 imewashwa."


def test_a_new_limit_keeps_the_number() -> None:
    chat = agreed(LIMIT, Act(Intent.RULE, kind="stock"))
    chat.hear("…", Act(Intent.RULE, kind="sale", amount=Decimal(500)))

    said = chat.hear("1", YES)

    assert said is not None
    assert said.startswith("Sawa, ni sheria ya 1.")


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (rules(kind="pause", quantity=Decimal(9)), "Huna sheria ya 9."),
        (rules(kind="pause"), "Sheria ipi?"),
        (rules(), "Bado huna sheria."),
    ],
)
def test_what_there_is_none_of_is_told(act: Act, said: str) -> None:
    answered = Chat(FakeShop()).hear("…", act)

    assert answered is not None
    assert answered.startswith(said)


def test_only_the_owner_makes_rules() -> None:
    chat = Chat(FakeShop(organization=duka_la_amina("STAFF")))

    assert chat.hear("…", LIMIT) == "Mwenye duka pekee ndiye anayeweka sheria za duka."
    assert chat.conversation.floor is None


def test_two_reminders_of_ones_own_stand_beside_one_another() -> None:
    chat = agreed(
        Act(Intent.RULE, kind="own", item="kodi", unit="week", date=FRIDAY),
        Act(Intent.RULE, kind="own", item="chama", unit="week", date=FRIDAY),
    )

    assert [rule.values["about"] for rule in chat.shop.rules()] == ["kodi", "chama"]


def test_another_wish_comes_in_the_place_of_the_one_that_was_asked_about() -> None:
    chat = Chat(FakeShop())
    chat.hear("…", LIMIT)

    asked = chat.hear("…", Act(Intent.RULE, kind="stock"))

    assert asked == "Bidhaa ikikaribia kuisha, nitakuambia. Nifanye hivyo (1 Ndiyo, 2 Hapana)?"


def test_a_rule_that_has_ended_keeps_the_question_about_it_from_coming_back() -> None:
    chat = agreed(LIMIT)
    chat.hear("futa sheria 1", rules(kind="remove", quantity=Decimal(1)))
    chat.shop.made.clear()

    said = chat.hear("ndiyo", YES)

    assert said is not None
    assert said.startswith("Bado huna sheria.")


def test_one_who_is_no_owner_any_more_is_not_asked_again() -> None:
    chat = Chat(FakeShop())
    chat.hear("…", LIMIT)
    chat.shop.organization = duka_la_amina("STAFF")

    chat.hear("ndiyo", YES)

    assert chat.shop.wishes == []
    assert chat.conversation.floor is None
