from __future__ import annotations

import pytest

from bot.nlu.understanding import Awaiting, Catalogue, Intent, Outcome
from tests.nlu.reading import act, read


@pytest.mark.parametrize(
    ("text", "item", "kind", "date"),
    [
        ("leo", None, None, "2026-11-23"),
        ("yesterday", None, None, "2026-11-22"),
        ("mwezi huu", None, "month", "None"),
        ("how much today?", None, None, "2026-11-23"),
        ("sukari wiki hii", "sukari", "week", "None"),
        ("sugar this week", "sugar", "week", "None"),
        ("chati", None, "chart", "None"),
        ("mauzo kwa bidhaa", None, None, "None"),
    ],
)
def test_a_time_or_a_chart_alone_asks_for_a_report(
    text: str, item: str | None, kind: str | None, date: str
) -> None:
    done = act(text)

    assert done.intent is Intent.SUMMARY
    assert (done.item, done.kind, str(done.date)) == (item, kind, date)


@pytest.mark.parametrize(
    "text", ["ongeza Baraka 0722 000 002", "add Baraka 0722000002", "alika Baraka 0722000002"]
)
def test_a_name_and_a_number_join_the_team(text: str) -> None:
    done = act(text)

    assert (done.intent, done.party, done.phone) == (Intent.TEAM, "Baraka", "0722000002")


@pytest.mark.parametrize("text", ["badilisha", "change it", "rekebisha ya mwisho"])
def test_a_correction_may_begin_without_its_amount(text: str) -> None:
    assert (act(text).intent, act(text).amount) == (Intent.CORRECT, None)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Nimekosea, futa ya mwisho", Intent.UNDO),
        ("Habari yako, madeni", Intent.WHO_OWES),
        ("asante, siku njema", Intent.GREETING),
        ("naomba kujitoa", Intent.STOP),
        ("nimerudi", Intent.START),
        ("i'm stuck", Intent.HELP),
        ("what are my rules", Intent.RULES),
        ("nitumie excel", Intent.EXPORT),
        ("nimeandika vibaya", Intent.UNDO),
    ],
)
def test_two_sayings_in_one_breath_mean_what_they_ask(text: str, intent: Intent) -> None:
    assert act(text).intent is intent


@pytest.mark.parametrize("name", ["deni la Juma", "deni la juma"])
def test_the_debt_of_one_person_is_a_statement(name: str) -> None:
    done = act(name)

    assert done.intent is Intent.WHO_OWES
    assert str(done.party).casefold() == "juma"


def test_goods_sold_to_a_person_on_credit_keep_the_person() -> None:
    done = act("nimeuzia Juma mkate 5 kwa deni 300")

    assert (done.intent, done.party, done.item) == (Intent.RECORD_DEBT, "Juma", "mkate")


def test_a_sum_behind_a_comma_is_the_price_of_the_goods() -> None:
    done = act("Mama Otieno amekopa unga kilo 3, 450")

    assert (done.party, done.item, str(done.amount)) == ("Mama Otieno", "unga", "450")


def test_what_an_expense_was_for_does_not_undo_it() -> None:
    assert act("boda 200 kuleta mzigo").intent is Intent.RECORD_EXPENSE


@pytest.mark.parametrize("awaiting", [Awaiting.NAME, Awaiting.SHOP])
@pytest.mark.parametrize(
    "text",
    ["hi", "help", "msaada", "report", "futa", "English", "leo", "nimeuza sukari 300"],
)
def test_a_command_is_no_name(text: str, awaiting: Awaiting) -> None:
    assert act(text, awaiting=awaiting).intent is not Intent.REGISTER


@pytest.mark.parametrize("text", ["Duka la Amina", "Report Stores", "Mama Njeri Salon"])
def test_a_shop_may_carry_a_word_of_command(text: str) -> None:
    assert act(text, awaiting=Awaiting.SHOP).party == text


def test_an_awaited_amount_is_neither_a_quantity_nor_a_unit_price() -> None:
    assert read("sugar 2 kg", awaiting=Awaiting.AMOUNT).outcome is Outcome.ASK
    assert str(act("100 each", awaiting=Awaiting.AMOUNT).unit_price) == "100"
    assert act("hapana", awaiting=Awaiting.AMOUNT).intent is Intent.REJECT


@pytest.mark.parametrize(
    ("text", "intent"),
    [("ok", Intent.APPROVE), ("ndiyo", Intent.APPROVE), ("hapana", Intent.REJECT)],
)
def test_a_yes_or_no_with_nothing_open_decides_nothing(text: str, intent: Intent) -> None:
    understood = read(text)

    assert (understood.outcome, understood.acts[0].intent) == (Outcome.NONE, intent)


def test_a_code_of_four_digits_stands_behind_one_word() -> None:
    assert (act("yes 3307").intent, act("yes 3307").code) == (Intent.APPROVE, "3307")


def test_a_line_of_question_marks_is_unread_and_asks_for_no_report() -> None:
    understood = read("Mauzo ya leo\nsukari 300\n???\nmkate 100")

    assert {done.intent for done in understood.acts} == {Intent.RECORD_SALE}
    assert understood.unread == (3,)


@pytest.mark.parametrize("text", ["shida leo", "sawa, leo", "kesho"])
def test_a_day_beside_a_word_of_chatter_asks_for_nothing(text: str) -> None:
    assert read(text).outcome is not Outcome.ACT


def test_only_goods_the_shop_knows_are_reported_once_it_knows_some() -> None:
    shop = Catalogue(items=frozenset({"sukari"}))

    assert read("sukari leo", catalogue=shop).acts[0].item == "sukari"
    assert read("mvua leo", catalogue=shop).outcome is not Outcome.ACT


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("hapo umekosea, ni 350 sio 300", Intent.CORRECT),
        ("futa data zangu zote", Intent.ERASE),
        ("hamisha miadi ya Asha hadi ijumaa saa nane mchana", Intent.RESCHEDULE_APPOINTMENT),
        ("wiki iliyopita tuliuzaje", Intent.SUMMARY),
        ("niko na faida gani mwezi huu", Intent.SUMMARY),
    ],
)
def test_a_word_of_weight_outweighs_the_others(text: str, intent: Intent) -> None:
    assert act(text).intent is intent
