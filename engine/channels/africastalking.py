"""Africa's Talking: SMS in both directions, for phones that are no smartphones."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from engine.channels import africastalking_errors as errors
from engine.channels import africastalking_form
from engine.channels.africastalking_form import NAME
from engine.channels.africastalking_inbox import AfricasTalkingInbox, digest
from engine.channels.base import (
    Archive,
    Attachment,
    ChannelError,
    Letter,
    Media,
    Received,
    Reported,
    Signs,
    Webhook,
)
from engine.channels.http import Answer, Line
from engine.channels.inbox import Inbox
from engine.channels.likeness import Likeness
from engine.settings import Settings, SettingsError

PATH = "/version1/messaging"
LARGEST_LIST = 4 << 20
"""A hundred messages, each of several parts."""


class AfricasTalkingChannel:
    """Our short code or sender name at Africa's Talking."""

    name = NAME
    archive: Archive | None = None
    signs: Signs | None = None
    signed = False  # Its calls prove nothing but that the caller knows a secret address.

    def __init__(self, settings: Settings) -> None:
        if not (settings.africastalking_username and settings.africastalking_api_key):
            raise SettingsError("AFRICASTALKING_USERNAME or AFRICASTALKING_API_KEY is missing")
        self._username = settings.africastalking_username
        self._key = settings.africastalking_api_key.get_secret_value()
        self._sender = settings.africastalking_sender or ""
        self._address = settings.africastalking_base + PATH
        self._line = Line()
        self.account = f"{NAME}:sms:{self._sender}"
        self.sms_account: str | None = self.account
        self.inbox = self._inbox() if self._sender.isdigit() else None

    def is_genuine(self, webhook: Webhook) -> bool:
        """True: the door has compared the secret part of the address."""
        return True

    def read(self, webhook: Webhook) -> Iterable[Reported]:
        """The SMS, the news or the opt-out that a call tells, if it is one that we know."""
        for found in africastalking_form.read(webhook, self.account):
            yield self._like_itself(found)

    def send(self, letter: Letter) -> str:
        """Hand over an SMS; its messageId. Raises `ChannelError`."""
        form = {
            "username": self._username,
            "to": letter.to,
            "from": self._sender,
            "message": letter.text,
            "bulkSMSMode": 1,
            "enqueue": 1,  # Taken at once: their network's slowness is not ours.
        }
        answer = self._line.call("POST", self._address, body=form, headers=self._headers())
        if answer.status not in {200, 201}:
            raise errors.of_answer(answer)
        return _reference(answer)

    def find(self, letter: Letter) -> Sequence[str]:
        """Raises `ChannelError`: it lists nothing that it was given to send."""
        raise ChannelError("cannot_tell", "what was sent cannot be listed")

    def fetch(self, attachment: Attachment) -> Media:
        """Raises `ChannelError`: an SMS carries text alone."""
        raise ChannelError("no_media", "an SMS carries text alone")

    def _inbox(self) -> Inbox:
        line = Line(most=LARGEST_LIST)
        return AfricasTalkingInbox(line, self._address, self._username, self._key, self._sender)

    def _like_itself(self, found: Reported) -> Reported:
        """A message with what tells it again in the list."""
        if not isinstance(found, Received) or self.inbox is None:
            return found
        return replace(found, likeness=Likeness(digest(self._key, found)))

    def _headers(self) -> Mapping[str, str]:
        return {"apiKey": self._key, "Accept": "application/json"}


def _reference(answer: Answer) -> str:
    """The id of the one message that was taken: each receiver has a code of their own."""
    document = _document(answer).get("SMSMessageData")
    receivers = document.get("Recipients") if isinstance(document, dict) else None
    if not isinstance(receivers, list) or len(receivers) > 1:
        raise _unreadable()
    if not receivers:  # The whole request was refused, in words: the sender, for example.
        raise ChannelError("refused", "nobody was accepted")
    one = receivers[0]
    code = one.get("statusCode") if isinstance(one, dict) else None
    if not isinstance(code, int):
        raise _unreadable()
    if code not in errors.ACCEPTED:
        raise errors.of_receiver(code)
    reference = one.get("messageId")
    if not isinstance(reference, str) or not 0 < len(reference) <= 128:
        raise _unreadable()
    return reference


def _document(answer: Answer) -> Mapping[str, Any]:
    try:
        document = json.loads(answer.body)
    except (ValueError, RecursionError):
        raise _unreadable() from None
    if not isinstance(document, dict):
        raise _unreadable()
    return document


def _unreadable() -> ChannelError:
    return ChannelError("unreadable", "an answer that is none", ambiguous=True)
