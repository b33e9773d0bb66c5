"""Send a text in the reader's language."""

from __future__ import annotations

from typing import Any

from engine.workflows.wishes import Send
from tests.workflows.stage import AMINA, stage, tell


def test_each_language_is_written_with_its_own_clock_and_words() -> None:
    text = {
        "en": "{{ event.payload.amount | money }} at {{ event.occurred_at | clock }}",
        "sw": "{{ event.payload.amount | money }} {{ event.occurred_at | clock }}",
    }
    run = stage({"id": "a", "type": "send_message", "to": "OWNER", "text": text})
    run.go()

    (wish,) = run.wishes
    assert isinstance(wish, Send)
    assert wish.texts["en"] == "Ksh 12,000 at 09:00"
    assert wish.texts["sw"].startswith("Ksh 12,000 saa tatu")


def test_the_person_of_the_event_can_be_told() -> None:
    run = stage(tell("a", to="{{ event.person }}"))
    run.go()

    (wish,) = run.wishes
    assert isinstance(wish, Send)
    assert (wish.to, wish.channel) == (AMINA, "auto")


def test_nobody_named_is_a_failure_that_says_so() -> None:
    run = stage(tell("a", to="{{ event.payload.nobody }}"), nobody="")

    assert run.go() == "FAILED"
    assert run.run.error is not None
    assert run.run.error["text"] == "nobody is named: the value is empty"


def test_an_empty_text_is_a_failure() -> None:
    run = stage(tell("a", "{{ event.payload.word }}"), word=" ")

    assert run.go() == "FAILED"


def by_template(**more: Any) -> dict[str, Any]:
    step = {"id": "a", "type": "send_message", "to": "OWNER", "template": "receipt"}
    variables = {
        "shop": "{{ organization.name }}",
        "amount": "{{ event.payload.amount | money }}",
        "at": "{{ event.occurred_at | clock }}",
    }
    return {**step, "variables": variables, **more}


def test_a_template_gets_its_values_as_each_reader_writes_them() -> None:
    run = stage(by_template())
    run.go()

    (wish,) = run.wishes
    assert isinstance(wish, Send)
    assert wish.template is not None
    assert wish.texts == {}
    assert wish.template.name == "receipt"
    assert wish.template.values["en"] == {
        "shop": "Duka la Amina", "amount": "Ksh 12,000", "at": "09:00",
    }  # fmt: skip
    assert wish.template.values["sw"]["at"].startswith("saa tatu")


def test_a_template_with_an_empty_value_is_a_failure_that_names_it() -> None:
    run = stage(by_template(variables={"shop": "{{ event.payload.shop }}"}), shop=" ")

    assert run.go() == "FAILED"
    assert run.run.error is not None
    assert run.run.error["text"] == "'shop' comes out empty"


def test_beside_a_text_an_empty_value_stops_nothing() -> None:
    empty = {"shop": "{{ event.payload.shop }}"}
    run = stage(by_template(variables=empty, text={"en": "hi", "sw": "habari"}), shop=" ")

    assert run.go() == "COMPLETED"
    assert run.said == ["hi"]
