"""The simulator: phones in the browser and the terminal; no network, anyone may be anyone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from uuid import uuid4

import phonenumbers

from engine.channels.base import (
    Archive,
    Attachment,
    ChannelError,
    ChannelKind,
    Letter,
    Media,
    Received,
    Signs,
    Webhook,
)

LONGEST_TEXT = 4096  # What WhatsApp lets a person type.
LONGEST_ID = 128


def account(channel: ChannelKind) -> str:
    """Where a phone writes to by this channel."""
    return f"simulator:{channel}:karani"


class FieldsError(ValueError):
    """What a phone sent cannot be read: `errors` says for each field what to mend."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{field}: {detail}" for field, detail in errors.items()))
        self.errors = errors


class SimulatorChannel:
    """Takes every message at once and delivers it by keeping it."""

    name = "simulator"
    sms_account: str | None = account("sms")
    archive: Archive | None = None
    signs: Signs | None = None
    signed = True  # Whoever reaches its door may be anyone anyway.

    def __init__(self, new_reference: Callable[[], str] = lambda: str(uuid4())) -> None:
        self._new_reference = new_reference

    def is_genuine(self, webhook: Webhook) -> bool:
        """True: its door is only open where nobody else can reach it."""
        return True

    def read(self, webhook: Webhook) -> Iterable[Received]:
        """One message, `{"from", "text", "channel", "id"?}`. Raises `FieldsError`."""
        document = _document(webhook.body)
        errors: dict[str, str] = {}
        address = _checked("from", document, phone, errors)
        text = _checked("text", document, _text, errors)
        channel = _checked("channel", document, channel_kind, errors)
        reference = _checked("id", document, _id, errors) if "id" in document else None
        if errors:
            raise FieldsError(errors)
        yield Received(
            account=account(channel_kind(channel)),
            channel=channel_kind(channel),
            provider_reference=reference or self._new_reference(),
            address=address,
            address_kind="phone",
            text=text,
            raw=webhook.body,
        )

    def send(self, letter: Letter) -> str:
        """Accepted at once."""
        return f"sim-{letter.id}"

    def find(self, letter: Letter) -> Sequence[str]:
        """Every letter arrived."""
        return [f"sim-{letter.id}"]

    def fetch(self, attachment: Attachment) -> Media:
        """Its phones send none."""
        raise ChannelError("no_media", "the simulator's phones send texts alone")


def phone(value: object) -> str:
    """A phone number as E.164. Raises `ValueError` saying what is wrong."""
    if not isinstance(value, str):
        raise ValueError("must be a phone number, such as +254711000001")
    try:
        number = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        raise ValueError("must be international, such as +254711000001") from None
    if not phonenumbers.is_possible_number(number):
        raise ValueError("has too few or too many digits for its country")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def channel_kind(value: object) -> ChannelKind:
    """A channel by its name. Raises `ValueError` naming those there are."""
    if value == "whatsapp":
        return "whatsapp"
    if value == "sms":
        return "sms"
    raise ValueError("must be whatsapp or sms")


def _text(value: object) -> str:
    # Neither NUL nor half a surrogate pair can be stored.
    text = str(value or "").replace("\0", "").encode("utf-8", "replace").decode()
    if not isinstance(value, str) or not text.strip():
        raise ValueError("must say something")
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"must be at most {LONGEST_TEXT} characters long")
    return text


def _id(value: object) -> str:
    if not isinstance(value, str) or not value.isascii() or not 0 < len(value) <= LONGEST_ID:
        raise ValueError(f"must be 1 to {LONGEST_ID} ASCII characters")
    return value.replace("\0", "")


def _checked(
    field: str,
    document: Mapping[str, object],
    check: Callable[[object], str],
    errors: dict[str, str],
) -> str:
    try:
        return check(document.get(field))
    except ValueError as error:
        errors[field] = str(error)
        return ""


def _document(body: bytes) -> Mapping[str, object]:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        raise FieldsError({"body": "must be a JSON object"}) from None
    if not isinstance(document, dict):
        raise FieldsError({"body": "must be a JSON object"})
    return document
