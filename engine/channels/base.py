"""What every channel offers: read what a provider sends, send what Karani says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Literal, Protocol
from uuid import UUID

from engine.channels.farewell import Farewell
from engine.channels.likeness import Likeness

ChannelKind = Literal["whatsapp", "sms", "ussd", "email", "voice"]
MediaKind = Literal["audio", "image", "video", "document", "sticker"]
AttachmentKind = MediaKind | Literal["location", "contact", "reaction", "edit"]
"""Media, and what has no file: a place, cards, an emoji at a message, a change of one."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """A provider's HTTP request as it arrived.

    `url` is the public one, without a fragment; header names are lower case; `body` is raw.
    """

    url: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Attachment:
    """What came with a message: `reference` is the provider's media id or address.

    It is "latitude,longitude" of a location, the names on contact cards, and of a reaction
    the emoji, empty where it was taken back; what it is at is what its message quotes. Of an
    edit it is the reference of the message that was changed; to what, is not told.
    `mime_type` is what the provider says of media, which nothing proves; `is_voice` where it
    was spoken into the phone.
    """

    kind: AttachmentKind
    reference: str
    mime_type: str = ""
    is_voice: bool = False


@dataclass(frozen=True, slots=True)
class Media:
    """The bytes of an attachment, with the type they were delivered as."""

    content: bytes
    mime_type: str


@dataclass(frozen=True, slots=True)
class Received:
    """One inbound message as a provider reports it.

    `account` names our number at the provider ("twilio:whatsapp:+1415…"), `address` is where
    the sender is reached: an E.164 phone (`address_kind` "phone") or a WhatsApp
    business-scoped id ("bsuid"); beside a phone `scoped_id` is that id, where it is told.
    `likeness` tells it again in a list; `sent_at` is None where no time is given. `choice` is
    the id of what was tapped, `text` then its label; `raw` the body, byte for byte, of a batch
    only its own part. `slow` where its sender writes faster than anybody talks: answered later.
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
    choice: str | None = None
    attachments: tuple[Attachment, ...] = ()
    slow: bool = False
    likeness: Likeness | None = None


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
class OptedOut:
    """The provider says that a phone (E.164) wants nothing more of us on this channel."""

    provider: str
    channel: ChannelKind
    phone: str


class Trouble(Enum):
    """What kind of refusal a provider's error is, whatever its code: what to do follows."""

    BUSY = "busy"  # Too much for the account, or its own fault: later.
    PAIR = "pair"  # Too much between the two numbers: later, only there.
    WINDOW = "window"  # Free text outside the service window: a template, or hold.
    ADDRESS = "address"  # Nobody is reached there on this channel: another channel.
    CONSENT = "consent"  # They want to hear nothing: no channel at all.
    SPARED = "spared"  # The network spares them for now: this message is not sent, no more.
    CONTENT = "content"  # What is sent cannot be sent: mend it.
    ACCOUNT = "account"  # Credentials, funds or a ban: everything of this account waits.
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class StatusReport:
    """A provider's news about an outbound message. `status` is one of ours, ranked.

    `trouble` is the kind of a failure. `message_id` is our own id where the provider hands it
    back: it settles a message whose answer was lost. `price` is what the provider took for
    it, in `currency`, and `category` the provider's word for why. `phone` is where it went
    (E.164) and `scoped_id` the business-scoped id of whoever has that phone, if both are told.
    """

    provider: str
    provider_reference: str
    status: Literal["sent", "delivered", "read", "failed"]
    error_code: str | None = None
    trouble: Trouble = Trouble.OTHER
    message_id: UUID | None = None
    price: Decimal | None = None
    currency: str | None = None
    category: str | None = None
    phone: str | None = None
    scoped_id: str | None = None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A genuine report that lacks what a message needs: kept as it came, for a person."""

    provider: str
    reason: str
    raw: bytes


Reported = Received | StatusReport | Unreadable | NumberChanged | ScopedIdChanged | OptedOut
"""What a webhook may tell."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that can be tapped; `id` comes back as `Received.choice`."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Template:
    """An approved form for outside the service window.

    `reference` is the provider's own name of it (a content id, or the approved name);
    `variables` fill its places in order, `language` is the provider's code ("en", "sw").
    """

    reference: str
    language: str
    variables: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """A frozen copy of an outbound message, ready to be handed to a provider.

    `account` is the channel account it leaves from, `to` an address as in `Received`;
    `media_url` names a picture to be shown over the text, where the channel shows any.
    `choices` are shown to be tapped where the channel can, and are in `text` anyhow; with a
    `template`, that is what is sent and `text` is what it says. `quotes` is the provider's
    reference of the message that this one answers. `subject`, `farewell` are an e-mail's.
    """

    id: UUID
    account: str
    channel: ChannelKind
    to: str
    text: str
    claimed_at: datetime
    media_url: str | None = None
    choices: tuple[Choice, ...] = ()
    template: Template | None = None
    quotes: str | None = None
    subject: str | None = None
    farewell: Farewell | None = None


