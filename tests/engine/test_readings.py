"""A turn that waits for a model: what it costs, who waits, and what comes of the answer."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from PIL import Image
from sqlalchemy import text

from engine.channels.base import Attachment, ChannelError, Media
from engine.inbound import intake
from store.database import Ring
from tests.ai.model_server import CUT, Answer, ModelServer, refused, said, whole
from tests.engine.thinking import rows, with_model
from tests.engine.world import AMINA, BARAKA, World, message

LOST = "biashara vipi leo"
"""Nothing that the rules can read."""

SPOKEN = "nimeuza sukari kilo mbili kwa mia tatu"


@pytest.fixture(name="models")
def _models(world: World) -> Iterator[ModelServer]:
    with with_model(world) as server:
        yield server


@pytest.fixture(name="shop")
def _shop(world: World, models: ModelServer) -> UUID:
    return world.registers(AMINA, "Duka la Amina")


def acts(*told: dict[str, Any]) -> Answer:
    return said({"acts": list(told)})


def sends(world: World, kind: str, media: Media | None, words: str = "") -> list[str]:
    """Amina sends a voice note or a photo; what Karani then says."""

    def fetch(attachment: Attachment) -> Media:
        assert attachment.reference == "media-1"
        if media is None:
            raise ChannelError("http_404", "gone")
        return media

    world.post.fetch = fetch  # type: ignore[method-assign]
    mime = media.mime_type if media else "audio/ogg"
    attachment = Attachment(kind, "media-1", mime, kind == "audio")  # type: ignore[arg-type]
    before = len(world.post.sent)
    arrived = replace(message(AMINA, words), attachments=(attachment,))
    intake.take(world.rt, [arrived])
    world.works()
    return [letter.text for letter in world.post.sent[before:]]


def photo(width: int = 2_000, kind: str = "JPEG") -> Media:
    made = io.BytesIO()
    Image.new("RGB", (width, 40), "white").save(made, kind)
    return Media(made.getvalue(), f"image/{kind.lower()}")


def entries(world: World) -> list[tuple[object, ...]]:
    return world.rows("select kind, item, amount::text from entries order by id")


NOTE = Media(b"OggS", "audio/ogg")


def test_a_model_reads_what_the_rules_cannot(
    world: World, shop: UUID, models: ModelServer
) -> None:
    world.says(AMINA, "sold sugar 300")
    models.answer = lambda path, body: acts({"intent": "summary"})

    (told,) = world.says(AMINA, LOST)

    assert "300" in told
    (row,) = rows(world, shop)
    assert (row.type, row.about, row.provider) == ("TEXT_UNDERSTANDING", "message", "openai")
    asked = json.loads(models.asked[0][1]["input"][0]["content"][0]["text"])["input"]
    assert asked == {"text": LOST, "items": ["sugar"], "people": []}


def test_what_the_rules_can_read_no_model_sees(
    world: World, shop: UUID, models: ModelServer
) -> None:
    world.says(AMINA, "sold sugar 300")

    assert models.asked == []


def test_what_is_said_later_waits_for_what_was_said_before(
    world: World, shop: UUID, models: ModelServer
) -> None:
    models.answer = lambda path, body: acts({"intent": "help"})
    rung: list[Ring] = []
    world.rt.db._ring = rung.extend
    world.hears(AMINA, LOST)
    turns(world, "turn")
    world.hears(AMINA, "sold bread 65")
    turns(world, "turn")
    assert entries(world) == []
    assert "reading" in {ring.kind for ring in rung}

    turns(world, "reading")
    turns(world, "turn")

    assert [row[1] for row in entries(world)] == ["bread"]
    assert models.asked


def test_nobody_waits_longer_than_twenty_seconds(
    world: World, shop: UUID, models: ModelServer
) -> None:
    world.hears(AMINA, LOST)
    turns(world, "turn")
    waits = world.rows(
        "select due_at - now() > interval '18 s', due_at - now() <= interval '20 s'"
        " from outbox where kind = 'turn'"
    )
    assert waits == [(True, True)]

    late(world)
    turns(world, "turn")
    turns(world, "delivery")

    assert world.post.sent[-1].text.startswith("I did not understand")
    turns(world, "reading")
    assert models.asked == []


def test_an_answer_that_comes_too_late_changes_nothing(
    world: World, shop: UUID, models: ModelServer
) -> None:
    def slow(path: str, body: dict[str, Any]) -> Answer:
        late(world)
        turns(world, "turn")
        return acts({"intent": "help"})

    models.answer = slow
    world.hears(AMINA, LOST)
    turns(world, "turn")
    turns(world, "reading")
    world.works()

    assert world.post.sent[-1].text.startswith("I did not understand")
    assert world.rows("select count(*) from outbox") == [(0,)]


@pytest.mark.parametrize(
    "answer", [CUT, refused(429, **{"Retry-After": "60"}), refused(500), said({"x": 1})]
)
def test_where_the_model_fails_the_person_hears_what_they_always_did(
    world: World, shop: UUID, models: ModelServer, answer: Answer
) -> None:
    models.answer = lambda path, body: answer

    told = world.says(AMINA, LOST)

    assert told == [
        "I did not understand, so I wrote nothing down. Try: sold sugar 2 kg for 300."
    ]
    (row,) = rows(world, shop)
    assert (row.provider, row.instead_of) == ("rules", "openai")


def test_a_voice_note_is_read_back_and_booked_after_a_yes(
    world: World, shop: UUID, models: ModelServer
) -> None:
    models.answer = lambda path, body: whole({"text": SPOKEN})

    (asked,) = sends(world, "audio", NOTE)
    assert asked == "Did I understand you: sold: sukari 2 kilo, Ksh 300 (1 Yes, 2 No)?"
    assert entries(world) == []

    (told,) = world.says(AMINA, "1")
    assert told.startswith("Noted: sukari 2 kilo, Ksh 300.")
    (row,) = rows(world, shop)
    assert (row.model, row.input, row.answer) == ("gpt-transcribe", None, {"text": SPOKEN})
    assert row.correction == {"right": True}


def test_a_no_is_kept_beside_what_was_heard(
    world: World, shop: UUID, models: ModelServer
) -> None:
    models.answer = lambda path, body: whole({"text": SPOKEN})
    sends(world, "audio", NOTE)

    world.says(AMINA, "2")

    assert entries(world) == []
    assert rows(world, shop)[0].correction == {"right": False}


def test_a_voice_note_decides_nothing(world: World, shop: UUID, models: ModelServer) -> None:
    for words in ("ndiyo", "futa kila kitu", "niondoe kabisa", "ongeza Baraka 0722000002"):
        models.answer = lambda path, body, words=words: (  # type: ignore[misc]
            whole({"text": words})
            if path.endswith("transcriptions")
            else acts({"intent": "approve"})
        )
        (told,) = sends(world, "audio", NOTE)

        assert told == f'I heard "{words}" and did not understand it. Please type it.'


def test_a_receipt_is_shrunk_read_back_and_booked_after_the_answer(
    world: World, shop: UUID, models: ModelServer
) -> None:
    lines = [
        {"written": "SUGAR 2 300.00", "item": "SUGAR", "quantity": "2", "amount": "300"},
        {"written": "BREAD 65", "item": "BREAD", "quantity": None, "amount": "65"},
    ]
    models.answer = lambda path, body: said(
        {"is_receipt": True, "lines": lines, "total": "365"}
    )

    (asked,) = sends(world, "image", photo())
    assert asked.startswith("I read: sugar 2, Ksh 300 (Ksh 150 each); bread, Ksh 65.")
    assert "3 Goods bought" in asked
    assert entries(world) == []

    world.says(AMINA, "3")
    assert entries(world) == [
        ("purchase", "sugar", "300.00"),
        ("purchase", "bread", "65.00"),
    ]
    sent = models.asked[0][1]["input"][0]["content"][1]["image_url"]
    assert sent.startswith("data:image/jpeg;base64,")


@pytest.mark.parametrize(
    "media",
    [
        None,
        Media(b"no picture", "image/jpeg"),
        Media(b"x" * 5_000_001, "image/jpeg"),
        Media(b"GIF89a", "image/gif"),
    ],
)
def test_what_cannot_be_seen_is_to_be_typed(
    world: World, shop: UUID, models: ModelServer, media: Media | None
) -> None:
    (told,) = sends(world, "image", media)

    assert told.endswith("Please type it.")
    assert models.asked == []


def test_without_a_model_a_voice_note_is_to_be_typed(world: World) -> None:
    world.registers(AMINA, "Duka la Amina")

    (told,) = sends(world, "audio", NOTE)

    assert told.startswith("I cannot listen to voice notes. Please write it to me.")


def test_a_sticker_is_passed_over_as_ever(
    world: World, shop: UUID, models: ModelServer
) -> None:
    assert sends(world, "sticker", None) == []


def test_two_people_do_not_wait_for_one_another(
    world: World, shop: UUID, models: ModelServer
) -> None:
    world.hears(AMINA, LOST)
    turns(world, "turn")

    assert world.says(BARAKA, "Hi") != []


def turns(world: World, kind: str) -> None:
    """Work what is due of one kind."""
    due = "select id from outbox where due_at <= now() and parked_at is null"
    for entry_id in world.ids(f"{due} and kind = '{kind}' order by id"):
        world.works_once(entry_id)


def late(world: World) -> None:
    """Let the patience of Amina's conversation be over."""
    shop, person = world.rows("select organization_id, person_id from members")[0]
    with world.rt.db.tenant(shop, person) as tx:  # type: ignore[arg-type]
        tx.execute(text("update outbox set due_at = now() where kind = 'turn'"))
        tx.execute(text("update inbound_messages set reading_until = now()"))
