"""Twilio: WhatsApp and SMS, both directions."""

from __future__ import annotations

import hashlib
import hmac
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, timedelta
from typing import Literal
from urllib.parse import parse_qs, unquote_to_bytes, urlparse

import structlog
from twilio.base import values  # type: ignore[import-untyped] # The SDK has no types.
from twilio.request_validator import (  # type: ignore[import-untyped] # The SDK has no types.
    HMAC_SHA1,
    HMAC_SHA256,
    add_port,
    get_signature_algorithm,
    remove_port,
)

from engine.channels import twilio_api, twilio_media
from engine.channels.base import (
    Attachment,
    ChannelKind,
    Letter,
    Media,
    Received,
    Reported,
    StatusReport,
    Unreadable,
    Webhook,
)
from engine.channels.http import LARGEST_MEDIA, Line
from engine.settings import Settings, SettingsError

_Pairs = list[tuple[bytes, bytes]]
_Digest = Literal["sha1", "sha256"]
STATUSES: Mapping[str, Literal["sent", "delivered", "read", "failed"]] = {
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "failed": "failed",
    "undelivered": "failed",
    "canceled": "failed",
}
STATUS_PATH = "/webhooks/twilio/status"
_log = structlog.get_logger(__name__)
_INBOUND = {"", "received", "receiving"}  # The status of a message that comes to us.
_DIGESTS: Mapping[str, _Digest] = {HMAC_SHA1: "sha1", HMAC_SHA256: "sha256"}
_SAME_MESSAGE = timedelta(minutes=2)  # Between our claim and Twilio's date of creation.

_REFERENCES = ("MessageSid", "SmsMessageSid", "SmsSid")
_REFERENCE = re.compile(r"[!-~]{1,128}")
_PHONE = re.compile(r"\+[1-9][0-9]{5,14}")
_BSUID = re.compile(r"[A-Z]{2}\.[A-Za-z0-9.]{1,128}")


class TwilioChannel:
    """Our numbers at Twilio, for WhatsApp and for SMS."""

    name = "twilio"
    signed = True

    def __init__(self, settings: Settings) -> None:
        if not (settings.twilio_account_sid and settings.twilio_auth_token):
            raise SettingsError("TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN are missing")
        self._token = settings.twilio_auth_token.get_secret_value()
        self._account = twilio_api.Account(
            settings.twilio_account_sid, self._token, settings.twilio_api_url
        )
        self._numbers: dict[ChannelKind, str | None] = {
            "whatsapp": settings.twilio_whatsapp_from,
            "sms": settings.twilio_sms_from,
        }
        number = settings.twilio_sms_from
        self.sms_account: str | None = f"twilio:sms:{number}" if number else None
        self._status_callback = settings.base_url + STATUS_PATH
        self._client = twilio_api.connect(self._account)
        self._media_line = Line(LARGEST_MEDIA)

    def is_genuine(self, webhook: Webhook) -> bool:
        """Whether it is signed with our token, over our URL and everything it carries."""
        settings = webhook.headers.get("x-twilio-webhooks-signature-settings", "")
        digest = _DIGESTS.get(get_signature_algorithm(settings).upper())
        given = webhook.headers.get("x-twilio-signature", "").encode()
        if digest is None or not given:
            return False
        pairs = _pairs(webhook.body)
        if any(
            name == b"AccountSid" and sid != self._account.sid.encode() for name, sid in pairs
        ):
            return False
        matches = [
            hmac.compare_digest(given, _signature(self._token, url, content, digest))
            for url in _spellings(webhook.url)
            for content in _signed_contents(webhook, pairs)
        ]
        return any(matches)  # All are compared: how long it takes says nothing.

    def read(self, webhook: Webhook) -> Iterable[Reported]:
        """The message or status report of a genuine webhook, if it is one that we know."""
        form = _texts(webhook.body)
        if form.get("MessageStatus", "") in _INBOUND:
            return self._read_message(form, webhook.body)
        return self._read_status(form)

    def send(self, letter: Letter) -> str:
        """Hand over a message; its MessageSid. Raises `ChannelError`."""
        _, number = letter.account.removeprefix("twilio:").split(":", 1)
        prefix = _prefix(letter.channel)
        message = twilio_api.ask(
            lambda: self._client.messages.create(
                to=prefix + letter.to,
                from_=prefix + number,
                body=letter.text,
                media_url=letter.media_url or values.unset,
                status_callback=self._status_callback,
            )
        )
        if not (isinstance(message.sid, str) and _REFERENCE.fullmatch(message.sid)):
            raise twilio_api.unreadable()
        return message.sid

    def find(self, letter: Letter) -> Sequence[str]:
        """The MessageSids of the messages that have this text, receiver and time."""
        claimed_at = letter.claimed_at.astimezone(UTC)
        found = twilio_api.ask(
            lambda: self._client.messages.list(
                to=_prefix(letter.channel) + letter.to,
                date_sent_after=claimed_at - _SAME_MESSAGE,
                limit=200,
            )
        )
        return [
            str(message.sid)
            for message in found
            if (message.body or "").strip() == letter.text.strip()
            and message.date_created
            and abs(message.date_created - claimed_at) <= _SAME_MESSAGE
        ]

    def fetch(self, attachment: Attachment) -> Media:
        """The bytes of media that Twilio keeps for us."""
        return twilio_media.fetch(self._media_line, self._account, attachment.reference)

    def _read_message(
        self, form: Mapping[str, str], raw: bytes
    ) -> Iterator[Received | Unreadable]:
        channel, to = _split(form.get("To", ""))
        _, sender = _split(form.get("From", ""))
        reference = _reference(form)
        kind = _address_kind(sender, channel)
        if kind is None or reference is None:
            yield Unreadable(self.name, "without sender or reference", raw)
            return
        if to != self._numbers[channel]:
            yield Unreadable(self.name, "to a number that is not ours", raw)
            return
        quoted = form.get("OriginalRepliedMessageSid", "")
        yield Received(
            account=f"twilio:{channel}:{to}",
            channel=channel,
            provider_reference=reference,
            address=sender,
            address_kind=kind,
            text=form.get("ButtonPayload") or form.get("Body", ""),
            raw=raw,
            quoted=quoted if _REFERENCE.fullmatch(quoted) else None,
            scoped_id=_scoped_id(form, kind, channel),
        )

    def _read_status(self, form: Mapping[str, str]) -> Iterator[StatusReport]:
        status = STATUSES.get(form["MessageStatus"])
        reference = _reference(form)
        if status is None or reference is None:
            return  # Still on its way: nothing that we did not know.
        code = re.fullmatch(r"[1-9][0-9]{0,9}", form.get("ErrorCode", ""))
        yield StatusReport("twilio", reference, status, code[0] if code else None)


