"""No log says what was asked or answered; the request's row does, until it is forgotten."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from uuid import UUID

import pytest

from engine.ai.base import RequestType
from store import erasure, personal, retention
from tests.ai.model_server import CUT, KEY, ModelServer, refused, reply, said, whole
from tests.engine.test_hostile_model import shows
from tests.engine.thinking import ask, rows, with_model
from tests.engine.world import AMINA, World

LOST = "biashara vipi leo kanarihariri"
CANARIES = ("kanarihariri", "kanariwazi", "canary-of-the-provider", KEY, AMINA, AMINA[1:])
"""A word of hers, one of the model's, one of an error, the key, and her number."""


@pytest.fixture(name="models")
def _models(world: World) -> Iterator[ModelServer]:
    with with_model(world) as server:
        yield server


@pytest.fixture(name="shop")
def _shop(world: World, models: ModelServer) -> UUID:
    return world.registers(AMINA, "Duka la Amina")


def test_no_log_holds_a_word_a_number_or_the_key(
    world: World,
    shop: UUID,
    models: ModelServer,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    answers = [said({"kanariwazi": 1}), reply("kanariwazi"), refused(400), refused(500), CUT]
    for answer in answers:
        models.answer = lambda path, body, answer=answer: answer  # type: ignore[misc]
        world.says(AMINA, LOST)
        world.rt.breaker.succeeded()
    models.answer = lambda path, body: whole({"text": "kanariwazi"})
    shows(world, "audio")
    shows(world, "image")
    ask(world, shop, RequestType.SUMMARIZATION, LOST)

    logged = caplog.text + "".join(capfd.readouterr())
    assert "The model did not answer" in logged
    assert [canary for canary in CANARIES if canary in logged] == []


def test_the_audit_holds_no_word_either(world: World, shop: UUID, models: ModelServer) -> None:
    models.answer = lambda path, body: said({"acts": [{"intent": "help"}]})

    world.says(AMINA, LOST)

    told = world.rows("select after::text from audit_entries where action = 'AI_PROCESS'")
    assert told != []
    assert "kanari" not in str(told)


def test_who_is_forgotten_is_forgotten_here_too(
    world: World, shop: UUID, models: ModelServer
) -> None:
    models.answer = lambda path, body: said({"acts": [{"intent": "help"}]})
    world.says(AMINA, LOST)
    (person,) = world.ids("select person_id from members")
    with world.rt.db.every_tenant() as tx:
        known = erasure.known(tx, person)
        traces = personal.traces(known.names, known.sure, known.addresses)
        erasure.erase(tx, person, known, traces)

    (row,) = rows(world, shop)
    assert (row.input, row.answer) == (None, None)
    assert row.cost > 0
    assert world.rows("select reading from inbound_messages where reading is not null") == []


def test_old_words_are_dropped_and_the_cost_stays(
    world: World, shop: UUID, models: ModelServer
) -> None:
    models.answer = lambda path, body: said({"summary": "365"})
    ask(world, shop, RequestType.SUMMARIZATION, [{"amount": "365"}])
    models.answer = lambda path, body: whole({"text": "kanariwazi"})
    shows(world, "audio")
    (soon,) = world.rows("select now() + interval '1 day'")

    with world.rt.db.every_tenant() as tx:
        retention.drop_words(tx, soon[0], 100)  # type: ignore[arg-type]

    kept = {(row.input, row.answer, row.provider) for row in rows(world, shop)}
    assert kept == {(None, None, "openai"), (None, None, "rules")}
