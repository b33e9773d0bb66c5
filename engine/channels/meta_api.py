"""Meta's Graph API on our line: one phone number, one token."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.channels.http import Answer, Line
from engine.channels.json_parts import Node, parsed
from engine.channels.meta_errors import refusal, unreadable


@dataclass(frozen=True, slots=True)
class Number:
    """Our phone number at Meta; `base` is the API's address with its version."""

    id: str
    token: str = field(repr=False)
    base: str

    @property
    def authorization(self) -> Mapping[str, str]:
        """The header that calls in our name."""
        return {"Authorization": f"Bearer {self.token}"}


class Graph:
    """Calls for one number."""

    def __init__(self, number: Number, line: Line) -> None:
        self._number, self._line = number, line

    def post(self, document: Mapping[str, Any]) -> Node:
        """Hand something over to our number's messages. Raises `ChannelError`."""
        headers = {**self._number.authorization, "Content-Type": "application/json"}
        url = f"{self._number.base}/{self._number.id}/messages"
        body = json.dumps(document).encode()
        return _answered(self._line.call("POST", url, body=body, headers=headers))

    def get(self, media_id: str) -> Node:
        """What is known of media that were sent to our number. Raises `ChannelError`."""
        url = f"{self._number.base}/{media_id}"
        ours = {"phone_number_id": self._number.id}
        headers = self._number.authorization
        return _answered(self._line.call("GET", url, params=ours, headers=headers))


def _answered(answer: Answer) -> Node:
    if not 200 <= answer.status < 300:
        raise refusal(answer)
    document = parsed(answer.body)
    if document is None:
        raise unreadable()
    return document
