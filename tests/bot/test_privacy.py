"""My data, forget me, and the proof that a silent number is still whose it was."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from bot.conversation import Heard
from bot.effects import Hide, TryPin
from bot.nlu.understanding import Act, Intent, Outcome, Understanding
from bot.own_wishes import BeginAnew, Erase, Export, Hold, Trust
from bot.topics import verification
from tests.bot.chat import Chat, sale, stranger
from tests.bot.fakes import FakeShop, duka_la_amina

EXPORT, ERASE = Act(Intent.EXPORT), Act(Intent.ERASE)
WHOLE_SHOP = Act(Intent.EXPORT, kind="shop")
YES, NO = Act(Intent.APPROVE), Act(Intent.REJECT)


def silent() -> Chat:
    """Amina after months."""
    chat = Chat()
    chat.shop.identity.is_doubted = True
    return chat


def says(chat: Chat, *texts: str) -> list[str | None]:
    answers = []
    for text in texts:
        chat.wait(minutes=1)
        answers.append(chat.hear(text))
    return answers


def test_my_data_is_prepared_at_once() -> None:
    chat = Chat()

    said = chat.hear("data yangu", EXPORT)

    assert said is not None
    assert said.startswith("Naandaa data yako")
    assert chat.shop.wishes == [Export("person")]


def test_who_has_no_shop_may_have_their_data_too() -> None:
    chat = stranger()

    chat.hear("my data", EXPORT)

    assert chat.shop.wishes == [Export("person")]


def test_the_owner_takes_out_the_whole_book() -> None:
    chat = Chat()

    chat.hear("toa data ya duka", WHOLE_SHOP)

    assert chat.shop.wishes == [Export("shop")]


@pytest.mark.parametrize("role", ["STAFF", "VIEWER"])
def test_nobody_else_takes_out_the_whole_book(role: str) -> None:
    chat = Chat(FakeShop(organization=duka_la_amina(role)))

    said = chat.hear("toa data ya duka", WHOLE_SHOP)

    assert said is not None
    assert "DATA YANGU" in said
    assert chat.shop.wishes == []


def test_to_be_forgotten_is_asked_about_once() -> None:
    chat = Chat()
    chat.shop.identity.alone = []

    asked, done = chat.hear("nisahau", ERASE), chat.hear("1")

    assert asked is not None
    assert asked.endswith("?")
    assert done is not None
    assert "Kwaheri" in done
    assert chat.shop.wishes == [Erase()]


def test_a_no_erases_nothing() -> None:
    chat = Chat()
    chat.hear("nisahau", ERASE)

    assert chat.hear("hapana", NO) == "Sawa, hakuna kilichofutwa."
    assert chat.shop.wishes == []


def test_the_last_owner_is_told_that_the_shop_closes() -> None:
    chat = Chat()

    said = chat.hear("nisahau", ERASE)

    assert said is not None
    assert "Nifunge Duka la Amina" in said


def test_who_became_the_last_owner_meanwhile_is_asked_again() -> None:
    chat = Chat()
    chat.shop.identity.alone = []
    chat.hear("nisahau", ERASE)
    chat.shop.identity.alone = ["Duka la Amina"]

    said = chat.hear("ndiyo", YES)

    assert said is not None
    assert "Nifunge Duka la Amina" in said
    assert chat.shop.wishes == []


def test_other_business_leaves_the_question_open() -> None:
    chat = Chat()
    chat.hear("nisahau", ERASE)

    said = chat.hear("nimeuza sukari 300", sale("300"))

    assert said is not None
    assert "Nifunge" in said
    assert len(chat.raised) == 1


def test_a_silent_number_is_asked_before_anything_is_shown() -> None:
    chat = silent()

    said = chat.hear("mauzo ya leo", Act(Intent.SUMMARY))

    assert said is not None
    assert said.endswith("Duka linaitwaje?")
    assert "Amina" not in said
    assert chat.shop.wishes == [Hold()]


def test_the_shops_and_the_owners_name_prove_it() -> None:
    chat = silent()

    said = says(chat, "habari", "duka la amina.", "AMINA")

    assert chat.shop.wishes == [Hold(), Trust()]
    assert said[-1] is not None
    assert "karibu tena" in said[-1]


@pytest.mark.parametrize(
    "wrong", [("Duka lingine", "Amina"), ("Duka la Amina", "Baraka"), ("", "")]
)
def test_one_of_them_alone_proves_nothing_and_is_not_called_right(
    wrong: tuple[str, str],
) -> None:
    chat = silent()

    _, after_first, after_second = says(chat, "habari", *wrong)

    assert after_first is not None
    assert "Mwenye duka" in after_first
    assert after_second is not None
    assert "halilingani" in after_second
    assert Trust() not in chat.shop.wishes


def test_after_three_wrong_answers_it_rests_for_a_day() -> None:
    chat = silent()
    said = says(chat, "habari", *["x", "y"] * 3)
    assert said[-1] is not None
    assert "saa 24" in said[-1]

    early = says(chat, "Duka la Amina", "Amina")
    chat.wait(hours=24)
    late = says(chat, "Duka la Amina", "Amina")

    assert all("saa 24" in str(one) for one in early)
    assert late[-1] is not None
    assert "karibu tena" in late[-1]


def test_what_is_said_meanwhile_is_kept_and_counts_as_no_answer() -> None:
    chat = silent()
    says(chat, "habari")
    chat.wait(minutes=1)

    said = chat.hear("nimeuza sukari 300", sale("300"))

    assert said is not None
    assert "Duka linaitwaje?" in said
    assert chat.shop.wishes == [Hold(), Hold()]
    assert chat.raised == []


def test_what_was_written_before_the_question_is_no_answer_to_it() -> None:
    chat = silent()
    chat.hear("habari")
    on_its_way = Heard(
        UUID(int=9),
        "Duka la Amina",
        Understanding(Outcome.NONE, "sw"),
        chat.now - timedelta(seconds=5),
    )

    assert chat.take(on_its_way) is None
    assert chat.shop.wishes == [Hold(), Hold()]


def test_who_has_the_number_now_begins_anew() -> None:
    chat = silent()

    said = says(chat, "hello", "0")

    assert said[-1] is None
    assert chat.shop.wishes == [Hold(), BeginAnew()]


def test_an_open_question_waits_below_until_it_is_proved() -> None:
    chat = Chat()
    chat.hear("nisahau", ERASE)
    chat.shop.identity.is_doubted = True

    says(chat, "habari", "Duka la Amina", "Amina")

    assert chat.conversation.floor == "privacy"


def test_approvals_ask_for_the_proof_as_well() -> None:
    chat = silent()

    chat.hear("ndiyo A7", Act(Intent.APPROVE, code="A7"))

    assert chat.conversation.floor == verification.NAME


def with_pin(*, is_doubted: bool = False) -> Chat:
    """Amina, who has a PIN."""
    chat = Chat()
    chat.shop.pins.pin = "7391"
    chat.shop.identity.is_doubted = is_doubted
    return chat


@pytest.mark.parametrize(("act", "wish"), [(EXPORT, "person"), (WHOLE_SHOP, "shop")])
def test_whoever_has_a_pin_is_asked_for_it_before_an_export(act: Act, wish: str) -> None:
    chat = with_pin()

    asked = chat.hear("data", act)
    before = list(chat.shop.wishes)
    chat.hear("7391")

    assert "PIN" in str(asked)
    assert before == []
    assert [one.scope for one in chat.shop.wishes if isinstance(one, Export)] == [wish]


def test_whoever_has_a_pin_is_not_forgotten_without_it() -> None:
    chat = with_pin()
    chat.hear("nisahau", ERASE)

    said = says(chat, "1", "4444", "7391")

    assert "PIN" in str(said[0])
    assert Erase() in chat.shop.wishes
    assert chat.shop.wishes.index(Erase()) == len(chat.shop.wishes) - 1


def test_by_an_sms_that_nobody_signs_nothing_is_erased() -> None:
    chat = Chat()
    unsigned = Heard(
        UUID(int=9), "nisahau", Understanding(Outcome.ACT, "sw", (ERASE,)), chat.now,
        is_signed=False,
    )  # fmt: skip

    said = chat.take(unsigned)

    assert "WhatsApp" in str(said)
    assert chat.conversation.floor is None


def test_a_silent_number_with_a_pin_proves_itself_by_it() -> None:
    chat = with_pin(is_doubted=True)

    said = says(chat, "habari", "7391")

    assert str(said[0]).endswith("PIN yako ni ipi?")
    assert "karibu tena" in str(said[1])
    assert [type(one) for one in chat.shop.wishes] == [Hold, Hide, TryPin, Trust]


def test_wrong_pins_lock_and_what_is_said_meanwhile_is_kept() -> None:
    chat = with_pin(is_doubted=True)

    said = says(chat, "habari", *["4444"] * 5, "7391", "nimeuza sukari")

    assert "nyingi mno" in str(said[-2])
    assert Trust() not in chat.shop.wishes
    assert chat.shop.wishes[-1] == Hold()
