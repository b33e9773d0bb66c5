"""Our calls are what Twilio takes, and its answers are what we understand."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlencode
from uuid import UUID

import jsonschema
import pytest

from engine.channels.base import Choice, Letter, Template, Trouble, Webhook
from engine.channels.twilio import TwilioChannel
from engine.channels.twilio_errors import TROUBLES
from tests.channels.twilio_fakes import (
    ACCOUNT_SID,
    AMINA,
    SMS,
    WHATSAPP,
    FakeTwilio,
    fake_twilio,
    settings,
)
from tests.channels.twilio_shapes import (
    MEDIA,
    MESSAGES,
    OURS,
    Description,
    described_by_twilio,
    examples,
    theirs,
)

CONTENT = "HX" + "7" * 32
LETTER = Letter(
    UUID(int=1),
    f"twilio:whatsapp:{WHATSAPP}",
    "whatsapp",
    AMINA,
    "Nimeandika 300.",
    datetime(2026, 11, 24, 12, 0, tzinfo=UTC),
)
LETTERS = {
    "a text": LETTER,
    "a long text": replace(LETTER, text="x" * 1600),
    "an SMS": replace(LETTER, channel="sms", account=f"twilio:sms:{SMS}"),
    "to a scoped id": replace(LETTER, to="KE.1A2B3C4D5E"),
    "a picture": replace(LETTER, media_url="https://karani.example.com/files/token"),
    "a template": replace(LETTER, template=Template(CONTENT, "sw", ("Amina", "Ksh 300"))),
    "a template without words": replace(LETTER, template=Template(CONTENT, "sw")),
    "buttons": replace(LETTER, choices=(Choice("a", "Ndiyo"), Choice("b", "Hapana"))),
    "a list": replace(LETTER, choices=tuple(Choice(f"{n}", f"Siku {n}") for n in range(9))),
}
WHO: dict[str, Callable[[], Description]] = {
    "ours": lambda: OURS,
    "theirs": described_by_twilio,
}


@pytest.fixture
def twilio() -> Iterator[FakeTwilio]:
    with fake_twilio() as fake:
        fake.shelf["/v1/Content"] = (201, {}, json.dumps({"sid": CONTENT}).encode())
        yield fake


def channel(twilio: FakeTwilio) -> TwilioChannel:
    return TwilioChannel(settings(twilio_api_url=twilio.url))


def answers(twilio: FakeTwilio, status: int, document: object) -> None:
    body = json.dumps(document).encode()
    twilio.answer = lambda: (status, body)


def pattern(path: str) -> str:
    return path.replace(ACCOUNT_SID, "{AccountSid}").replace("SM1/", "{MessageSid}/")


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("letter", LETTERS.values(), ids=LETTERS)
def test_every_kind_of_message_is_what_it_takes(
    twilio: FakeTwilio, letter: Letter, who: str
) -> None:
    channel(twilio).send(letter)

    (method, path, form) = twilio.calls[-1]
    assert (method, pattern(path)) == ("POST", MESSAGES)
    WHO[who]().takes_form(MESSAGES, form)


@pytest.mark.parametrize("who", WHO)
def test_every_question_to_it_is_what_it_takes(twilio: FakeTwilio, who: str) -> None:
    row = {
        "sid": "SM1",
        "direction": "inbound",
        "from": f"whatsapp:{AMINA}",
        "to": f"whatsapp:{WHATSAPP}",
        "num_media": "1",
        "date_sent": "Fri, 27 Nov 2026 06:30:00 +0000",
    }
    listing = {"messages": [row], "next_page_uri": None}
    media: dict[str, object] = {"media_list": [], "next_page_uri": None}
    answers(twilio, 200, listing)
    at = MEDIA.format(AccountSid=ACCOUNT_SID, MessageSid="SM1")
    twilio.shelf[at] = (200, {}, json.dumps(media).encode())
    ours = channel(twilio)
    assert ours.archive is not None

    ours.find(LETTER)
    for page in ours.archive.pages(LETTER.account, LETTER.claimed_at):
        for one in page:
            ours.archive.whole(one)

    asked = [(pattern(path), query) for _, path, query in twilio.calls]
    assert [path for path, _ in asked] == [MESSAGES, MESSAGES, MEDIA]
    for path, query in asked:
        WHO[who]().takes_query(path, query)


@pytest.mark.parametrize(
    "form",
    [
        {"Body": "to nobody"},
        {"To": AMINA, "Bodi": "misspelt"},
        {"To": AMINA, "ContentSid": "HX1"},
    ],
)
@pytest.mark.parametrize("who", WHO)
def test_what_it_would_refuse_is_told_apart(form: dict[str, str], who: str) -> None:
    description = WHO[who]()

    with pytest.raises(jsonschema.ValidationError):
        description.takes_form(MESSAGES, form)


def test_its_answers_to_a_message_are_understood(twilio: FakeTwilio) -> None:
    for answer in examples(MESSAGES, "post", "201").values():
        answers(twilio, 201, answer)

        assert channel(twilio).send(LETTER) == answer["sid"]


def test_its_lists_are_understood(twilio: FakeTwilio) -> None:
    archive = channel(twilio).archive
    assert archive is not None
    for answer in examples(MESSAGES, "get", "200").values():
        answers(twilio, 200, {**answer, "next_page_uri": None})

        for page in archive.pages(LETTER.account, LETTER.claimed_at):
            assert all(one.sent_at for one in page)
        channel(twilio).find(LETTER)


def test_its_words_for_a_status_are_all_known() -> None:
    document = theirs("twilio_api_v2010.json")
    words = document["components"]["schemas"]["message_enum_status"]["enum"]
    ours = TwilioChannel(settings())

    for word in words:
        body = urlencode({"MessageSid": "SM1", "MessageStatus": word}).encode()

        list(ours.read(Webhook("https://karani.example.com/x", {}, body)))
    assert len(words) == 13


def test_its_published_signatures_are_good() -> None:
    document = theirs("twilio_signature_vectors.json")
    ours = TwilioChannel(settings(twilio_auth_token=document["auth_token"]))

    for vector in document["vectors"]:
        pairs = [(k, v) for k, many in (vector["params"] or {}).items() for v in many]
        body = (vector["body"] or urlencode(pairs)).encode()
        headers = {"x-twilio-signature": vector["signature"]}

        assert ours.is_genuine(Webhook(vector["url"], headers, body)), vector["name"]
        assert not ours.is_genuine(Webhook(vector["url"], headers, body + b"&x=1"))


def test_every_error_of_whatsapp_has_a_kind() -> None:
    codes = theirs("twilio_error_codes_messaging.json")["codes"]
    harmless = {"63025"}  # Media that it has already.

    without = {code for code in codes if code[:2] == "63" and code not in TROUBLES}

    assert without == harmless
    assert Trouble.OTHER not in TROUBLES.values()
