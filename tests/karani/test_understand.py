from __future__ import annotations

import io
import json
from typing import Any

from karani.understand import run


def answers(*asked: dict[str, Any]) -> list[dict[str, Any]]:
    out = io.StringIO()
    lines = [json.dumps(line) + "\n" for line in asked]

    assert run(lines, out, explain=False) == 0
    return [json.loads(line) for line in out.getvalue().splitlines()]


def ask(text: str, **more: str) -> dict[str, Any]:
    return {
        "id": "1",
        "text": text,
        "now": "2026-11-23T10:00:00+03:00",
        "country": "KE",
        **more,
    }


def test_a_line_in_is_a_line_out_with_its_id() -> None:
    told = answers(ask("nimeuza sukari 300"), {**ask("habari"), "id": "2"})

    assert [line["id"] for line in told] == ["1", "2"]


def test_an_act_shows_only_what_was_said_as_decimal_strings() -> None:
    told = answers(ask("nimeuza sukari kilo 2 kwa 300"))[0]

    assert (told["outcome"], told["language"]) == ("act", "sw")
    facts = {"amount": "300", "item": "sukari", "quantity": "2", "unit": "kilo"}
    assert told["acts"] == [{"intent": "record_sale", **facts}]
    assert told["entities"]["amounts"] == ["2", "300"]


def test_times_carry_the_offset_of_now() -> None:
    told = answers(ask("Book Halima kesho saa nne asubuhi"))[0]

    assert told["entities"]["times"] == ["2026-11-24T10:00:00+03:00"]
    assert told["acts"][0]["when"] == "2026-11-24T10:00:00+03:00"


def test_a_question_is_named() -> None:
    assert answers(ask("sold maize"))[0]["question"] == "amount"


def test_what_is_awaited_decides_the_reading() -> None:
    told = answers(ask("2", awaiting="approval"))[0]

    assert told["acts"] == [{"intent": "reject"}]


def test_a_list_names_the_lines_it_could_not_read() -> None:
    assert answers(ask("Mauzo\nmkate 130\nsoda 4.500"))[0]["unread"] == [3]


def test_an_explanation_shows_which_word_led_to_what() -> None:
    out = io.StringIO()

    run([json.dumps(ask("nimeuza sukari 300"))], out, explain=True)

    assert "record_sale: amount 300, item sukari" in out.getvalue()
    assert "because of: nimeuza" in out.getvalue()
