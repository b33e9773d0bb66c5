"""A report's picture on its way: named by a signed address, or left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from bot.nlu.understanding import (
    Act,
    Catalogue,
    Intent,
    Outcome,
    Understanding,
    Utterance,
)
from engine.files import files, pictures, reports
from engine.files.reports import Wanted
from engine.runtime import Languages
from engine.settings import Settings
from store import outbound
from tests.engine.world import AMINA, World, reads

SECRET = "0123456789abcdef0123456789abcdef"


def reads_weeks(utterance: Utterance, catalogue: Catalogue) -> Understanding:
    if utterance.text == "week":
        act = Act(Intent.SUMMARY, kind="week")
        return Understanding(Outcome.ACT, "en", (act,))
    return reads(utterance, catalogue)


def open_to_the_world(world: World, **settings: str | None) -> World:
    chosen: dict[str, Any] = {
        **world.rt.settings.model_dump(),
        "secret_key": SECRET,
        "public_url": "https://karani.example.com",
        **settings,
    }
    languages = Languages(reads_weeks, world.rt.languages.translations)
    world.rt = replace(world.rt, settings=Settings(**chosen), languages=languages)
    return world


def sold(world: World) -> UUID:
    organization_id = world.registers(AMINA, "Duka")
    world.says(AMINA, "sold bread 400")
    return organization_id


def test_a_weeks_report_goes_out_with_its_chart(world: World) -> None:
    open_to_the_world(world)
    organization_id = sold(world)

    world.says(AMINA, "week")

    letter = world.post.sent[-1]
    assert letter.text.startswith("This week: sales Ksh 400")
    assert letter.media_url is not None
    place = "https://karani.example.com/files/"
    assert letter.media_url.startswith(place)
    wanted = files.read(
        world.rt.settings, letter.media_url.removeprefix(place), world.rt.clock()
    )
    assert wanted is not None
    assert (wanted.organization_id, wanted.language) == (organization_id, "en")
    assert reports.draw(world.rt, wanted)


def test_what_is_no_report_has_no_picture(world: World) -> None:
    open_to_the_world(world)
    sold(world)

    assert world.post.sent[-1].media_url is None


@pytest.mark.parametrize("missing", ["public_url", "secret_key"])
def test_where_nobody_could_fetch_it_the_text_goes_alone(world: World, missing: str) -> None:
    open_to_the_world(world, **{missing: None})
    sold(world)

    assert world.says(AMINA, "week")
    assert world.post.sent[-1].media_url is None


@pytest.mark.parametrize(
    ("media", "body"),
    [
        ("chart/some/day", "This week"),
        ("chart/2026-11-01/2026-11-30", "x" * 1025),
        ("chart/2020-01-01/2020-01-31", "Nothing was sold then"),
        (None, "No picture was wished for"),
    ],
)
def test_what_cannot_be_drawn_or_shown_does_not_hold_back_the_text(
    world: World, media: str | None, body: str
) -> None:
    open_to_the_world(world)
    sold(world)
    (sent,) = world.ids("select id from outbound_messages order by id desc limit 1")
    with world.rt.db.every_tenant() as tx:
        message = replace(outbound.get(tx, sent), media=media, body=body)

    assert pictures.address(world.rt, message) is None


def test_a_year_is_drawn_by_month_and_in_the_other_language(world: World) -> None:
    open_to_the_world(world)
    organization_id = sold(world)
    last = date(2026, 12, 31)

    wanted = Wanted(organization_id, last - timedelta(days=400), last, "sw")

    assert reports.draw(world.rt, wanted)


def test_of_another_shop_nothing_is_drawn(world: World) -> None:
    open_to_the_world(world)
    sold(world)

    other = Wanted(UUID(int=5), date(2026, 11, 1), date(2026, 11, 30), "en")
    assert reports.draw(world.rt, other) is None
