"""Which question an answer means: by quoting, by the number of a list, with a PIN behind it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from bot.effects import Decide, Hide
from bot.nlu.understanding import Act, Intent, Outcome
from tests.bot.chat import Chat, sale
from tests.bot.test_approvals import NO, SHOP, THANKS, YES, asked, coded


def quoted(*codes: str) -> Chat:
    chat = asked(*codes)
    for one in chat.shop.questions.waiting:
        chat.shop.questions.messages[f"question-{one.code}"] = one
    return chat


@pytest.mark.parametrize("said", ["ndiyo", "1"])
def test_an_answer_that_quotes_its_question_decides_that_one_of_several(said: str) -> None:
    chat = quoted("A7", "B2")

    chat.hear(said, YES, quoted="question-B2")

    assert chat.shop.wishes == [Decide(SHOP, UUID(int=2), approved=True)]


def test_a_plain_yes_that_quotes_something_else_decides_nothing() -> None:
    chat = quoted("A7")

    said = chat.hear("ndiyo", YES, quoted="receipt-1")

    assert chat.shop.wishes == []
    assert said is not None
    assert said.startswith("Unamaanisha lipi?")


def test_a_yes_that_was_written_before_the_question_decides_nothing() -> None:
    chat = asked("A7")
    later = replace(chat.shop.questions.waiting[0], asked_at=chat.now + timedelta(seconds=1))
    chat.shop.questions.waiting = [later]

    said = chat.hear("ndiyo", YES)

    assert chat.shop.wishes == []
    assert said is not None
    assert said.startswith("Unamaanisha lipi?")


def test_thanks_that_quote_a_question_decide_nothing() -> None:
    chat = quoted("A7", "B2")

    chat.hear("asante", THANKS, outcome=Outcome.NONE, quoted="question-A7")

    assert chat.shop.wishes == []


def test_a_quoted_answer_is_heard_while_something_else_is_asked() -> None:
    chat = quoted("A7")
    chat.hear("nimeuza mkate", sale(None, "mkate"))

    chat.hear("hapana", NO, quoted="question-A7")

    assert chat.shop.wishes == [Decide(SHOP, UUID(int=1), approved=False)]


def numbered(intent: Intent, number: int) -> Act:
    return Act(intent, quantity=Decimal(number))


def test_a_number_of_the_list_that_was_shown_last_decides_that_line() -> None:
    chat = asked("A7", "B2")
    chat.hear("ndiyo", YES)

    chat.hear("2 hapana", numbered(Intent.REJECT, 2))

    assert chat.shop.wishes == [
        Decide(SHOP, UUID(int=2), approved=False, coded=False),
    ]


def test_a_number_decides_nothing_before_a_list_was_shown() -> None:
    chat = asked("A7", "B2")

    chat.hear("2 hapana", numbered(Intent.REJECT, 2))

    assert chat.shop.wishes == []


def test_a_number_means_the_line_as_it_was_shown_though_others_have_answered() -> None:
    chat = asked("A7", "B2", "C3")
    chat.hear("ndiyo", YES)
    chat.shop.questions.waiting.pop(0)

    chat.hear("2 ndiyo", numbered(Intent.APPROVE, 2))

    assert chat.shop.wishes == [Decide(SHOP, UUID(int=2), approved=True, coded=False)]


def test_a_number_whose_line_was_decided_by_others_decides_no_other() -> None:
    chat = asked("A7", "B2")
    chat.hear("ndiyo", YES)
    chat.shop.questions.waiting.pop(0)

    chat.hear("1 ndiyo", numbered(Intent.APPROVE, 1))

    assert chat.shop.wishes == []


def test_a_bare_digit_between_two_is_asked_about() -> None:
    chat = asked("A7", "B2")

    said = chat.hear("1", YES)

    assert chat.shop.wishes == []
    assert said is not None
    assert said.startswith("Unamaanisha lipi?")


def test_a_pin_behind_a_code_goes_with_the_answer_and_is_kept_nowhere() -> None:
    chat = asked("A7", "B2")

    chat.hear("NDIYO A7 4821", coded(Intent.APPROVE, "A7"))

    assert chat.shop.wishes == [Hide(), Decide(SHOP, UUID(int=1), approved=True, pin="4821")]
