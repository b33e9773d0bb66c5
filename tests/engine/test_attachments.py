"""What comes with a message is kept, answered with one sentence, and forgotten with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from engine.channels import attached
from engine.channels.base import Attachment
from engine.inbound import intake
from engine.privacy import erasing
from store import inbound, retention
from tests.engine.world import AMINA, World, message

VOICE = Attachment("audio", "https://api.twilio.com/x/Media/ME1", "audio/ogg", is_voice=True)
PLACE = Attachment("location", "-1.286389,36.817223")
TYPES = "I cannot listen to voice notes. Please write it to me."


def shows(world: World, *attachments: Attachment, words: str = "") -> list[str]:
    """A message with something in it arrives and is worked; what Karani then sends."""
    before = len(world.post.sent)
    intake.take(world.rt, [replace(message(AMINA, words), attachments=attachments)])
    world.works()
    return [letter.text for letter in world.post.sent[before:]]


def kept(world: World) -> list[object]:
    return [
        found
        for (found,) in world.rows("select attachments from inbound_messages order by id")
        if found
    ]


@pytest.fixture(name="shop")
def _shop(world: World) -> UUID:
    return world.registers(AMINA, "Duka la Amina")


def test_a_voice_note_is_kept_and_its_sender_asked_to_write(world: World, shop: UUID) -> None:
    (answer,) = shows(world, VOICE)

    assert answer.startswith(TYPES)
    assert kept(world) == [
        [
            {
                "kind": "audio",
                "reference": VOICE.reference,
                "mime_type": "audio/ogg",
                "is_voice": True,
            }
        ]
    ]


def test_what_was_kept_can_be_fetched_later(world: World, shop: UUID) -> None:
    shows(world, VOICE, PLACE)

    (documents,) = kept(world)
    assert attached.opened(documents) == (VOICE, PLACE)  # type: ignore[arg-type] # From JSON.


def test_a_reaction_is_not_answered(world: World, shop: UUID) -> None:
    assert shows(world, Attachment("reaction", "👍")) == []


def test_a_photo_with_words_is_heard_by_its_words(world: World, shop: UUID) -> None:
    (answer,) = shows(world, Attachment("image", "x", "image/jpeg"), words="sold sugar 300")

    assert "300" in answer
    assert "photos" not in answer


def test_several_voice_notes_of_one_turn_are_answered_in_one_bubble(
    world: World, shop: UUID
) -> None:
    before = len(world.post.sent)
    for _ in range(2):
        intake.take(world.rt, [replace(message(AMINA, ""), attachments=(VOICE,))])
    world.works()

    assert len(world.post.sent) == before + 1


def test_forgetting_a_person_forgets_what_they_showed(world: World, shop: UUID) -> None:
    shows(world, PLACE)
    person = world.ids("select id from people")[0]

    assert erasing.now(world.rt, person, closes=True)
    assert kept(world) == []


def test_what_was_shown_goes_with_the_words(world: World, shop: UUID) -> None:
    shows(world, PLACE)

    with world.rt.db.every_tenant() as tx:
        retention.drop_words(tx, world.now[0] + timedelta(days=9999), 100)
    assert kept(world) == []


def test_a_secret_hides_what_came_with_it(world: World, shop: UUID) -> None:
    shows(world, PLACE)
    person = world.ids("select id from people")[0]

    with world.rt.db.tenant(shop, person) as tx:
        last = tx.execute(text("select max(id::text) from inbound_messages")).scalar_one()
        inbound.hide(tx, UUID(last))
    assert kept(world) == []
