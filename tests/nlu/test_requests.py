from __future__ import annotations

from decimal import Decimal

import pytest

from bot.nlu.understanding import Awaiting, Catalogue, Intent, Outcome
from tests.nlu.reading import act, read


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("how do I record a sale?", Intent.HELP),
        ("sielewi", Intent.HELP),
        ("Unsubscribe", Intent.STOP),
        ("acha kunikumbusha", Intent.STOP),
        ("anza tena", Intent.START),
        ("nisajili", Intent.REGISTER),
        ("wafanyakazi", Intent.TEAM),
        ("badilisha duka", Intent.SWITCH_SHOP),
        ("niulize mauzo yakizidi 8,000", Intent.RULE),
        ("when a sale is above 8000 tell the owner", Intent.RULE),
        ("sheria", Intent.RULES),
        ("nitumie data yangu", Intent.EXPORT),
        ("futa akaunti yangu", Intent.ERASE),
        ("umekosea", Intent.FEEDBACK),
        ("Hiyo sio sawa", Intent.FEEDBACK),
        ("si kweli", Intent.DISPUTE),
        ("ratiba ya kesho", Intent.APPOINTMENTS),
        ("who is booked for Friday?", Intent.APPOINTMENTS),
        ("madeni", Intent.WHO_OWES),
        ("biashara inaendaje", Intent.SUMMARY),
    ],
)
def test_every_request_to_the_clerk_has_its_words(text: str, intent: Intent) -> None:
    assert act(text).intent is intent


@pytest.mark.parametrize(
    ("text", "kind", "date"),
    [
        ("mauzo ya jana", None, "2026-11-22"),
        ("faida ya wiki hii", "week", "None"),
        ("my expenses this month", "month", "None"),
        ("how much did we earn yesterday?", None, "2026-11-22"),
        ("nimetumia pesa ngapi mwezi huu", "month", "None"),
        ("sukari imebaki ngapi?", "stock", "None"),
        ("stoo ya sukari", "stock", "None"),
        ("pesa ngapi leo?", None, "2026-11-23"),
    ],
)
def test_a_report_knows_its_subject_and_its_days(
    text: str, kind: str | None, date: str
) -> None:
    done = act(text)

    assert (done.intent, done.kind, str(done.date)) == (Intent.SUMMARY, kind, date)


@pytest.mark.parametrize(
    "text", ["deni la Kamau", "how much does Kamau owe me?", "Kamau anadaiwa ngapi?"]
)
def test_a_question_about_a_debt_names_the_debtor(text: str) -> None:
    done = act(text)

    assert (done.intent, done.party) == (Intent.WHO_OWES, "Kamau")


def test_a_question_about_nothing_of_the_shop_is_left_alone() -> None:
    assert read("who is the president?").outcome is Outcome.NONE


def test_a_new_member_of_the_team_has_name_and_phone() -> None:
    done = act("Ongeza mfanyakazi Neema 0712000111")

    assert (done.intent, done.kind, done.party) == (Intent.TEAM, "add", "Neema")
    assert done.phone == "0712000111"


def test_a_shop_is_joined_by_its_code() -> None:
    assert (act("join kx42").intent, act("join kx42").code) == (Intent.JOIN, "KX42")


def test_a_closed_day_carries_the_counted_cash() -> None:
    assert str(act("funga siku 5400").amount) == "5400"


@pytest.mark.parametrize(
    ("text", "code"),
    [("naomba kiswahili", "sw"), ("naomba tutumie kiingereza", "en"), ("swahili", "sw")],
)
def test_the_name_of_a_language_is_enough(text: str, code: str) -> None:
    assert act(text).kind == code


@pytest.mark.parametrize("text", ["nimeuza english 3", "sielewi english"])
def test_the_name_of_a_language_elsewhere_changes_nothing(text: str) -> None:
    assert all(done.intent is not Intent.LANGUAGE for done in read(text).acts)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("haikuwa 320 ni 230", "230"),
        ("it was 350 not 300", "350"),
        ("hapana ni 350", "350"),
        ("make it 450", "450"),
        ("rekebisha 300", "300"),
    ],
)
def test_a_correction_takes_the_amount_that_is_right(text: str, amount: str) -> None:
    done = act(text)

    assert (done.intent, str(done.amount)) == (Intent.CORRECT, amount)


@pytest.mark.parametrize("text", ["badilisha 4.500", "ilikuwa soda 3 sio 2"])
def test_a_correction_with_two_readings_is_asked(text: str) -> None:
    assert read(text).question == "amount_unclear"


