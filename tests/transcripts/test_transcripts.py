"""Whole conversations, read by the real reader; the state is stored between any two turns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from bot.conversation import Heard
from bot.dialogue import respond
from bot.effects import Json, Raise
from bot.memberships import OwnShop
from bot.nlu.understanding import Utterance
from bot.reading import Reading
from tests.bot.chat import Chat
from tests.bot.fake_contacts import known_by
from tests.bot.fakes import FakeShop, amina, duka_la_amina, invitation, newcomer
from tests.reader import READER
from tests.transcripts import script

SCRIPTS = sorted(Path(__file__).parent.glob("*.txt"))
NEIGHBOURS = ("elsewhere", "taken")


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_the_conversation_goes_as_written(path: Path) -> None:
    follow(path, heard_by_rule)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_it_goes_the_same_with_a_model_that_always_fails(path: Path) -> None:
    follow(path, heard_in_vain)


def heard_by_rule(chat: Chat, heard: Heard) -> Heard:
    """No model is there."""
    return heard


def heard_in_vain(chat: Chat, heard: Heard) -> Heard:
    """Where the rules are unsure a model was asked, which did not answer."""
    turn = respond(chat.conversation, heard, chat.shop, chat.now)
    return replace(heard, reading=Reading(None, failed=True)) if turn.unsure else heard


def follow(path: Path, hearing: Callable[[Chat, Heard], Heard]) -> None:
    """Say what is written, and hear what is written."""
    wanted = script.read(path)
    chat = stage(wanted.stage)

    for exchange in wanted.exchanges:
        chat.now += exchange.after
        for code, amount, party in exchange.proven:
            chat.shop.is_paid(code, amount, party, chat.now)
        for code, question in exchange.asked:
            chat.shop.questions.put(code, question)
        if exchange.by:
            member = next(m for m in chat.shop.team if m.name == exchange.by)
            chat.hand_over(member, wanted.stage.get("language", "sw"))
        answered = chat.take(hearing(chat, hear(chat, exchange.text, exchange.quoted)))

        assert (exchange.text, answered) == (exchange.text, exchange.reply)
        assert_events(chat.raised, exchange.events)


def stage(said: Mapping[str, str]) -> Chat:
    """Amina with her shop, or before she has one."""
    country = said.get("country")
    if "owes" in said:
        guest = FakeShop(speaker=newcomer(country), organization=None)
        guest.contacts.known_by = known_by(*said["owes"].split(","))
        return Chat(guest)
    if said.get("newcomer"):
        invited = invitation() if said.get("invited") else None
        return Chat(FakeShop(speaker=newcomer(country), organization=None, invited=invited))
    speaker = replace(amina(said.get("language", "sw")), country=country or "KE")
    shop = duka_la_amina(said.get("role", "OWNER"), country or "KE")
    elsewhere, taken = ({said[name]} if name in said else set() for name in NEIGHBOURS)
    also = [OwnShop(UUID(int=77), said["also"], "STAFF")] if "also" in said else []
    shop = replace(shop, has_siblings=bool(also))
    known = FakeShop(speaker=speaker, organization=shop, elsewhere=elsewhere, taken=taken)
    known.siblings = also
    known.identity.is_doubted = "doubted" in said
    return Chat(known)


def hear(chat: Chat, text: str, quoted: str | None) -> Heard:
    """Read a message as the engine does."""
    conversation = chat.conversation
    utterance = Utterance(
        text,
        now=chat.now,
        country=chat.shop.speaker.country or "KE",
        language=conversation.language,
        awaiting=conversation.awaiting,
    )
    understanding = READER.read(utterance, chat.shop.catalogue())
    awaiting = chat.shop.questions.awaits(quoted, conversation.floor, understanding)
    if awaiting is not None:
        understanding = READER.read(
            replace(utterance, awaiting=awaiting), chat.shop.catalogue()
        )
    return Heard(UUID(int=9), text, understanding, chat.now, quoted)


def assert_events(raised: list[Raise], wanted: list[tuple[str, dict[str, str]]]) -> None:
    """All events in order; of a payload only what the script names."""
    assert [event.type for event in raised] == [kind for kind, _ in wanted]
    for event, (_, values) in zip(raised, wanted, strict=True):
        payload = flat(event.payload)
        assert {key: payload.get(key) for key in values} == values


def flat(payload: Mapping[str, Json]) -> dict[str, str]:
    """A payload with its only line spread out."""
    lines = payload.get("lines")
    line = lines[0] if isinstance(lines, list) and lines else {}
    assert isinstance(line, Mapping)
    return {key: str(value) for key, value in {**payload, **line}.items() if key != "lines"}
