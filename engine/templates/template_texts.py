"""Templates filled with what a message names, and what they then say; pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.channels.base import Template
from engine.templates.template_checks import LONGEST_BODY, PLACE
from store.templates import MessageTemplate

LONGEST_VALUE = 600


@dataclass(frozen=True, slots=True)
class Filled:
    """A template as it is sent, and the text that its reader sees."""

    template: Template
    text: str


def fill(template: MessageTemplate, values: Mapping[str, str]) -> Filled | None:
    """The template with its places filled; None where a value is missing or too long.

    A value stands in one line: providers take no other.
    """
    if template.reference is None:
        return None
    said = _values(template, values)
    text = _say(template.body, said)
    if not all(said) or max(map(len, said), default=0) > LONGEST_VALUE:
        return None
    if len(text) > LONGEST_BODY:
        return None
    return Filled(Template(template.reference, template.language, tuple(said)), text)


def say(template: MessageTemplate, values: Mapping[str, str]) -> str | None:
    """What it says where free text may go; None where a value is missing."""
    said = _values(template, values)
    return _say(template.body, said) if all(said) else None


def _values(template: MessageTemplate, values: Mapping[str, str]) -> list[str]:
    return [_in_line(values.get(name, "")) for name in template.variables]


def _say(body: str, said: Sequence[str]) -> str:
    def value(place: re.Match[str]) -> str:
        number = int(place[1])
        return said[number - 1] if 0 < number <= len(said) else ""

    return PLACE.sub(value, body)


def _in_line(value: str) -> str:
    return " ".join(value.split())