class ChannelError(Exception):
    """The provider did not take the message.

    `code` is the provider's or ours; `retryable`: it was certainly not accepted and may be
    tried again; `ambiguous`: nobody knows whether it was accepted, so it must not be repeated.
    `after` is how long the provider asked to be left alone, if it said so.
    """

    def __init__(
        self,
        code: str,
        detail: str,
        *,
        retryable: bool = False,
        ambiguous: bool = False,
        trouble: Trouble = Trouble.OTHER,
        after: timedelta | None = None,
    ) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.retryable = retryable
        self.ambiguous = ambiguous
        self.trouble = trouble
        self.after = after


class Archive(Protocol):
    """What a provider keeps of the messages that people sent to us, to be looked through."""

    @property
    def accounts(self) -> Sequence[str]:
        """The channel accounts that it keeps messages of."""

    def pages(self, account: str, since: datetime) -> Iterable[Sequence[Received]]:
        """What came to an account since then, newest first. Raises `ChannelError`.

        `sent_at` is told of all; what else a list leaves out, `whole` may know.
        """

    def whole(self, received: Received) -> Received:
        """One of these messages with what came with it. Raises `ChannelError`."""


class Signs(Protocol):
    """What can be shown besides messages: it costs nothing, and nothing depends on it."""

    def react(self, to: str, reference: str, emoji: str) -> None:
        """Put an emoji at a message of theirs; an empty one takes it back. `ChannelError`."""

    def show_typing(self, reference: str) -> None:
        """Show for half a minute that a message is being answered. Raises `ChannelError`."""


class Channel(Protocol):
    """The adapter of one provider."""

    name: str
    """The provider's name, the first part of its channel accounts."""

    sms_account: str | None
    """The account of SMS to those who never wrote; None where it has none."""

    archive: Archive | None
    """What the provider keeps of what came in; None where it keeps nothing."""

    signs: Signs | None
    """What it can show besides messages; None where it can show nothing."""

    signed: bool
    """Whether a genuine webhook proves that its message came from the address it names:
    what an unsigned one decides needs a code, and above the shop's limit a PIN."""

    def is_genuine(self, webhook: Webhook) -> bool:
        """Whether the provider signed it; decided on the raw bytes, in constant time."""

    def read(self, webhook: Webhook) -> Iterable[Reported]:
        """Everything a genuine webhook reports; what it says in unknown words is left out."""

    def send(self, letter: Letter) -> str:
        """Hand over a message; its provider reference. Raises `ChannelError`."""

    def find(self, letter: Letter) -> Sequence[str]:
        """All like a letter whose answer was lost, by reference; `ChannelError` if untold."""

    def fetch(self, attachment: Attachment) -> Media:
        """The bytes of media, 16 MB at most, within seconds. Raises `ChannelError`.

        It is retryable where the provider may have them later; it never is ambiguous.
        """
