from __future__ import annotations

import pytest

from bot.nlu.understanding import Awaiting, Intent, Outcome
from tests.nlu.reading import act, booked, read


@pytest.mark.parametrize("opening", ["Hey", "Habari,", "ok", "Hello", "Niaje boss,"])
def test_a_greeting_in_front_changes_no_entry(opening: str) -> None:
    assert booked(f"{opening} bought paraffin 340") == (Intent.RECORD_PURCHASE, "340")
    assert booked(f"{opening} nimelipa umeme 340") == (Intent.RECORD_EXPENSE, "340")


@pytest.mark.parametrize("opening", ["Hey", "ok", "habari"])
def test_a_greeting_in_front_changes_no_command(opening: str) -> None:
    assert act(f"{opening} msaada").intent is Intent.HELP


def test_a_greeting_over_a_list_leaves_its_heading() -> None:
    understood = read("Habari, mauzo ya leo\nndizi 340\nmihogo 90")

    assert [str(each.amount) for each in understood.acts] == ["340", "90"]


@pytest.mark.parametrize("text", ["Shikamoo mzee", "hi boss", "ok good morning mkuu"])
def test_courtesies_alone_are_a_greeting(text: str) -> None:
    assert act(text).intent is Intent.GREETING


def test_who_is_called_brother_at_the_end_is_the_clerk() -> None:
    understood = read("amenilipa 340 kaka")

    assert (understood.outcome, understood.question) == (Outcome.ASK, "debtor")
    assert act("nimemkopesha kaka 340").party == "kaka"


def test_a_word_for_the_time_of_day_does_nothing() -> None:
    assert booked("leo asubuhi paid back Moraa 340") == (Intent.PAYABLE_PAID, "340")
    assert booked("leo asubuhi borrowed 340 from Moraa") == (Intent.RECORD_PAYABLE, "340")


@pytest.mark.parametrize(
    "text",
    ["Tatu paid 340", "Namdai Juma 340", "andika deni la Tatu 340", "sold yams to Tatu 340"],
)
def test_a_name_that_is_a_number_word_keeps_the_sum_whole(text: str) -> None:
    assert str(act(text).amount) == "340"


def test_what_is_borrowed_comes_from_somebody_even_in_small_letters() -> None:
    assert act("nimekopa 340 kutoka kwa moraa").party == "moraa"


@pytest.mark.parametrize(
    "text", ["sukari\u200b", "\u202esukari\u202c", "\ufeffsukari\n", "su\u00adkari"]
)
def test_marks_that_show_nothing_are_not_read(text: str) -> None:
    assert booked(f"nimeuza {text} 340") == (Intent.RECORD_SALE, "340")


def test_a_line_break_at_the_end_is_no_second_line() -> None:
    assert read("nimelipa\n") == read("nimelipa")


def test_a_figure_glued_to_its_word_is_read() -> None:
    assert str(act("nimeuza ndizi kilo2 340").quantity) == "2"
    assert read("saa4 asubuhi", awaiting=Awaiting.TIME).times[0].hour == 10


def test_the_rent_of_a_store_counts_no_goods() -> None:
    assert booked("kodi ya stoo 3400") == (Intent.RECORD_EXPENSE, "3400")
    done = {each.intent for each in read("I go to the store after work").acts}
    assert Intent.STOCK_COUNT not in done
