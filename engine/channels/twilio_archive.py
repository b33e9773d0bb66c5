"""Look through what Twilio keeps of the messages that people sent to our numbers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from engine.channels import twilio_api, twilio_form
from engine.channels.base import Received
from engine.channels.twilio_form import Numbers, prefix

PAGE = 200
"""As many messages as fit into one answer for sure: each may hold 1,600 signs."""


class TwilioArchive:
    """The messages that came in, as Twilio lists them: what was tapped it does not say."""

    def __init__(self, client: Any, numbers: Numbers) -> None:
        self._client, self._numbers = client, numbers

    @property
    def accounts(self) -> Sequence[str]:
        """Ours, as in `Received.account`."""
        return [
            f"twilio:{channel}:{number}" for channel, number in self._numbers.items() if number
        ]

    def pages(self, account: str, since: datetime) -> Iterator[Sequence[Received]]:
        """What came to one account since then, page by page. Raises `ChannelError`."""
        channel, number = account.removeprefix("twilio:").split(":", 1)
        address = prefix("whatsapp" if channel == "whatsapp" else "sms") + number
        page = twilio_api.ask(
            lambda: self._client.messages.page(
                to=address, date_sent_after=since.astimezone(UTC), page_size=PAGE
            )
        )
        while page is not None:
            yield twilio_api.ask(partial(self._heard, page))
            page = twilio_api.ask(page.next_page)

    def whole(self, received: Received) -> Received:
        """The message with its media, which only its own list names. Raises `ChannelError`."""
        if json.loads(received.raw)["num_media"] == "0":
            return received
        listed = twilio_api.ask(
            lambda: self._client.messages(received.provider_reference).media.list(limit=10)
        )
        media = twilio_api.ask(lambda: [_media(self._client, one) for one in listed])
        return replace(received, attachments=(*received.attachments, *media))

    def _heard(self, page: Any) -> Sequence[Received]:
        read = [
            (twilio_form.message(_form(one), _raw(one), self._numbers), one)
            for one in page
            if one.direction == "inbound"
        ]
        return [
            replace(found, sent_at=one.date_sent or one.date_created)
            for found, one in read
            if isinstance(found, Received)
        ]


def _form(message: Any) -> Mapping[str, str]:
    named = {
        "MessageSid": message.sid,
        "From": message.from_,
        "To": message.to,
        "Body": message.body,
    }
    return {name: str(value).replace("\0", "") for name, value in named.items() if value}


def _raw(message: Any) -> bytes:
    document = {
        **_form(message),
        "num_media": str(message.num_media or "0"),
        "date_sent": str(message.date_sent),
    }
    return json.dumps(document, ensure_ascii=False).encode("utf-8", "replace")


def _media(client: Any, one: Any) -> Any:
    address = client.api.absolute_url(str(one.uri).removesuffix(".json"))
    return twilio_form.media(address, str(one.content_type or "").lower()[:255])
