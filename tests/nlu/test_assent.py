from __future__ import annotations

import pytest

from bot.nlu.understanding import Awaiting, Intent
from tests.nlu.reading import read


def decided(text: str, awaiting: Awaiting = Awaiting.APPROVAL) -> set[Intent]:
    understood = read(text, awaiting=awaiting)
    acts = understood.acts if understood.outcome.value == "act" else ()
    return {act.intent for act in acts} & {Intent.APPROVE, Intent.REJECT}


@pytest.mark.parametrize(
    "text",
    [
        "nimeikubali",
        "ninakubali",
        "mkubalie",
        "namruhusu",
        "tumeidhinisha",
        "ipitishe",
        "naafiki",
    ],
)
def test_a_verb_of_consent_approves_whatever_prefixes_it_wears(text: str) -> None:
    assert decided(text) == {Intent.APPROVE}


@pytest.mark.parametrize(
    "text",
    [
        "siikubali",
        "usimruhusu",
        "hatukubali",
        "mkatalie",
        "nimelikataa",
        "sitaikubali",
        "izuie",
    ],
)
def test_a_denied_consent_and_a_verb_of_refusal_reject(text: str) -> None:
    assert decided(text) == {Intent.REJECT}


@pytest.mark.parametrize(
    "text",
    [
        "sijaikubali",  # Not yet.
        "nitakubali",  # Some day.
        "amekubali",  # Somebody else.
        "sijakataa",
        "siwezi kukataa",
        "akikubali",
        "nataka kukubali",
    ],
)
def test_consent_that_lies_ahead_or_is_anothers_decides_nothing(text: str) -> None:
    assert decided(text) == set()


@pytest.mark.parametrize(
    "text", ["siwezi kukubali", "do not accept", "I do not agree", "not fine"]
)
def test_a_denial_turns_the_consent_right_behind_it(text: str) -> None:
    assert decided(text) == {Intent.REJECT}


@pytest.mark.parametrize("text", ["ok no", "yes no", "sawa hapana", "ndio na hapana"])
def test_a_consent_beside_a_plain_no_is_asked_about(text: str) -> None:
    assert decided(text) == set()


@pytest.mark.parametrize(
    "text", ["ndiyo 🙏", "\u200bsawa\u200e", "sawa mzee", "Hello, yes", "yes 😊", "1 tafadhali"]
)
def test_a_courtesy_beside_a_yes_takes_nothing_from_it(text: str) -> None:
    assert decided(text) == {Intent.APPROVE}


@pytest.mark.parametrize("text", ["hapana 🙏", "no sorry", "habari, hapana", "2 please"])
def test_a_courtesy_beside_a_no_takes_nothing_from_it(text: str) -> None:
    assert decided(text) == {Intent.REJECT}


@pytest.mark.parametrize("text", ["ndiyo 🤔", "yes 😂", "🙏", "habari"])
def test_a_face_that_laughs_or_wonders_and_a_bare_courtesy_decide_nothing(text: str) -> None:
    assert decided(text) == set()


@pytest.mark.parametrize("text", ["safi sana karani", "vizuri Karani!", "Good, Karani"])
def test_praise_of_the_clerk_by_name_is_asked_about(text: str) -> None:
    assert decided(text) == set()


@pytest.mark.parametrize("text", ["ndiyo karani", "safi sana", "karani kubali"])
def test_a_yes_that_calls_the_clerk_by_name_is_a_yes(text: str) -> None:
    assert decided(text) == {Intent.APPROVE}


def test_one_line_of_several_open_questions_is_still_asked_for() -> None:
    assert decided("1 tafadhali", Awaiting.APPROVALS) == set()


@pytest.mark.parametrize(
    "text",
    [
        "aye",
        "certainly, let him take it",
        "ok pay him",
        "it's okay with me",
        "I have no objection",
        "iendelee",
        "ndiyo naomba iendelee",
        "hewalla",
        "hakuna pingamizi",
        "niko sawa na hiyo",
        "mwambie ndiyo",
        "tumekubali wote",
        "apewe tu",
    ],
)
def test_a_shop_says_yes_in_many_words(text: str) -> None:
    assert decided(text) == {Intent.APPROVE}


@pytest.mark.parametrize(
    "text",
    [
        "never ever",
        "definitely not",
        "I changed my mind",
        "don't give him anything",
        "I can't approve this",
        "si hivyo",
        "asipewe chochote",
        "nimeghairi",
        "ng'o",
        "mwambie hapana",
        "🙅🏾‍♀️",
    ],
)
def test_a_shop_says_no_in_many_words(text: str) -> None:
    assert decided(text) == {Intent.REJECT}


@pytest.mark.parametrize(
    "text",
    [
        "hapana, bado ana deni langu",
        "no because he still owes me",
        "hapana kwa sababu bei iko juu",
        "No. He never pays",
    ],
)
def test_a_refusal_may_give_its_reason(text: str) -> None:
    assert decided(text) == {Intent.REJECT}


@pytest.mark.parametrize(
    "text",
    [
        "don't cancel",
        "I won't reject it",
        "I can't refuse",
        "umekubali",
        "you approve",
        "yeah right",
        "not me",
        "sio mimi",
        "niko sawa",
        "kwa sasa hapana",
        "labda ndio",
        "no until he pays",
        "hapana: futa ya mwisho",
        "hapana. Mauzo ya leo",
        "kweli jamani",
        "ya huyo",
        "he said no",
    ],
)
def test_what_only_sounds_like_an_answer_decides_nothing(text: str) -> None:
    assert decided(text) == set()


def test_a_refusal_with_its_reason_keeps_its_code() -> None:
    understood = read("D4 no, he owes me", awaiting=Awaiting.APPROVALS)

    assert [(act.intent, act.code) for act in understood.acts] == [(Intent.REJECT, "D4")]


def test_a_refusal_with_its_reason_decides_nothing_while_several_are_open() -> None:
    assert decided("hapana, bei ni ghali", Awaiting.APPROVALS) == set()


@pytest.mark.parametrize(
    "text",
    ["absolutely no", "I am against it", "sitoi ruhusa", "cancel all that", "usitume pesa"],
)
def test_a_strong_no_is_a_no(text: str) -> None:
    assert decided(text) == {Intent.REJECT}


@pytest.mark.parametrize(
    "text",
    [
        "I can't now",
        "siwezi sasa",
        "ok I have seen",
        "nimeona",
        "noted",
        "park it for now",
        "mpigie Baraka",
    ],
)
def test_a_delay_or_a_nod_decides_nothing(text: str) -> None:
    assert decided(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "ndio huyo",
        "mimi ndio",
        "pay me",
        "block him",
        "mpe pole",
        "weka akiba",
        "go home",
        "nice",
    ],
)
def test_a_word_of_consent_inside_another_saying_decides_nothing(text: str) -> None:
    assert decided(text) == set()
