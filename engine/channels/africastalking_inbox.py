"""What Africa's Talking keeps of the SMS that people sent: the list for what never came.

Its ids are whole numbers, those of the callbacks are UUIDs: neither says which is which. So a
message is told again by who wrote what, under a digest that nobody makes without our key.
"""

from __future__ import annotations

import hmac
import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from engine.channels import africastalking_errors as errors
from engine.channels import africastalking_form
from engine.channels.base import ChannelError, Received
from engine.channels.http import Line
from engine.channels.inbox import Listed
from engine.channels.likeness import Likeness

MARK = b"the key that likenesses are made with"
FIRST = "0"
"""The id before the first one of all."""


class AfricasTalkingInbox:
    """The SMS to our short code, as they list them: a hundred at a time."""

    def __init__(self, line: Line, address: str, username: str, key: str, code: str) -> None:
        self._line, self._address, self._username = line, address, username
        self._key, self._code = key, code
        self.account = f"{africastalking_form.NAME}:sms:{code}"
        self.mark = hmac.digest(key.encode(), MARK, "sha256").hex()[:16]

    def after(self, last_id: str | None) -> Sequence[Listed]:
        """The next ones behind an id, oldest first. Raises `ChannelError`."""
        answer = self._line.call(
            "GET",
            self._address,
            params={"username": self._username, "lastReceivedId": last_id or FIRST},
            headers={"apiKey": self._key, "Accept": "application/json"},
        )
        if answer.status != 200:
            raise errors.of_answer(answer)
        rows = [(_number(row), row) for row in _rows(answer.body)]
        return [Listed(str(number), self._heard(number, row)) for number, row in sorted(rows)]

    def _heard(self, number: int, row: Mapping[str, Any]) -> Received | None:
        if str(row.get("to", "")).strip().removeprefix("+") != self._code:
            return None  # For another number of the same application: another's, perhaps.
        form = {name: str(row.get(name) or "").replace("\0", "") for name in ("from", "text")}
        form["id"] = f"inbox:{number}"
        raw = json.dumps(row, ensure_ascii=False).encode("utf-8", "replace")
        found = africastalking_form.message(form, raw, self.account)
        if not isinstance(found, Received):
            return None
        alike = Likeness(digest(self._key, found), str(number))
        return replace(found, sent_at=_moment(row.get("date")), likeness=alike)


def digest(key: str, received: Received) -> bytes:
    """Who wrote what, however a list or a form spaces it."""
    words = " ".join(unicodedata.normalize("NFC", received.text).split())
    said = f"{received.address}\n{words}".encode("utf-8", "replace")
    return hmac.digest(key.encode(), said, "sha256")


def _rows(body: bytes) -> Sequence[Mapping[str, Any]]:
    try:
        rows = json.loads(body)["SMSMessageData"]["Messages"]
    except (ValueError, RecursionError, KeyError, TypeError):
        raise _unreadable() from None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise _unreadable()
    return rows


def _number(row: Mapping[str, Any]) -> int:
    told = str(row.get("id", ""))
    if not (told.isascii() and told.isdigit() and len(told) <= 18):
        # Without its place nobody could go on behind it.
        raise _unreadable()
    return int(told)


def _moment(told: object) -> datetime | None:
    """When it was sent, where the zone is told too."""
    try:
        found = datetime.fromisoformat(str(told))
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


def _unreadable() -> ChannelError:
    return ChannelError("unreadable", "a list that is none")