def _pairs(body: bytes) -> _Pairs:
    """The names and values of a form, byte for byte: blank, repeated and ill-coded too."""
    parts = (part.replace(b"+", b" ").partition(b"=") for part in body.split(b"&") if part)
    return [(unquote_to_bytes(name), unquote_to_bytes(value)) for name, _, value in parts]


def _texts(body: bytes) -> dict[str, str]:
    """The form as text that can be stored; of a repeated name the first value."""
    pairs = [(name.decode("utf-8", "replace"), value) for name, value in _pairs(body)]
    return {
        name: value.decode("utf-8", "replace").replace("\0", "")
        for name, value in reversed(pairs)
    }


def _signed_contents(webhook: Webhook, pairs: _Pairs) -> Iterator[bytes]:
    """What may follow the URL under a signature: the form, or nothing if the URL vouches."""
    yield b"".join(name + value for name, value in sorted(set(pairs)))
    claimed = parse_qs(urlparse(webhook.url).query).get("bodySHA256", [""])[0]
    if hmac.compare_digest(hashlib.sha256(webhook.body).hexdigest().encode(), claimed.encode()):
        yield b""


def _spellings(url: str) -> set[str]:
    """Twilio signs the URL with or without its port."""
    parsed = urlparse(url)
    return {url, add_port(parsed), remove_port(parsed)}


def _signature(token: str, url: str, content: bytes, digest: _Digest) -> bytes:
    return b64encode(hmac.digest(token.encode(), url.encode() + content, digest))


def _reference(form: Mapping[str, str]) -> str | None:
    reference = next(filter(None, map(form.get, _REFERENCES)), "")
    return reference if _REFERENCE.fullmatch(reference) else None


def _prefix(channel: ChannelKind) -> str:
    return "whatsapp:" if channel == "whatsapp" else ""


def _split(address: str) -> tuple[ChannelKind, str]:
    if address.startswith("whatsapp:"):
        return "whatsapp", address.removeprefix("whatsapp:")
    return "sms", address


def _scoped_id(form: Mapping[str, str], kind: str, channel: ChannelKind) -> str | None:
    """The id that WhatsApp gives the sender for us, told beside their phone."""
    _, scoped = _split(form.get("ExternalUserId", ""))
    is_one = kind == "phone" and channel == "whatsapp" and _BSUID.fullmatch(scoped)
    return scoped if is_one else None


def _address_kind(address: str, channel: ChannelKind) -> Literal["phone", "bsuid"] | None:
    if _PHONE.fullmatch(address):
        return "phone"
    if channel == "whatsapp" and _BSUID.fullmatch(address):
        return "bsuid"
    return None
