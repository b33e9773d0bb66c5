"""Approvals and questions of rules: who is meant, and what a plain yes may decide."""

from __future__ import annotations

from uuid import UUID

import pytest

from bot.effects import Answer, Decide
from bot.nlu.understanding import Act, Intent, Outcome
from bot.open_questions import OpenApproval, OpenAsk
from tests.bot.chat import Chat, only, sale
from tests.bot.fake_questions import FakeQuestions
from tests.bot.fakes import FakeShop

YES, NO, THANKS = Act(Intent.APPROVE), Act(Intent.REJECT), Act(Intent.THANKS)
SHOP = UUID(int=2)


def approval(code: str, number: int) -> OpenApproval:
    question = {"en": f"Sale {number}?", "sw": f"Mauzo {number}?"}
    return OpenApproval(SHOP, UUID(int=number), code, question)


def asked(*codes: str) -> Chat:
    waiting = [approval(code, number) for number, code in enumerate(codes, start=1)]
    return Chat(FakeShop(questions=FakeQuestions(waiting)))


def asking(expect: str) -> Chat:
    question = {"en": "How many are left?", "sw": "Imebaki mingapi?"}
    ask = OpenAsk(SHOP, UUID(int=5), question, expect)  # type: ignore[arg-type]
    return Chat(FakeShop(questions=FakeQuestions(asked=[ask])))


def coded(intent: Intent, code: str) -> Act:
    return Act(intent, code=code)


def test_a_code_decides_that_one() -> None:
    chat = asked("A7", "B2")

    chat.hear("HAPANA B2", coded(Intent.REJECT, "B2"))

    assert chat.shop.wishes == [Decide(SHOP, UUID(int=2), approved=False)]


def test_two_codes_in_one_message_decide_both() -> None:
    chat = asked("A7", "B2")

    chat.hear("NDIYO A7, HAPANA B2", coded(Intent.APPROVE, "A7"), coded(Intent.REJECT, "B2"))

    assert chat.shop.wishes == [
        Decide(SHOP, UUID(int=1), approved=True),
        Decide(SHOP, UUID(int=2), approved=False),
    ]


def test_a_plain_yes_decides_only_what_is_open_alone() -> None:
    chat = asked("A7")

    chat.hear("NDIYO", YES)

    assert chat.shop.wishes == [Decide(SHOP, UUID(int=1), approved=True, coded=False)]


def test_a_plain_yes_between_two_is_asked_about() -> None:
    chat = asked("A7", "B2")

    said = chat.hear("ndiyo", YES)

    assert chat.shop.wishes == []
    assert said == (
        "Unamaanisha lipi?\n1. A7: Mauzo 1?\n2. B2: Mauzo 2?\n"
        "Jibu kwa mfano NDIYO A7 au HAPANA A7, au kwa namba yake: 1 NDIYO."
    )


def test_an_ok_between_two_is_asked_about_by_the_reader_itself() -> None:
    said = asked("A7", "B2").hear("ok", outcome=Outcome.ASK, question="which_approval")

    assert said is not None
    assert said.startswith("Unamaanisha lipi?")


def test_a_code_that_nobody_gave_is_told() -> None:
    chat = asked("A7")

    assert chat.hear("NDIYO C9", coded(Intent.APPROVE, "C9")) == (
        "Hakuna swali lako lenye msimbo C9."
    )
    assert chat.shop.wishes == []


def test_a_code_is_heard_while_something_else_is_asked_and_that_stays_open() -> None:
    chat = asked("A7")
    question = chat.hear("nimeuza mkate", sale(None, "mkate"))
    before = chat.conversation

    chat.hear("NDIYO A7", coded(Intent.APPROVE, "A7"))

    assert question is not None
    assert chat.shop.wishes == [Decide(SHOP, UUID(int=1), approved=True)]
    assert chat.conversation == before


def test_thanks_decide_nothing() -> None:
    chat = asked("A7")

    assert chat.hear("asante", THANKS, outcome=Outcome.NONE) is None
    assert chat.shop.wishes == []


def test_a_plain_yes_without_anything_open_is_a_courtesy() -> None:
    assert Chat(FakeShop()).hear("ndiyo", YES, outcome=Outcome.NONE) is None


def test_a_number_answers_a_question_for_one() -> None:
    chat = asking("number")

    chat.hear("25", only("25"), outcome=Outcome.NONE, amounts=("25",))

    assert chat.shop.wishes == [Answer(SHOP, UUID(int=5), "25", "Imebaki mingapi?")]


def test_words_answer_a_question_for_words() -> None:
    chat = asking("text")

    chat.hear("mifuko kumi", Act(Intent.UNKNOWN), outcome=Outcome.NONE)

    assert chat.shop.wishes == [Answer(SHOP, UUID(int=5), "mifuko kumi", "Imebaki mingapi?")]


def test_a_plain_no_answers_a_question_for_yes_or_no() -> None:
    chat = asking("yes_no")

    chat.hear("hapana", NO)

    assert chat.shop.wishes == [
        Answer(SHOP, UUID(int=5), value=False, question="Imebaki mingapi?")
    ]


def test_a_sale_is_a_sale_whatever_a_rule_has_asked() -> None:
    chat = asking("text")

    chat.hear("nimeuza mkate 65", sale("65", "mkate"))

    assert chat.shop.wishes == []
    assert [event.type for event in chat.raised] == ["SALE_RECORDED"]


@pytest.mark.parametrize(
    ("expect", "said"),
    [
        ("number", "Tafadhali jibu kwa namba, kwa mfano 25.\nImebaki mingapi?"),
        ("yes_no", "Tafadhali jibu NDIYO au HAPANA.\nImebaki mingapi?"),
        ("date", "Tafadhali jibu kwa siku, kwa mfano 30/11 au kesho.\nImebaki mingapi?"),
    ],
)
def test_what_is_no_answer_is_asked_for_once_more(expect: str, said: str) -> None:
    chat = asking(expect)

    assert chat.hear("labda", Act(Intent.UNKNOWN), outcome=Outcome.NONE) == said
    assert chat.shop.wishes == []


def test_a_yes_in_words_between_a_question_and_an_approval_is_asked_about() -> None:
    chat = asked("A7")
    chat.shop.made.clear()
    chat.hear("…", Act(Intent.RULE, kind="stock"))

    said = chat.hear("ndiyo", YES)

    assert said is not None
    assert said.startswith("Unamaanisha lipi?\nA7: Mauzo 1?")
    assert said.endswith("Nifanye hivyo (1 Ndiyo, 2 Hapana)?")
    assert chat.shop.wishes == []
    chat.hear("1", YES)
    assert len(chat.shop.wishes) == 1


def test_a_plain_yes_decides_nothing_while_a_rule_has_asked_something() -> None:
    chat = asked("A7")
    chat.shop.questions.asked.append(asking("yes_no").shop.questions.asked[0])

    said = chat.hear("ndiyo", YES)

    assert said is not None
    assert said.startswith("Unamaanisha lipi?")
    assert chat.shop.wishes == []
