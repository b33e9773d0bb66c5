"""Questions to be tapped: a content of Twilio's where there can be one, else their text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.channels import twilio_choices
from engine.channels.base import ChannelError, Choice, Letter, Received, Template
from engine.channels.twilio import TwilioChannel
from engine.channels.twilio_choices import form_of
from tests.channels.twilio_fakes import (
    ACCOUNT_SID,
    AMINA,
    SMS,
    WHATSAPP,
    FakeTwilio,
    fake_twilio,
    message,
    settings,
    signed,
)

CONTENT = "/v1/Content"
MESSAGES = f"/2010-04-01/Accounts/{ACCOUNT_SID}/Messages.json"
MADE: tuple[int, dict[str, str], bytes] = (201, {}, b'{"sid": "HX1"}')
YES_OR_NO = (Choice("approve:A7", "Ndiyo"), Choice("reject:A7", "Hapana"))
DAYS = tuple(Choice(f"day:{n}", f"Siku {n}") for n in range(1, 11))
LETTER = Letter(
    UUID(int=1),
    f"twilio:whatsapp:{WHATSAPP}",
    "whatsapp",
    AMINA,
    "Unakubali?\n\n1 ndiyo, 2 hapana",
    datetime(2026, 11, 24, 12, 0, tzinfo=UTC),
    choices=YES_OR_NO,
)


@pytest.fixture
def twilio() -> Iterator[FakeTwilio]:
    with fake_twilio() as fake:
        fake.shelf[CONTENT] = MADE
        yield fake


def channel(twilio: FakeTwilio, shelf: dict[str, str] | None = None) -> TwilioChannel:
    return TwilioChannel(settings(twilio_api_url=twilio.url), shelf)


def sent(twilio: FakeTwilio) -> dict[str, Any]:
    """What the last message said, without whom it is from and to."""
    (_, path, form) = twilio.calls[-1]
    assert path == MESSAGES
    return {name: form[name] for name in form if name not in {"To", "From", "StatusCallback"}}


def made(twilio: FakeTwilio) -> list[dict[str, Any]]:
    return [form for _, path, form in twilio.calls if path == CONTENT]


def shown(form: dict[str, Any], variables: str) -> Any:
    """A content as a person sees it, filled in."""
    plain = json.dumps(form["types"])
    for place, word in json.loads(variables).items():
        plain = plain.replace("{{" + place + "}}", word)
    return json.loads(plain)


def test_up_to_three_choices_are_buttons(twilio: FakeTwilio) -> None:
    channel(twilio).send(LETTER)

    said = sent(twilio)
    assert said.keys() == {"ContentSid", "ContentVariables"}
    assert said["ContentSid"] == "HX1"
    assert shown(made(twilio)[0], said["ContentVariables"]) == {
        "twilio/quick-reply": {
            "body": LETTER.text,
            "actions": [
                {"type": "QUICK_REPLY", "title": "Ndiyo", "id": "approve:A7"},
                {"type": "QUICK_REPLY", "title": "Hapana", "id": "reject:A7"},
            ],
        }
    }


def test_up_to_ten_choices_are_a_list(twilio: FakeTwilio) -> None:
    channel(twilio).send(replace(LETTER, choices=DAYS))

    (kind, picker), *_ = shown(made(twilio)[0], sent(twilio)["ContentVariables"]).items()
    assert kind == "twilio/list-picker"
    assert picker["items"] == [{"item": one.label, "id": one.id} for one in DAYS]
    assert 0 < len(picker["button"]) <= 20


def test_what_is_tapped_comes_back_as_the_choice(twilio: FakeTwilio) -> None:
    del twilio.shelf[CONTENT]
    sender = channel(twilio)
    sender.send(LETTER)
    button = twilio.sent()[0]["Choices"]["actions"][1]

    tap = message(Body=button["title"], ButtonText=button["title"], ButtonPayload=button["id"])
    (item,) = sender.read(signed(tap))

    assert isinstance(item, Received)
    assert (item.text, item.choice) == ("Hapana", "reject:A7")


def test_a_content_is_made_once_for_all_questions_of_its_shape(twilio: FakeTwilio) -> None:
    sender = channel(twilio)
    for text in (LETTER.text, "Una uhakika?\n\nJibu hapa"):
        sender.send(replace(LETTER, text=text))
    sender.send(replace(LETTER, choices=(Choice("a", "Sawa"), Choice("b", "Acha"))))

    assert len(made(twilio)) == 1


def test_another_process_finds_the_content_on_the_shelf(twilio: FakeTwilio) -> None:
    shelf: dict[str, str] = {}
    channel(twilio, shelf).send(LETTER)
    channel(twilio, shelf).send(LETTER)

    assert len(made(twilio)) == 1


@pytest.mark.parametrize(
    "letter",
    [
        replace(LETTER, choices=()),
        replace(LETTER, channel="sms", account=f"twilio:sms:{SMS}"),
        replace(LETTER, media_url="https://karani.example.com/files/x"),
        replace(LETTER, text="x" * 1025),
        replace(LETTER, text="\n".join("x" * 61)),
        replace(LETTER, text=" \n"),
        replace(LETTER, choices=(*DAYS, Choice("day:11", "Siku 11"))),
        replace(LETTER, choices=(Choice("a", "x" * 25),)),
        replace(LETTER, choices=(Choice("a", ""),)),
        replace(LETTER, choices=(Choice("x" * 201, "Ndiyo"),)),
        replace(LETTER, choices=(Choice("a", "Ndiyo"), Choice("b", "Ndiyo"))),
        replace(LETTER, choices=(Choice("a", "Ndiyo"), Choice("a", "Hapana"))),
    ],
)
def test_what_fits_into_no_content_goes_out_as_text(twilio: FakeTwilio, letter: Letter) -> None:
    channel(twilio).send(letter)

    assert sent(twilio)["Body"].split() == letter.text.split()
    assert made(twilio) == []


def test_long_labels_make_a_list_of_a_few(twilio: FakeTwilio) -> None:
    channel(twilio).send(replace(LETTER, choices=(Choice("a", "x" * 24),)))

    assert "twilio/list-picker" in made(twilio)[0]["types"]


@pytest.mark.parametrize(
    "answer", [(403, {}, b""), (500, {}, b""), (0, {}, b""), (201, {}, b"{}"), (201, {}, b"<")]
)
def test_without_a_content_the_question_goes_out_as_text(
    twilio: FakeTwilio, answer: tuple[int, dict[str, str], bytes]
) -> None:
    twilio.shelf[CONTENT] = answer
    sender = channel(twilio)
    for _ in range(2):
        assert sender.send(LETTER) == "SM1"

    assert sent(twilio) == {"Body": LETTER.text}
    assert len(made(twilio)) == 1, "it asks again only after a rest"


def test_after_a_rest_it_tries_again(
    twilio: FakeTwilio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(twilio_choices, "REST_S", 0.0)
    twilio.shelf[CONTENT] = (503, {}, b"")
    sender = channel(twilio)
    sender.send(LETTER)
    twilio.shelf[CONTENT] = MADE

    sender.send(LETTER)

    assert sent(twilio)["ContentSid"] == "HX1"


def refusing(code: int, status: int = 400) -> Any:
    """It takes words, and refuses contents."""

    def answer(twilio: FakeTwilio) -> tuple[int, bytes]:
        if "ContentSid" in twilio.calls[-1][2]:
            return status, json.dumps({"code": code}).encode()
        return 201, b'{"sid": "SM1"}'

    return answer


@pytest.mark.parametrize("code", [21655, 21656, 63021])
def test_a_content_that_is_refused_is_forgotten_and_its_text_sent(
    twilio: FakeTwilio, code: int
) -> None:
    shelf: dict[str, str] = {}
    twilio.answer = lambda: refusing(code)(twilio)

    assert channel(twilio, shelf).send(LETTER) == "SM1"
    assert sent(twilio) == {"Body": LETTER.text}
    assert shelf == {}


@pytest.mark.parametrize(("code", "status"), [(63016, 400), (20429, 429), (21656, 500)])
def test_any_other_trouble_is_told(twilio: FakeTwilio, code: int, status: int) -> None:
    twilio.answer = lambda: refusing(code, status)(twilio)

    with pytest.raises(ChannelError, match=str(code)):
        channel(twilio).send(LETTER)
    assert "ContentSid" in sent(twilio), "nothing may be sent twice"


def test_a_template_goes_out_by_its_content_with_its_variables(twilio: FakeTwilio) -> None:
    template = Template("HX77", "sw", ("Amina", "Ksh 1,200\nleo"))

    channel(twilio).send(replace(LETTER, template=template))

    said = sent(twilio)
    assert said.keys() == {"ContentSid", "ContentVariables"}
    assert said["ContentSid"] == "HX77"
    assert json.loads(said["ContentVariables"]) == {"1": "Amina", "2": "Ksh 1,200 leo"}


def test_a_template_without_places_names_no_variables(twilio: FakeTwilio) -> None:
    channel(twilio).send(replace(LETTER, template=Template("HX77", "sw")))

    assert sent(twilio) == {"ContentSid": "HX77"}


def test_a_place_is_never_left_blank(twilio: FakeTwilio) -> None:
    channel(twilio).send(replace(LETTER, template=Template("HX77", "sw", ("Amina", " "))))

    assert json.loads(sent(twilio)["ContentVariables"]) == {"1": "Amina", "2": "-"}


class OutOfReach(dict[str, str]):
    """A shelf that nobody can look at now."""

    def get(self, *_: object) -> str:
        raise LookupError


def test_while_the_shelf_is_out_of_reach_the_text_goes(twilio: FakeTwilio) -> None:
    channel(twilio, OutOfReach()).send(LETTER)

    assert sent(twilio) == {"Body": LETTER.text}


LABELS = st.lists(
    st.text(min_size=1, max_size=24).filter(str.strip), min_size=1, max_size=10, unique=True
)


@given(text=st.text(max_size=200), labels=LABELS)
def test_what_fills_a_content_in_breaks_none_of_twilios_rules(
    text: str, labels: list[str]
) -> None:
    choices = tuple(Choice(f"c{n}", label) for n, label in enumerate(labels))
    form = form_of(replace(LETTER, text=text, choices=choices))
    if form is None:
        return
    filled = json.loads(form.variables)

    assert list(filled) == [str(n) for n in range(1, len(filled) + 1)]
    assert len(filled) <= 100
    for word in filled.values():
        assert word.strip()
        assert not {"\n", "\t", "\r"} & set(word)
        assert "    " not in word
