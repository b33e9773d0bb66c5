"""The screens of USSD, step by step."""

from __future__ import annotations

import gettext
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import i18n, ussd
from bot.reply import Reply
from bot.ussd import APPROVAL, MENU, SALE, TALK, Place, Step, View, Waiting

ENGLISH = {"en": gettext.NullTranslations()}
SHOP = View("Duka la Amina")
ONE = Waiting("A7", "Sale of Ksh 12,000 by Kevo. Approve?")
OTHER = Waiting("B2", "Purchase of Ksh 4,000. Approve?")


def wording(reply: Reply) -> str:
    return i18n.wording(reply, "en", ENGLISH, "sms")


def shown(step: Step) -> str:
    assert step.screen is not None
    return step.screen.text


def walk(view: View, *typed: str) -> Step:
    """The step after typing all this, one screen after another."""
    step = ussd.begin(view, wording, None)
    for line in typed:
        step = ussd.hear(step.place, line, view, wording)
    return step


def test_the_menu_names_the_shop_and_what_waits() -> None:
    assert shown(walk(View("Duka", [ONE]))) == (
        "Duka\n1 Record a sale\n2 Approvals (1)\n3 Today\n4 Who owes me\n5 Something else"
    )


def test_a_sale_is_said_as_in_a_chat() -> None:
    assert walk(SHOP, "1", "bread 50").say == "sold bread 50"


@pytest.mark.parametrize(("digit", "said"), [("3", "today's report"), ("4", "who owes me")])
def test_a_digit_asks_what_a_chat_would(digit: str, said: str) -> None:
    assert walk(SHOP, digit).say == said


def test_whoever_knows_what_they_want_may_say_so_on_the_menu() -> None:
    assert walk(SHOP, "sold soda 80").say == "sold soda 80"


@pytest.mark.parametrize("typed", ["7", "", "99"])
def test_a_digit_that_is_none_shows_the_menu_again(typed: str) -> None:
    assert walk(SHOP, typed).place == Place(MENU)


def test_back_leads_to_the_menu() -> None:
    assert walk(SHOP, "1", "0").place.name == MENU


def test_with_nothing_to_approve_it_says_so() -> None:
    assert shown(walk(SHOP, "2")).startswith("Nothing waits")


def test_the_only_approval_is_shown_whole_at_once() -> None:
    step = walk(View("Duka", [ONE]), "2")

    assert step.place == Place(APPROVAL, about="A7")
    assert shown(step) == f"{ONE.question}\n1 Yes\n2 No\n0 Back"


@pytest.mark.parametrize(("digit", "said"), [("1", "yes B2"), ("2", "no B2")])
def test_one_of_several_is_chosen_and_decided_by_its_code(digit: str, said: str) -> None:
    assert walk(View("Duka", [ONE, OTHER]), "2", "2", digit).say == said


@pytest.mark.parametrize("typed", ["3", "yes", "", "7"])
def test_what_is_no_answer_decides_nothing(typed: str) -> None:
    step = walk(View("Duka", [ONE]), "2", typed)

    assert step.say is None
    assert shown(step).startswith(ONE.question)


def test_a_decision_that_lacks_a_pin_is_said_again_with_one() -> None:
    step = ussd.answered("Write your PIN.", wording, is_open=False, lacking="yes A7")

    assert step.screen == ussd.Screen("Write your PIN.")
    again = ussd.hear(step.place, "8305", SHOP, wording)
    assert (again.say, again.place.about) == ("yes A7 8305", "yes A7")
    assert ussd.hear(step.place, "0", SHOP, wording).place.name == MENU


def test_a_long_question_is_decided_only_at_its_end() -> None:
    long = Waiting("C5", "Sale of " + "cement and sand " * 20 + "for Ksh 12,000. Approve?")
    view = View("Duka", [long])
    step = walk(view, "2")

    assert ussd.hear(step.place, "1", view, wording).say is None
    while step.place.pages:
        step = ussd.hear(step.place, "9", view, wording)
    assert shown(step).endswith("1 Yes\n2 No\n0 Back")
    assert ussd.hear(step.place, "1", view, wording).say == "yes C5"


def test_an_answer_that_asks_nothing_ends_the_session() -> None:
    step = ussd.answered("Written: bread 50.", wording, is_open=False)

    assert step.screen == ussd.Screen("Written: bread 50.", ends=True)


def test_what_the_chat_asks_is_answered_there() -> None:
    step = ussd.answered("Each 50, or together?", wording, is_open=True)

    assert step.screen == ussd.Screen("Each 50, or together?")
    for typed in ("1", "0", "each"):
        assert ussd.hear(step.place, typed, SHOP, wording).say == typed


def test_a_silent_answer_still_shows_something() -> None:
    assert shown(ussd.answered(None, wording, is_open=False)) == "All right."


def test_a_stranger_begins_a_chat() -> None:
    assert walk(View(None)).say == "Karani"
    assert walk(View(None), "Amina").say == "Amina"


def test_whoever_fell_out_before_answering_is_asked_again() -> None:
    left = Place(TALK, is_open=True)
    step = ussd.begin(SHOP, wording, left, "Each 50, or together?")

    assert (step.screen, step.place) == (ussd.Screen("Each 50, or together?"), left)


def test_whoever_fell_out_before_reading_reads_it_now() -> None:
    step = ussd.begin(SHOP, wording, Place(TALK), "Written: bread 50.")

    assert step.screen == ussd.Screen("Written: bread 50.", ends=True)


def test_whoever_fell_out_while_selling_goes_on_selling() -> None:
    assert ussd.begin(SHOP, wording, Place(SALE)).place == Place(SALE)
    assert ussd.begin(SHOP, wording, Place(TALK, is_open=False)).place == Place(MENU)


@given(st.text(max_size=900), st.booleans())
def test_every_screen_fits_and_no_word_is_lost(text: str, is_open: bool) -> None:
    step = ussd.answered(text, wording, is_open=is_open)
    read: list[str] = []
    while step.place.pages:
        screen = shown(step)
        assert len(screen) <= ussd.WIDTH
        read.append(screen.removesuffix("\n9 More"))
        step = ussd.hear(step.place, "9", SHOP, wording)
    assert len(shown(step)) <= ussd.WIDTH
    told = "".join([*read, shown(step)])
    if text.strip():
        assert _signs(told) == _signs(text)


@given(st.lists(st.text(min_size=1, max_size=300), max_size=9))
def test_every_list_of_approvals_fits(questions: Sequence[str]) -> None:
    view = View("Duka", [Waiting(f"A{n}", question) for n, question in enumerate(questions)])

    assert len(shown(walk(view, "2"))) <= ussd.WIDTH


def _signs(text: str) -> str:
    return "".join(text.split())
