"""Calls at Twilio: made, and looked for where nobody knows whether one was made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from typing import Any

from engine.channels import twilio_api, twilio_call
from engine.channels.base import Letter
from engine.channels.twilio_errors import unreadable
from engine.channels.twilio_form import MESSAGE_ID, is_reference

RINGS_S, LASTS_S = 40, 180
"""How long a phone rings, and how long a call may last."""


class Calls:
    """Makes a call for each letter of channel `voice`; what is said is asked of us then."""

    def __init__(self, client: Any, base_url: str, reports: str) -> None:
        self._client, self._base_url, self._reports = client, base_url, reports

    def ring(self, letter: Letter) -> str:
        """Have a phone rung; the CallSid. Raises `ChannelError`."""
        call = twilio_api.ask(
            lambda: self._client.calls.create(
                to=letter.to,
                from_=number_of(letter),
                url=twilio_call.address(self._base_url, letter.id),
                method="POST",
                status_callback=f"{self._reports}?{MESSAGE_ID}={letter.id}",
                status_callback_method="POST",
                # What a voicemail hears anybody hears who listens to it.
                machine_detection="Enable",
                timeout=RINGS_S,
                time_limit=LASTS_S,
            )
        )
        if not is_reference(call.sid):
            raise unreadable()
        return str(call.sid)

    def find(self, letter: Letter) -> Sequence[str]:
        """The CallSids of the calls to this phone at that time."""
        claimed_at = letter.claimed_at.astimezone(UTC)
        found = twilio_api.ask(
            lambda: self._client.calls.list(
                to=letter.to,
                from_=number_of(letter),
                start_time_after=claimed_at - twilio_api.SAME_MOMENT,
                limit=50,
            )
        )
        return [
            str(call.sid)
            for call in found
            if twilio_api.is_of_then(call.date_created, claimed_at)
        ]


def number_of(letter: Letter) -> str:
    """Our own number that a letter leaves from."""
    return letter.account.removeprefix("twilio:").split(":", 1)[1]
