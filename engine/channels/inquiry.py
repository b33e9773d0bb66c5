"""Where a provider is asked about our own account: nothing is sent, nothing changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from engine.channels.base import ChannelError
from engine.channels.http import Answer, Line
from engine.channels.json_parts import Node, parsed


@dataclass(frozen=True, slots=True)
class Inquiry:
    """How one provider is asked, and what it means when it refuses."""

    refusal: Callable[[Answer], ChannelError]
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    auth: tuple[str, str] | None = field(default=None, repr=False)
    line: Line = field(default_factory=Line)

    def ask(self, url: str, **params: str) -> Node:
        """The object that it answers with. Raises `ChannelError`."""
        answer = self.line.call("GET", url, params=params, headers=self.headers, auth=self.auth)
        if not 200 <= answer.status < 300:
            raise self.refusal(answer)
        document = parsed(answer.body)
        if document is None:
            raise ChannelError("unreadable", "an answer that is none")
        return document
