"""What is named or quoted is what is changed, on a real database."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.inbound import intake
from engine.runtime import Languages
from karani import languages
from tests.engine.keeper import keeper
from tests.engine.world import AMINA, World, message
from tests.reader import READER


@pytest.fixture(name="shop")
def _shop(world: World) -> World:
    keeper(world)
    world.rt = replace(world.rt, languages=Languages(READER.read, languages.translations()))
    return world


def test_a_correction_finds_what_it_names_behind_newer_entries(shop: World) -> None:
    shop.says(AMINA, "sold sugar 300")
    shop.says(AMINA, "sold soda 240")

    said = shop.says(AMINA, "change sugar to 350")

    assert said == ["Corrected: sugar, Ksh 350. Today: Ksh 590. Wrong? Reply UNDO."]


def test_an_undo_takes_back_what_it_names(shop: World) -> None:
    shop.says(AMINA, "sold eggs 90")
    shop.says(AMINA, "sold soda 240")

    said = shop.says(AMINA, "undo eggs")

    assert said == ["Taken back: eggs, Ksh 90. Today: Ksh 240."]


def test_a_quoted_appointment_is_taken_back_behind_a_newer_entry(shop: World) -> None:
    shop.says(AMINA, "book Asha tomorrow at 10am")
    reference = f"ref-{len(shop.post.sent)}"
    shop.says(AMINA, "sold soda 240")

    said = quotes(shop, reference, "undo")

    assert said.startswith("Taken back, the appointment is cancelled: Asha")
    assert shop.rows("select status from appointments") == [("cancelled",)]
    assert "Nothing of that message" in quotes(shop, reference, "undo")


def test_an_undo_straight_after_a_reminder_cancels_it(shop: World) -> None:
    shop.says(AMINA, "sold soda 240")
    shop.says(AMINA, "remind me tomorrow at 9am to pay rent")

    (said,) = shop.says(AMINA, "undo")

    assert said.startswith("I will not remind you any more: to pay rent")
    assert shop.rows("select count(*) from entries") == [(1,)]


def quotes(world: World, reference: str, words: str) -> str:
    """What is answered to a message that quotes another."""
    before = len(world.post.sent)
    intake.take(world.rt, [replace(message(AMINA, words), quoted=reference)])
    world.works()
    (answer,) = world.post.sent[before:]
    return answer.text
