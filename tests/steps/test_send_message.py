"""Send a text in the reader's language."""

from __future__ import annotations

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
