"""How a letter is written for Meta: within its limits, and always saying the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from engine.channels.base import ChannelError, Choice, Letter, StatusReport, Template
from tests.channels.meta_fakes import (
    AMINA,
    LETTER,
    SCOPED,
    channel,
    reporting,
    signed,
    signs,
    status,
)
from tests.graph import NUMBER_ID, VERSION, Graph, Said, graph

CHART = "https://karani.example.com/files/chart.png"


@pytest.fixture
def meta() -> Iterator[Graph]:
    with graph() as fake:
        yield fake


def sent(fake: Graph, letter: Letter) -> dict[str, Any]:
    channel(fake).send(letter)
    return dict(fake.sent[-1])


def choices(*labels: str) -> tuple[Choice, ...]:
    return tuple(Choice(f"pick:{place}", label) for place, label in enumerate(labels, 1))


def test_a_text_is_handed_over(meta: Graph) -> None:
    assert channel(meta).send(LETTER) == "wamid.fake1"

    (call,) = meta.calls
    assert (call.method, call.path, call.bearer) == (
        "POST",
        f"/{VERSION}/{NUMBER_ID}/messages",
        True,
    )
    assert call.document == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": AMINA,
        "type": "text",
        "text": {"body": "Nimeandika 300.", "preview_url": False},
        "biz_opaque_callback_data": str(LETTER.id),
    }


def test_a_status_names_the_message_whose_answer_was_lost(meta: Graph) -> None:
    meta.answer = lambda: Said(0, b"")
    sender = channel(meta)
    with pytest.raises(ChannelError) as caught:
        sender.send(LETTER)
    echoed = meta.calls[0].document["biz_opaque_callback_data"]

    (report,) = sender.read(signed(reporting(status("sent", biz_opaque_callback_data=echoed))))

    assert caught.value.ambiguous
    assert isinstance(report, StatusReport)
    assert (report.message_id, report.provider_reference) == (LETTER.id, "wamid.ours")


def test_a_number_keeps_its_plus(meta: Graph) -> None:
    assert sent(meta, LETTER)["to"] == "+254711000001"


def test_a_scoped_id_is_a_recipient(meta: Graph) -> None:
    document = sent(meta, replace(LETTER, to=SCOPED))

    assert document["recipient"] == SCOPED
    assert "to" not in document


def test_what_is_answered_is_quoted(meta: Graph) -> None:
    document = sent(meta, replace(LETTER, quotes="wamid.theirs"))

    assert document["context"] == {"message_id": "wamid.theirs"}


def test_a_picture_has_its_words_below(meta: Graph) -> None:
    document = sent(meta, replace(LETTER, media_url=CHART))

    assert document["type"] == "image"
    assert document["image"] == {"link": CHART, "caption": "Nimeandika 300."}


def test_words_that_fit_under_no_picture_go_without_it(meta: Graph) -> None:
    document = sent(meta, replace(LETTER, media_url=CHART, text="a" * 1025))

    assert (document["type"], document["text"]["body"]) == ("text", "a" * 1025)


@pytest.mark.parametrize("labels", [("Ndiyo",), ("Ndiyo", "Hapana"), ("1", "2", "c" * 20)])
def test_up_to_three_short_choices_are_buttons(meta: Graph, labels: tuple[str, ...]) -> None:
    document = sent(meta, replace(LETTER, choices=choices(*labels)))

    assert document["interactive"] == {
        "type": "button",
        "body": {"text": "Nimeandika 300."},
        "action": {
            "buttons": [
                {"type": "reply", "reply": {"id": f"pick:{place}", "title": label}}
                for place, label in enumerate(labels, 1)
            ]
        },
    }


def test_buttons_may_stand_under_a_picture(meta: Graph) -> None:
    letter = replace(LETTER, choices=choices("Ndiyo"), media_url=CHART)

    header = sent(meta, letter)["interactive"]["header"]

    assert header == {"type": "image", "image": {"link": CHART}}


@pytest.mark.parametrize("labels", [("a", "b", "c", "d"), tuple("abcdefghij"), ("x" * 21, "y")])
def test_more_or_longer_choices_are_a_list(meta: Graph, labels: tuple[str, ...]) -> None:
    interactive = sent(meta, replace(LETTER, choices=choices(*labels)))["interactive"]

    (section,) = interactive["action"]["sections"]
    assert (interactive["type"], interactive["body"]) == ("list", {"text": LETTER.text})
    assert section["rows"] == [
        {"id": f"pick:{place}", "title": label} for place, label in enumerate(labels, 1)
    ]


def test_a_long_line_of_a_list_is_written_out_below(meta: Graph) -> None:
    long = "Unga wa ngano kilo mbili, mfuko mwekundu"

    interactive = sent(meta, replace(LETTER, choices=choices(long, "Sukari")))["interactive"]

    assert interactive["action"]["sections"][0]["rows"][0] == {
        "id": "pick:1",
        "title": "Unga wa ngano kilo mbil…",
        "description": long,
    }


@pytest.mark.parametrize(
    "letter",
    [
        replace(LETTER, choices=choices(*"abcdefghijk")),
        replace(LETTER, choices=choices("a" * 73)),
        replace(LETTER, choices=choices("Ndiyo", "Ndiyo")),
        replace(LETTER, choices=choices("Ndiyo", " ")),
        replace(LETTER, choices=choices("a" * 30 + "1", "a" * 30 + "2")),
        replace(LETTER, choices=(Choice("", "Ndiyo"),)),
        replace(LETTER, choices=(Choice(" 1", "Ndiyo"),)),
        replace(LETTER, choices=(Choice("i" * 257, "Ndiyo"),)),
        replace(LETTER, choices=(Choice("1", "Ndiyo"), Choice("1", "Hapana"))),
        replace(LETTER, choices=choices("Ndiyo"), text="a" * 1025),
    ],
)
def test_choices_that_cannot_be_shown_are_in_the_text(meta: Graph, letter: Letter) -> None:
    document = sent(meta, letter)

    assert (document["type"], document["text"]["body"]) == ("text", letter.text)


def test_a_list_stands_under_no_picture(meta: Graph) -> None:
    letter = replace(LETTER, choices=choices(*"abcd"), media_url=CHART)

    assert sent(meta, letter)["type"] == "image"


def test_outside_the_window_a_template_goes(meta: Graph) -> None:
    template = Template("appt_reminder", "sw", ("Asha", "Duka\n la  Amina", " "))

    document = sent(meta, replace(LETTER, template=template, choices=choices("Nitakuja")))

    assert (document["type"], "text" in document) == ("template", False)
    assert document["template"] == {
        "name": "appt_reminder",
        "language": {"policy": "deterministic", "code": "sw"},
        "components": [
            {
                "type": "body",
                "parameters": [
                    {"type": "text", "text": "Asha"},
                    {"type": "text", "text": "Duka la Amina"},
                    {"type": "text", "text": "-"},
                ],
            }
        ],
    }


def test_a_template_without_places_has_no_words(meta: Graph) -> None:
    document = sent(meta, replace(LETTER, template=Template("news_waits", "en")))

    assert "components" not in document["template"]


def test_a_reaction_acknowledges_a_message(meta: Graph) -> None:
    signs(meta).react(AMINA, "wamid.theirs", "✅")

    assert meta.calls[0].document == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": AMINA,
        "type": "reaction",
        "reaction": {"message_id": "wamid.theirs", "emoji": "✅"},
    }


def test_who_waits_sees_that_they_were_read(meta: Graph) -> None:
    signs(meta).show_typing("wamid.theirs")

    assert meta.calls[0].document == {
        "messaging_product": "whatsapp",
        "status": "read",
        "message_id": "wamid.theirs",
        "typing_indicator": {"type": "text"},
    }
