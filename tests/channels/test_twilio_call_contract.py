"""Our calls are what Twilio takes, and its words for them are what we understand."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import urlencode
from uuid import UUID

import jsonschema
import pytest

from engine.channels.base import Letter, Webhook
from engine.channels.twilio import TwilioChannel
from tests.channels.twilio_fakes import (
    ACCOUNT_SID,
    AMINA,
    SMS,
    FakeTwilio,
    fake_twilio,
    settings,
)
from tests.channels.twilio_shapes import (
    CALLS,
    OURS,
    Description,
    described_by_twilio,
    examples,
    theirs,
)

LETTER = Letter(
    UUID(int=1),
    f"twilio:voice:{SMS}",
    "voice",
    AMINA,
    "Mauzo ya Ksh 15,000. Ni sawa?",
    datetime(2026, 11, 27, 9, 0, tzinfo=UTC),
)
WHO: dict[str, Callable[[], Description]] = {
    "ours": lambda: OURS,
    "theirs": described_by_twilio,
}


def answers(fake: FakeTwilio, status: int, document: object) -> None:
    body = json.dumps(document).encode()
    fake.answer = lambda: (status, body)


@pytest.mark.parametrize("who", WHO)
def test_a_call_and_a_search_for_calls_are_what_it_takes(who: str) -> None:
    description = WHO[who]()
    with fake_twilio() as fake:
        channel = TwilioChannel(settings(twilio_api_url=fake.url, twilio_voice_from=SMS))
        channel.send(LETTER)
        fake.answer = lambda: (200, b'{"calls": [], "next_page_uri": null}')
        channel.find(LETTER)

    (_, rung, form), (_, sought, query) = fake.calls
    assert {path.replace(ACCOUNT_SID, "{AccountSid}") for path in (rung, sought)} == {CALLS}
    description.takes_form(CALLS, form)
    description.takes_query(CALLS, query)


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("form", [{"To": AMINA}, {"To": AMINA, "From": SMS, "Urll": "x"}])
def test_what_it_would_refuse_is_told_apart(form: dict[str, str], who: str) -> None:
    description = WHO[who]()

    with pytest.raises(jsonschema.ValidationError):
        description.takes_form(CALLS, form)


def test_its_answers_are_understood() -> None:
    made, listed = examples(CALLS, "post", "201"), examples(CALLS, "get", "200")
    with fake_twilio() as fake:
        channel = TwilioChannel(settings(twilio_api_url=fake.url, twilio_voice_from=SMS))
        for answer in made.values():
            answers(fake, 201, answer)

            assert channel.send(LETTER) == answer["sid"]
        for answer in listed.values():
            answers(fake, 200, {**answer, "next_page_uri": None})

            channel.find(LETTER)


def test_its_words_for_the_state_of_a_call_are_all_known() -> None:
    schemas = theirs("twilio_api_v2010.json")["components"]["schemas"]
    words = set(schemas["call_enum_status"]["enum"])
    ours = TwilioChannel(settings())

    def ends(word: str) -> bool:
        body = urlencode({"CallSid": "CA1", "CallStatus": word}).encode()
        return bool(list(ours.read(Webhook("https://karani.example.com/x", {}, body))))

    over = {word for word in words if ends(word)}
    assert words - over == {"queued", "ringing", "in-progress"}
