"""What every channel offers: read what a provider sends, send what Karani says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol
from uuid import UUID

ChannelKind = Literal["whatsapp", "sms"]


@dataclass(frozen=True, slots=True)
class Webhook:
    """A provider's HTTP request as it arrived.

    `url` is the public one, without a fragment; header names are lower case; `body` is raw.
    """

    url: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Received:
    """One inbound message as a provider reports it.

    `account` names our number at the provider ("twilio:whatsapp:+1415…"), `address` is where
    the sender is reached: an E.164 phone (`address_kind` "phone") or a WhatsApp
    business-scoped id ("bsuid"); beside a phone `scoped_id` is that id, where it is told.
    `sent_at` is None where the provider gives no time.
    `raw` is the body, byte for byte.
    """

    account: str
    channel: ChannelKind
    provider_reference: str
    address: str
    address_kind: Literal["phone", "bsuid"]
    text: str
    raw: bytes
    quoted: str | None = None
    sent_at: datetime | None = None
    scoped_id: str | None = None


@dataclass(frozen=True, slots=True)
class NumberChanged:
    """The provider says that a person has moved from one phone (E.164) to another."""

    provider: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ScopedIdChanged:
    """The provider says that a person's business-scoped id is another one now."""

    provider: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class StatusReport:
    """A provider's news about an outbound message. `status` is one of ours, ranked."""

    provider: str
    provider_reference: str
    status: Literal["sent", "delivered", "read", "failed"]
    error_code: str | None = None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A genuine report that lacks what a message needs: kept as it came, for a person."""

    provider: str
    reason: str
    raw: bytes


Reported = Received | StatusReport | Unreadable | NumberChanged | ScopedIdChanged
"""What a webhook may tell."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A frozen copy of an outbound message, ready to be handed to a provider.

    `account` is the channel account it leaves from, `to` an address as in `Received`;
    `media_url` names a picture to be shown over the text, where the channel shows pictures.
    """

    id: UUID
    account: str
    channel: ChannelKind
    to: str
    text: str
    claimed_at: datetime
    media_url: str | None = None


class ChannelError(Exception):
    """The provider did not take the message.

    `code` is the provider's or ours; `retryable`: it was certainly not accepted and may be
    tried again; `ambiguous`: nobody knows whether it was accepted, so it must not be repeated.
    """

    def __init__(
        self, code: str, detail: str, *, retryable: bool = False, ambiguous: bool = False
    ) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.retryable = retryable
        self.ambiguous = ambiguous


class Channel(Protocol):
    """The adapter of one provider."""

    name: str
    """The provider's name, the first part of its channel accounts."""

    sms_account: str | None
    """The account from which those are written to who never wrote; None where it has none."""

    signed: bool
    """Whether a genuine webhook proves that its message came from the address it names.

    What an unsigned one decides needs a code, and above the shop's limit a PIN.
    """

    def is_genuine(self, webhook: Webhook) -> bool:
        """Whether the provider signed it; decided on the raw bytes, in constant time."""

    def read(self, webhook: Webhook) -> Iterable[Reported]:
        """Everything a genuine webhook reports; what it says in unknown words is left out."""

    def send(self, letter: Letter) -> str:
        """Hand over a message; its provider reference. Raises `ChannelError`."""

    def find(self, letter: Letter) -> Sequence[str]:
        """The references of all messages like a letter whose answer was lost.

        Empty when the provider has none. Raises `ChannelError` when it cannot be told.
        """
