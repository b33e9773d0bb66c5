"""Properties of a schema are filled from a text, and never with what it does not say."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from engine.ai.base import RequestType
from engine.ai.fields import kind
from tests.ai.asking import ask, of, output, refusal

EXTRACT = RequestType.EXTRACTION
TEXT, NUMBER = {"type": "string"}, {"type": "number"}
ORDER = "I would like 3 bags of flour for 4,500 on Friday, call me 0722 000 111, from Asha Juma"


@pytest.mark.parametrize(
    ("name", "part", "value"),
    [
        ("amount", NUMBER, 4500),
        ("totalPrice", TEXT, "4500"),
        ("x", {"type": "integer", "description": "what it costs in all, the total"}, 4500),
        ("qty", {"type": "integer"}, 3),
        ("deliver_on", {"format": "date"}, "2026-11-27"),
        ("due_date", TEXT, "2026-11-27"),
        ("phone", TEXT, "+254722000111"),
        ("phones", {"type": "array", "items": TEXT}, ["+254722000111"]),
        ("amounts", {"type": "array", "items": NUMBER}, [4500, 3]),
        ("customer", {"type": ["string", "null"]}, "Asha Juma"),
        ("payment", {"type": ["string", "null"]}, None),
        ("email", {"type": ["string", "null"]}, None),
    ],
)
def test_a_property_is_filled_by_what_it_is_called(
    name: str, part: dict[str, Any], value: object
) -> None:
    assert output(EXTRACT, ORDER, of({name: part}, name)) == {name: value}


def test_what_was_understood_goes_before_what_is_guessed() -> None:
    schema = of({"name": TEXT, "item": TEXT, "amount": NUMBER, "quantity": NUMBER}, "amount")

    sold = ask(EXTRACT, "Nimemuuzia Kamau sukari kilo 2 kwa 300.50", schema)
    guessed = ask(EXTRACT, ORDER, schema)

    assert sold.output == {"name": "Kamau", "item": "sukari", "amount": 300.5, "quantity": 2}
    assert sold.confidence > guessed.confidence


def test_what_the_text_does_not_say_is_left_out_or_refused() -> None:
    properties = {"amount": NUMBER, "phone": TEXT}

    assert output(EXTRACT, "sold sugar 300", of(properties, "amount")) == {"amount": 300}
    assert refusal(EXTRACT, "sold sugar 300", of(properties, "phone")).code == "no_answer"


def test_what_would_be_asked_about_is_a_guess() -> None:
    schema = of({"amount": NUMBER}, "amount")

    assert ask(EXTRACT, "sukari 300", schema).confidence == Decimal("0.5")
    assert ask(EXTRACT, "nimeuza sukari 300", schema).confidence == Decimal("0.9")


def test_a_moment_and_a_mail_address_are_found() -> None:
    schema = of({"when": {"format": "date-time"}, "mail": TEXT}, "when", "mail")

    said = output(EXTRACT, "come tomorrow at 3pm, write to asha@example.com", schema)

    assert said == {"when": "2026-11-25T15:00:00+03:00", "mail": "asha@example.com"}


def test_a_choice_is_made_by_what_the_text_speaks_of() -> None:
    schema = of({"color": {"enum": ["red", "green"]}}, "color")

    assert output(EXTRACT, "two green shirts please", schema) == {"color": "green"}


def test_a_number_of_a_phone_is_no_amount() -> None:
    asked = of({"amount": NUMBER}, "amount")

    assert refusal(EXTRACT, "call 0722 000 111", asked).code == "no_answer"


def test_without_a_schema_the_usual_things_are_looked_for() -> None:
    found = output(EXTRACT, "Nimeuza sukari kilo 2 kwa 300")

    assert (found["amount"], found["item"], found["quantity"]) == ("300", "sukari", "2")
    assert found["phone"] is None


@pytest.mark.parametrize(
    ("name", "part", "wanted"),
    [
        ("unitPrice", {}, "unit_price"),
        ("customer_phone", {}, "phone"),
        ("paymentDate", {}, "payment"),
        ("x", {"description": "Due date"}, "date"),
        ("x", {}, None),
        ("x", {"description": 5, "format": []}, None),
    ],
)
def test_names_tell_what_is_wanted(name: str, part: dict[str, Any], wanted: str) -> None:
    assert kind(name, part) == wanted
