"""Where a provider is asked about our own account: nothing is sent, nothing changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.channels.base import ChannelError
from engine.channels.http import Answer, Line

Told = Mapping[str, Any]
"""What a provider answers: anything may be in it, or missing."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """How one provider is asked, and what it means when it refuses."""

    refusal: Callable[[Answer], ChannelError]
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    auth: tuple[str, str] | None = field(default=None, repr=False)
    line: Line = field(default_factory=Line)

    def ask(self, url: str, **params: str) -> Told:
        """The object that it answers with. Raises `ChannelError`."""
        answer = self.line.call("GET", url, params=params, headers=self.headers, auth=self.auth)
        if not 200 <= answer.status < 300:
            raise self.refusal(answer)
        try:
            document = json.loads(answer.body)
        except (ValueError, RecursionError):
            document = None
        if not isinstance(document, dict):
            raise ChannelError("unreadable", "an answer that is none")
        return document


def part(told: object, name: str) -> Told:
    """An object inside another; an empty one where there is none."""
    found = told.get(name) if isinstance(told, dict) else None
    return found if isinstance(found, dict) else {}


def rows(told: Told, name: str) -> Sequence[Told]:
    """The objects of a list inside an object."""
    found = told.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def word(told: Told, name: str) -> str:
    """A text inside an object; empty where there is none."""
    found = told.get(name)
    return found if isinstance(found, str) else ""
