"""A PIN: chosen twice, asked for before something grave, and never kept in words."""

from __future__ import annotations

from uuid import UUID

import pytest

from bot import pins
from bot.conversation import Heard
from bot.effects import ChangeMember, Hide, KeepPin, TryPin
from bot.nlu.understanding import Act, Intent, Outcome, Understanding
from tests.bot.chat import Chat
from tests.bot.fakes import FakeShop, staff

SET, NO = Act(Intent.PIN), Act(Intent.REJECT)
BARAKA = staff()[1]
REMOVE = Act(Intent.TEAM, kind="remove", party="Baraka")


def digits(said: str) -> Act:
    return Act(Intent.UNKNOWN, kind=said)


def says(chat: Chat, *messages: str) -> str | None:
    """Digits, one message after another; the last answer."""
    said = None
    for message in messages:
        said = chat.hear(message, digits(message))
    return said


def with_a_pin() -> Chat:
    shop = FakeShop()
    shop.pins.pin = "4821"
    return Chat(shop)


def test_a_pin_is_chosen_twice_and_counts_then() -> None:
    chat = Chat()
    chat.hear("weka PIN", SET)

    said = says(chat, "4821", "4821")

    assert chat.shop.pins.pin == "4821"
    assert said == "PIN yako imewekwa. Nitaiuliza kabla ya jambo zito; usimwambie mtu yeyote."


def test_every_message_with_a_pin_is_hidden() -> None:
    chat = Chat()
    chat.hear("weka PIN 4821", SET)

    says(chat, "4821", "4821")

    assert chat.shop.wishes.count(Hide()) == 3


def test_another_second_time_begins_anew() -> None:
    chat = Chat()
    chat.hear("weka PIN", SET)

    said = says(chat, "4821", "4822")

    assert chat.shop.pins.pin is None
    assert said == "Hiyo ni nyingine. PIN yako mpya iwe tarakimu zipi 4 hadi 6?"


@pytest.mark.parametrize(
    "pin", ["1111", "1234", "4321", "123456", "0000", "1212", "2580", "1998", "2026", "482482"]
)
def test_what_anybody_would_guess_is_refused(pin: str) -> None:
    chat = Chat()
    chat.hear("weka PIN", SET)

    said = says(chat, pin)

    assert said == "Hiyo ni rahisi kukisia. PIN yako mpya iwe tarakimu zipi nyingine 4 hadi 6?"
    assert chat.shop.pins.proposed is None


@pytest.mark.parametrize("said", ["123", "48217777"])
def test_too_few_or_too_many_digits_are_refused_and_hidden(said: str) -> None:
    chat = Chat()
    chat.hear("weka PIN", SET)

    says(chat, said)

    assert chat.shop.wishes == [Hide()]


def test_to_change_it_the_old_one_is_asked_for_first() -> None:
    chat = with_a_pin()

    assert chat.hear("badili PIN", SET) == "PIN yako ni ipi?"
    says(chat, "4821", "7305", "7305")

    assert chat.shop.pins.pin == "7305"


def test_without_the_old_one_it_stays() -> None:
    chat = with_a_pin()
    chat.hear("badili PIN", SET)

    assert says(chat, "9137") == "Hiyo si PIN yako. PIN yako ni ipi?"
    assert says(chat, "7305", "7305") == "Hiyo si PIN yako. PIN yako ni ipi?"

    assert chat.shop.pins.pin == "4821"


def test_after_five_wrong_ones_none_counts() -> None:
    chat = with_a_pin()
    chat.hear("badili PIN", SET)
    says(chat, *["9137"] * 5)

    said = says(chat, "4821")

    assert said is not None
    assert said.startswith("PIN zisizo sahihi ni nyingi mno")
    assert chat.conversation.floor is None


def test_who_does_not_want_to_say_it_leaves_everything_as_it_is() -> None:
    chat = with_a_pin()
    chat.hear("badili PIN", SET)

    assert chat.hear("hapana", NO) == "Sawa, hakuna kilichofanyika."


def test_a_sale_in_between_is_a_sale_and_no_try() -> None:
    chat = with_a_pin()
    chat.hear("badili PIN", SET)

    chat.hear("nimeuza mkate 1500", Act(Intent.UNKNOWN))

    assert not any(isinstance(wish, TryPin) for wish in chat.shop.wishes)


def test_by_a_way_that_nobody_signs_no_pin_is_set() -> None:
    chat = Chat()
    understood = Understanding(Outcome.ACT, "sw", (SET,))

    said = chat.take(Heard(UUID(int=9), "weka PIN", understood, chat.now, is_signed=False))

    assert said == ("Kwa njia hii siwezi kujua kama ni wewe. Andika WEKA PIN kwa WhatsApp.")
    assert chat.conversation.floor is None


def test_to_take_somebody_off_the_team_an_owner_with_a_pin_says_it() -> None:
    chat = with_a_pin()
    chat.hear("ondoa Baraka", REMOVE)

    asked = chat.hear("1", digits("1"))
    assert asked == "Ili asifanye kazi hapa tena, PIN yako ni ipi?"
    assert _changes(chat) == []
    says(chat, "4821")

    assert _changes(chat) == [ChangeMember(BARAKA.person_id, None)]


def test_an_owner_without_a_pin_is_asked_for_none() -> None:
    chat = Chat()
    chat.hear("ondoa Baraka", REMOVE)

    chat.hear("1", digits("1"))

    assert _changes(chat) == [ChangeMember(BARAKA.person_id, None)]


def test_a_wrong_pin_changes_no_role() -> None:
    chat = with_a_pin()
    chat.hear("Baraka", Act(Intent.TEAM, party="Baraka"))
    chat.hear("1", digits("1"))

    says(chat, "9137")

    assert _changes(chat) == []


def test_a_right_pin_changes_the_role_that_was_chosen() -> None:
    chat = with_a_pin()
    chat.hear("Baraka", Act(Intent.TEAM, party="Baraka"))
    chat.hear("1", digits("1"))

    says(chat, "9137", "4821")

    assert [wish.role for wish in _changes(chat)] == ["OWNER"]


def test_a_pin_is_in_no_wish_that_is_printed() -> None:
    assert "4821" not in repr([KeepPin("4821"), TryPin("4821")])


@pytest.mark.parametrize(
    ("text", "pin"),
    [
        ("4821", "4821"),
        ("pin yangu ni 4821", "4821"),
        ("PIN: 4821.", "4821"),
        ("sold bread 1500", None),
        ("4821 4822", None),
        ("", None),
    ],
)
def test_a_pin_is_what_stands_alone(text: str, pin: str | None) -> None:
    assert pins.alone(text) == pin


@pytest.mark.parametrize(
    ("text", "pin"),
    [
        ("ndiyo a7 4821", "4821"),
        ("NDIYO A7, 4821", "4821"),
        ("ndiyo a7", None),
        ("a7 12", None),
    ],
)
def test_a_pin_stands_right_behind_the_code(text: str, pin: str | None) -> None:
    assert pins.behind(text, "A7") == pin


def _changes(chat: Chat) -> list[ChangeMember]:
    return [wish for wish in chat.shop.wishes if isinstance(wish, ChangeMember)]
