from __future__ import annotations

import pytest

from bot.nlu.understanding import Awaiting, Intent, Outcome
from tests.nlu.reading import act, read


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Habari yako", Intent.GREETING),
        ("Good morning", Intent.GREETING),
        ("asante sana", Intent.THANKS),
        ("msaada", Intent.HELP),
        ("msada", Intent.HELP),
        ("FUTA", Intent.UNDO),
        ("undo", Intent.UNDO),
        ("stop", Intent.STOP),
        ("leo nimeuza ngapi?", Intent.SUMMARY),
        ("today's sales", Intent.SUMMARY),
        ("nani ananidai", Intent.WHO_OWES),
    ],
)
def test_a_clerk_understands_plain_requests(text: str, intent: Intent) -> None:
    assert act(text).intent is intent


@pytest.mark.parametrize(
    ("text", "code"),
    [("English please", "en"), ("Kiswahili tafadhali", "sw"), ("switch to swahili", "sw")],
)
def test_the_language_changes_at_any_time(text: str, code: str) -> None:
    done = act(text)

    assert (done.intent, done.kind) == (Intent.LANGUAGE, code)


def test_a_correction_carries_the_new_amount() -> None:
    done = act("badilisha 450")

    assert (done.intent, str(done.amount)) == (Intent.CORRECT, "450")


@pytest.mark.parametrize("text", ["ndiyo", "Sawa", "hakuna shida", "yes please", "👍🏾", "1"])
def test_consent_approves_what_was_asked(text: str) -> None:
    assert act(text, awaiting=Awaiting.APPROVAL).intent is Intent.APPROVE


@pytest.mark.parametrize("text", ["hapana", "si sawa", "sio sawa", "no", "La", "2"])
def test_refusal_rejects_what_was_asked(text: str) -> None:
    assert act(text, awaiting=Awaiting.APPROVAL).intent is Intent.REJECT


@pytest.mark.parametrize("text", ["ndio nini?", "ngoja", "ok no", "sawa lakini iwe 450"])
def test_neither_consent_nor_refusal_decides_nothing(text: str) -> None:
    understood = read(text, awaiting=Awaiting.APPROVAL)

    assert understood.outcome is not Outcome.ACT or understood.acts[0].intent is Intent.CORRECT


def test_a_bare_yes_decides_nothing_while_several_questions_are_open() -> None:
    assert read("ndiyo", awaiting=Awaiting.APPROVALS).outcome is Outcome.ASK


def test_an_answer_with_its_code_decides_that_question() -> None:
    done = act("NDIYO B7", awaiting=Awaiting.APPROVALS)

    assert (done.intent, done.code) == (Intent.APPROVE, "B7")


def test_a_bare_yes_with_nothing_open_decides_nothing() -> None:
    assert read("sawa").outcome is not Outcome.ACT


@pytest.mark.parametrize(
    ("text", "awaiting", "party"),
    [
        ("naitwa Baraka", Awaiting.NAME, "Baraka"),
        ("Baraka Otieno", Awaiting.NAME, "Baraka Otieno"),
        ("Duka la Amina", Awaiting.SHOP, "Duka la Amina"),
        ("Nataka kusajili duka langu, naitwa Baraka", None, "Baraka"),
    ],
)
def test_a_given_name_is_kept(text: str, awaiting: Awaiting | None, party: str) -> None:
    done = act(text, awaiting=awaiting)

    assert (done.intent, done.party) == (Intent.REGISTER, party)


@pytest.mark.parametrize(("text", "kind"), [("Kiswahili", "sw"), ("English", "en"), ("2", "2")])
def test_the_language_question_takes_a_name_or_a_digit(text: str, kind: str) -> None:
    assert act(text, awaiting=Awaiting.LANGUAGE).kind == kind


@pytest.mark.parametrize(
    ("text", "intent", "line"),
    [
        ("1 ndiyo", Intent.APPROVE, 1),
        ("2 hapana", Intent.REJECT, 2),
        ("3 yes", Intent.APPROVE, 3),
    ],
)
def test_a_line_of_the_list_may_be_named_by_its_number(
    text: str, intent: Intent, line: int
) -> None:
    done = act(text, awaiting=Awaiting.APPROVALS)

    assert (done.intent, str(done.quantity)) == (intent, str(line))


@pytest.mark.parametrize(
    ("text", "intent"), [("1 A7", Intent.APPROVE), ("2 b12", Intent.REJECT)]
)
def test_a_digit_before_a_code_is_an_answer(text: str, intent: Intent) -> None:
    done = act(text, awaiting=Awaiting.APPROVALS)

    assert (done.intent, done.code) == (intent, text.split()[1].upper())


@pytest.mark.parametrize("text", ["1 ndiyo", "1 A7", "3 A7"])
def test_with_nothing_asked_a_digit_decides_nothing(text: str) -> None:
    assert read(text).outcome is Outcome.NONE


@pytest.mark.parametrize("text", ["3 A7", "1 mkate", "12 ndiyo", "1 ndiyo 300"])
def test_other_digits_decide_nothing(text: str) -> None:
    understood = read(text, awaiting=Awaiting.APPROVALS)

    assert not {one.intent for one in understood.acts} & {Intent.APPROVE, Intent.REJECT}


@pytest.mark.parametrize("text", ["NDIYO A7 4821", "ndiyo a7, 482193", "yes A7 0482"])
def test_a_pin_may_stand_behind_the_code(text: str) -> None:
    done = act(text)

    assert (done.intent, done.code) == (Intent.APPROVE, "A7")


@pytest.mark.parametrize("text", ["ndiyo a7 12", "4821 a7 ndiyo", "nimeuza a7 4821"])
def test_what_is_no_pin_behind_a_code_is_none(text: str) -> None:
    assert not any(one.intent is Intent.APPROVE and one.code for one in read(text).acts)


@pytest.mark.parametrize(
    "text", ["weka PIN", "badili PIN", "badilisha pin yangu", "set pin", "change my PIN"]
)
def test_a_pin_may_be_wished_for(text: str) -> None:
    assert act(text).intent is Intent.PIN
