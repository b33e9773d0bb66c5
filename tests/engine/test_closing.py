"""A day is closed through the whole shell, by two people, and once more."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from bot.nlu.understanding import (
    Act,
    Catalogue,
    Intent,
    Outcome,
    Understanding,
    Utterance,
)
from engine.runtime import Languages
from tests.engine.world import AMINA, BARAKA, World, reads

PLAIN = {
    "yes": Act(Intent.APPROVE),
    "add 0722 000 002 Baraka": Act(Intent.TEAM, kind="add"),
    "close": Act(Intent.CLOSE_DAY),
    "report": Act(Intent.SUMMARY),
}


def reads_closing(utterance: Utterance, catalogue: Catalogue) -> Understanding:
    act = PLAIN.get(utterance.text)
    if utterance.text.isdigit():
        act = Act(Intent.UNKNOWN, amount=Decimal(utterance.text))
    if act is None:
        return reads(utterance, catalogue)
    return Understanding(Outcome.ACT, "en", (act,))


def both_sold(world: World) -> World:
    """Amina took 300 in cash, Baraka 500."""
    world.rt = replace(
        world.rt, languages=Languages(reads_closing, world.rt.languages.translations)
    )
    world.registers(AMINA, "Duka")
    world.says(AMINA, "add 0722 000 002 Baraka")
    world.says(BARAKA, "hello")
    world.says(BARAKA, "yes")
    world.says(AMINA, "sold bread 300")
    world.says(BARAKA, "sold sugar 500")
    return world


def test_each_one_s_difference_is_told_and_kept(world: World) -> None:
    both_sold(world)
    world.says(AMINA, "close")
    (asked,) = world.says(AMINA, "780")
    assert asked == "How much of it is from Baraka (NO if it all lies together)?"

    (told,) = world.says(AMINA, "450")

    assert told.endswith(
        "counted Ksh 780, expected Ksh 800, Ksh 20 short.\n"
        "By person: Baraka: Ksh 50 short; Amina: Ksh 30 over.\n"
        "Wrong? Write CLOSE DAY again."
    )
    assert world.rows("select expected, counted, difference from day_closes") == [
        (Decimal(800), Decimal(780), Decimal(-20))
    ]


def test_whoever_closes_again_hears_who_did_before(world: World) -> None:
    both_sold(world)
    for words in ("close", "780", "450"):
        world.says(AMINA, words)

    (asked,) = world.says(BARAKA, "close")

    assert "was closed by Amina: counted Ksh 780, expected Ksh 800." in asked


def test_a_report_names_who_sold_and_what(world: World) -> None:
    both_sold(world)

    (told,) = world.says(AMINA, "report")

    assert told.split("\n") == [
        "Today: sales Ksh 800, expenses Ksh 0.",
        "Sold most: sugar Ksh 500; bread Ksh 300.",
        "Sold by: Baraka Ksh 500; Amina Ksh 300.",
    ]
