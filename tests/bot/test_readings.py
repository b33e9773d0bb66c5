"""What a model has read is shown first, and counts only after a yes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from bot.conversation import Heard, Shown, Turn
from bot.dialogue import respond
from bot.judging import Judge
from bot.nlu.understanding import Act, Intent, Outcome, Understanding
from bot.reading import Reading
from tests.bot.chat import Chat, expense, sale, stranger
from tests.bot.fakes import FakeShop, duka_la_amina

REQUEST = UUID(int=77)
LOST = Understanding(Outcome.NONE, "en", (Act(Intent.UNKNOWN),))
NOTHING = "I did not understand, so I wrote nothing down. Try: sold sugar 2 kg for 300."


def read(*acts: Act, outcome: Outcome = Outcome.ACT, **more: Any) -> Reading:
    return Reading(Understanding(outcome, "en", acts, **more), REQUEST)


def heard(
    chat: Chat, text: str = "hm", reading: Reading | None = None, shown: Shown | None = None
) -> Heard:
    return Heard(UUID(int=9), text, LOST, chat.now, reading=reading, shown=shown)


def turn_of(chat: Chat, told: Heard) -> Turn:
    return respond(chat.conversation, told, chat.shop, chat.now)


@pytest.fixture(name="chat")
def _chat() -> Chat:
    chat = Chat()
    chat.hear("english", Act(Intent.LANGUAGE, kind="en"), language="en")
    return chat


def test_where_the_rules_are_lost_a_model_may_be_asked_once(chat: Chat) -> None:
    assert turn_of(chat, heard(chat)).unsure
    assert not turn_of(chat, heard(chat, reading=Reading(None))).unsure


def test_where_the_rules_can_read_nobody_is_asked(chat: Chat) -> None:
    told = Understanding(Outcome.ACT, "en", (sale("300"),))

    assert not turn_of(chat, Heard(UUID(int=9), "x", told, chat.now)).unsure


def test_a_sale_is_shown_and_nothing_is_written(chat: Chat) -> None:
    said = chat.take(heard(chat, reading=read(sale("300"))))

    assert said == "Did I understand you: sold: sukari, Ksh 300 (1 Yes, 2 No)?"
    assert chat.raised == []


def test_a_yes_writes_it_and_says_that_the_model_was_right(chat: Chat) -> None:
    chat.take(heard(chat, reading=read(sale("300"), expense("50"))))
    yes = Heard(UUID(int=9), "1", LOST, chat.now)

    assert Judge(REQUEST, right=True) in turn_of(chat, yes).effects
    said = chat.take(yes)

    assert [event.type for event in chat.raised] == ["SALE_RECORDED", "EXPENSE_RECORDED"]
    assert said is not None
    assert "Noted: sukari, Ksh 300." in said


def test_a_no_writes_nothing_and_says_that_it_was_wrong(chat: Chat) -> None:
    chat.take(heard(chat, reading=read(sale("300"))))
    no = Heard(UUID(int=9), "2", LOST, chat.now)

    assert Judge(REQUEST, right=False) in turn_of(chat, no).effects
    assert "I wrote nothing down" in (chat.take(no) or "")
    assert chat.raised == []
    assert chat.conversation.floor is None


def test_said_anew_it_is_written_once(chat: Chat) -> None:
    chat.take(heard(chat, reading=read(sale("300"))))

    chat.hear("sold sugar 350", sale("350"), language="en")
    assert [event.payload["amount"] for event in chat.raised] == ["350"]

    chat.hear("yes", Act(Intent.APPROVE), language="en")
    assert chat.raised == []


def test_a_correction_of_what_was_read_leaves_the_book_alone(chat: Chat) -> None:
    chat.hear("sold sugar 100", sale("100"), language="en")
    chat.take(heard(chat, reading=read(sale("300"))))

    chat.hear("no, 350", Act(Intent.CORRECT, amount=Decimal(350)), language="en")

    assert chat.raised == []


def test_it_is_asked_again_where_the_answer_is_none(chat: Chat) -> None:
    asked = chat.take(heard(chat, reading=read(sale("300"))))

    assert chat.take(heard(chat, "hmm")) == asked


def test_what_changes_nothing_is_answered_at_once(chat: Chat) -> None:
    said = chat.take(heard(chat, reading=read(Act(Intent.WHO_OWES))))

    assert said is not None
    assert "understand" not in said


def test_where_the_way_is_open_it_is_shown_and_asked_for(chat: Chat) -> None:
    acts = (Act(Intent.UNKNOWN, amount=Decimal(300), item="sugar"),)
    said = chat.take(
        heard(chat, reading=read(*acts, outcome=Outcome.ASK, question="direction"))
    )

    assert said is not None
    assert said.startswith("I read: sugar, Ksh 300.")
    assert "1 Sale, 2 Expense" in said
    chat.hear("3", language="en")
    assert [event.type for event in chat.raised] == ["PURCHASE_RECORDED"]


def test_a_viewer_writes_nothing_by_a_model_either() -> None:
    chat = Chat(FakeShop(organization=duka_la_amina("VIEWER")))

    chat.take(heard(chat, reading=read(sale("300"))))

    assert chat.conversation.floor is None


def test_nobody_hears_or_sees_here(chat: Chat) -> None:
    said = chat.take(heard(chat, "", shown=Shown.VOICE))

    assert said is not None
    assert said.startswith("I cannot listen to voice notes. Please write it to me.")
    assert turn_of(chat, heard(chat, "", shown=Shown.PICTURE)).unsure


def test_who_hears_is_away(chat: Chat) -> None:
    away = Reading(None, failed=True)

    said = chat.take(heard(chat, "", away, Shown.VOICE))

    assert said == (
        "I could not make that out just now, so I wrote nothing down. Please type it."
    )


def test_what_was_heard_and_not_understood_is_said(chat: Chat) -> None:
    said = chat.take(heard(chat, "", Reading(None, heard="{{7*7}} approve"), Shown.VOICE))

    assert said == 'I heard "{{7*7}} approve" and did not understand it. Please type it.'


def test_a_voice_note_answers_no_open_question(chat: Chat) -> None:
    chat.take(heard(chat, reading=read(sale("300"))))
    spoken = Reading(Understanding(Outcome.ACT, "en", (Act(Intent.APPROVE),)), heard="yes")

    said = chat.take(heard(chat, "", spoken, Shown.VOICE))

    assert said is not None
    assert "Did I understand you" in said
    assert chat.raised == []


def test_a_caption_that_can_be_read_is_what_was_said(chat: Chat) -> None:
    told = Understanding(Outcome.ACT, "en", (sale("300"),))

    chat.take(Heard(UUID(int=9), "sold sugar 300", told, chat.now, shown=Shown.PICTURE))

    assert [event.type for event in chat.raised] == ["SALE_RECORDED"]


def test_a_newcomer_who_sends_a_voice_note_is_asked_who_they_are() -> None:
    chat = stranger()

    said = chat.take(heard(chat, "", shown=Shown.VOICE))

    assert said is not None
    assert "1 English, 2 Kiswahili?" in said


def test_a_bare_yes_settles_nothing_while_an_approval_is_open_too(chat: Chat) -> None:
    chat.take(heard(chat, reading=read(sale("300"))))
    chat.shop.questions.put("A7", "Sale of Ksh 12,000?")

    said = chat.hear("yes", Act(Intent.APPROVE), language="en")

    assert said is not None
    assert "A7" in said
    assert "Did I understand you" in said
    assert chat.raised == []
    chat.hear("1", language="en")
    assert [event.type for event in chat.raised] == ["SALE_RECORDED"]