def test_striking_out_a_thing_nobody_named_asks_which() -> None:
    assert read("futa sukari").question == "which_entry"
    assert act("futa mauzo ya sukari").intent is Intent.UNDO


def test_a_known_thing_is_struck_out_at_once() -> None:
    understood = read("futa sukari", catalogue=Catalogue(items=frozenset({"sukari"})))

    assert (understood.outcome, understood.acts[0].item) == (Outcome.ACT, "sukari")


def test_a_known_person_is_recognised_in_small_letters() -> None:
    understood = read(
        "kwa wanjiku nimeuza unga 180", catalogue=Catalogue(people=frozenset({"Wanjiku"}))
    )

    assert understood.acts[0].party == "Wanjiku"


@pytest.mark.parametrize(("text", "kind"), [("3", "3"), ("1", "1")])
def test_a_choice_is_a_digit(text: str, kind: str) -> None:
    assert act(text, awaiting=Awaiting.CHOICE).kind == kind


def test_a_choice_may_be_the_name_of_a_drawer() -> None:
    assert act("ni mauzo", awaiting=Awaiting.CHOICE).intent is Intent.RECORD_SALE


def test_a_date_is_read_where_one_is_awaited() -> None:
    assert str(act("tarehe 3", awaiting=Awaiting.DATE).date) == "2026-12-03"
    assert str(act("baada ya siku 10", awaiting=Awaiting.DATE).date) == "2026-12-03"


def test_a_refusal_may_give_its_reason() -> None:
    assert act("hapana, bei ni ghali", awaiting=Awaiting.APPROVAL).intent is Intent.REJECT


def test_a_record_is_read_whatever_is_awaited() -> None:
    assert act("nimeuza sukari 300", awaiting=Awaiting.APPROVAL).intent is Intent.RECORD_SALE


def test_not_knowing_is_no_name() -> None:
    assert read("sijui", awaiting=Awaiting.SHOP).outcome is not Outcome.ACT


def test_a_feeling_stretches_a_word_but_not_its_meaning() -> None:
    assert act("ndiooo", awaiting=Awaiting.APPROVAL).intent is Intent.APPROVE


@pytest.mark.parametrize("text", ["hakubali", "akataa"])
def test_a_word_that_is_nearly_consent_is_not_mended_into_it(text: str) -> None:
    assert read(text, awaiting=Awaiting.APPROVAL).outcome is not Outcome.ACT


@pytest.mark.parametrize(
    ("text", "intents"),
    [
        ("who owes me 500", [Intent.WHO_OWES]),
        ("nimeuza soda 500, nani ananidai", [Intent.RECORD_SALE, Intent.WHO_OWES]),
        ("sold bread 50, who owes me?", [Intent.RECORD_SALE, Intent.WHO_OWES]),
        ("help good morning", [Intent.HELP]),
        ("yes B2", [Intent.APPROVE]),
    ],
)
def test_what_is_told_and_what_is_asked_are_kept_apart(
    text: str, intents: list[Intent]
) -> None:
    assert [one.intent for one in read(text).acts] == intents


@pytest.mark.parametrize(
    "text",
    [
        "faida ya leo\nmatumizi ya leo",
        "faida ya Otieno",
        "deni la Otieno ni kubwa sana kuliko yote ya wengine hapa",
        "nionyeshe niliuza madeni",
        "move 500 to savings",
    ],
)
def test_what_only_resembles_a_request_is_not_carried_out(text: str) -> None:
    assert read(text).outcome is not Outcome.ACT


def test_a_debtor_may_stand_behind_a_small_word() -> None:
    assert act("namdai deni la Otieno 500").party == "Otieno"


@pytest.mark.parametrize(("text", "question"), [("1", "which_approval"), ("1 sukari", None)])
def test_with_several_open_a_figure_alone_points_at_none(
    text: str, question: str | None
) -> None:
    assert read(text, awaiting=Awaiting.APPROVALS).question == question


def test_a_refusal_with_a_but_behind_it_decides_nothing() -> None:
    understood = read("hapana, sawa lakini punguza", awaiting=Awaiting.APPROVAL)

    assert understood.acts == ()


def test_a_shop_may_be_introduced_by_its_name() -> None:
    assert act("duka langu linaitwa Upendo", awaiting=Awaiting.SHOP).party == "Upendo"


def test_of_a_text_that_is_too_long_the_rest_is_not_read() -> None:
    assert read("nimeuza sukari 300" + " " * 5_000 + "500").amounts == (Decimal(300),)
