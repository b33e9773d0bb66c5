"""Read what Twilio reports: a person's message, or the status of one of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from engine.channels.addresses import BSUID, PHONE
from engine.channels.base import (
    Attachment,
    AttachmentKind,
    ChannelKind,
    Received,
    Reported,
    StatusReport,
    Trouble,
    Unreadable,
    Webhook,
)
from engine.channels.twilio_errors import trouble_of
from engine.channels.twilio_proof import pairs_of

Numbers = Mapping[ChannelKind, str | None]
"""Ours, by channel; None where there is none."""

MESSAGE_ID = "message"
"""In the address of a status report: which message of ours it is about."""

STATUSES: Mapping[str, Literal["sent", "delivered", "read", "failed"] | None] = {
    "accepted": None,
    "scheduled": None,
    "queued": None,
    "sending": None,
    "sent": "sent",
    "partially_delivered": "sent",  # Not all of it: more than sent it is not.
    "delivered": "delivered",
    "read": "read",
    "failed": "failed",
    "undelivered": "failed",
    "canceled": "failed",
}
"""What Twilio says of ours; None for what we knew already."""

CALLS: Mapping[str, Literal["delivered", "failed"]] = {
    "completed": "delivered",
    "busy": "failed",
    "no-answer": "failed",
    "failed": "failed",
    "canceled": "failed",
}
"""What Twilio says of a call that is over."""
MACHINE = "machine"
"""Why a call failed that a voicemail took: nothing was said to it."""

_INBOUND = {"", "received", "receiving"}  # The status of a message that comes to us.
_REFERENCES = ("MessageSid", "SmsMessageSid", "SmsSid")
_REFERENCE = re.compile(r"[!-~]{1,128}")
_DEGREES = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,16})?")
_MOST_MEDIA = 10
_LONGEST_ADDRESS = 2000


def read(webhook: Webhook, numbers: Numbers) -> Iterator[Reported]:
    """The message or status report of a genuine webhook, if it is one that we know."""
    form = texts(webhook.body)
    if "CallSid" in form:  # Whatever it is: what was pressed in a call is not kept.
        yield from _call(form, webhook.url)
    elif form.get("MessageStatus", "") in _INBOUND:
        yield message(form, webhook.body, numbers)
    else:
        yield from _status(form, webhook.url)


def message(form: Mapping[str, str], raw: bytes, numbers: Numbers) -> Received | Unreadable:
    """A person's message to one of our numbers, by the names of Twilio's webhooks."""
    channel, to = split(form.get("To", ""))
    _, sender = split(form.get("From", ""))
    reference = _reference(form)
    kind = _address_kind(sender, channel)
    if kind is None or reference is None:
        return Unreadable("twilio", "without sender or reference", raw)
    if to != numbers[channel]:
        return Unreadable("twilio", "to a number that is not ours", raw)
    attachments = tuple(_attachments(form))
    return Received(
        account=f"twilio:{channel}:{to}",
        channel=channel,
        provider_reference=reference,
        address=sender,
        address_kind=kind,
        text="" if any(one.kind == "reaction" for one in attachments) else _text(form),
        raw=raw,
        quoted=_known(form.get("OriginalRepliedMessageSid", "")),
        scoped_id=_scoped_id(form, kind, channel),
        choice=form.get("ButtonPayload") or form.get("ListId") or None,
        attachments=attachments,
    )


def prefix(channel: ChannelKind) -> str:
    """What stands before an address in Twilio's words."""
    return "whatsapp:" if channel == "whatsapp" else ""


def split(address: str) -> tuple[ChannelKind, str]:
    """An address in Twilio's words: its channel and what is ours of it."""
    if address.startswith("whatsapp:"):
        return "whatsapp", address.removeprefix("whatsapp:")
    return "sms", address


def is_reference(given: object) -> bool:
    """Whether it can be the id of a message."""
    return isinstance(given, str) and _REFERENCE.fullmatch(given) is not None


def _status(form: Mapping[str, str], url: str) -> Iterator[StatusReport]:
    status = STATUSES.get(form["MessageStatus"])
    reference = _reference(form)
    if status is None or reference is None:
        return  # Still on its way: nothing that we did not know.
    found = re.fullmatch(r"[1-9][0-9]{0,9}", form.get("ErrorCode", ""))
    code = found[0] if found else None
    yield StatusReport(
        "twilio",
        reference,
        status,
        code,
        trouble=trouble_of(code),
        message_id=_ours(url),
    )


def _call(form: Mapping[str, str], url: str) -> Iterator[StatusReport]:
    """How a call of ours has ended; nothing while it goes on."""
    state, reference = form.get("CallStatus", ""), _known(form["CallSid"])
    status = CALLS.get(state)
    if status is None or reference is None:
        return
    if status == "delivered" and is_by_machine(form):
        status, state = "failed", MACHINE
    yield StatusReport(
        "twilio",
        reference,
        status,
        state if status == "failed" else None,
        trouble=Trouble.SPARED if status == "failed" else Trouble.OTHER,
        message_id=_ours(url),
    )


def is_by_machine(form: Mapping[str, str]) -> bool:
    """Whether a voicemail or a fax has taken a call."""
    return form.get("AnsweredBy", "").startswith((MACHINE, "fax"))


def _ours(url: str) -> UUID | None:
    """Which message a report is about: our own id, in the address that we gave Twilio."""
    try:
        return UUID(parse_qs(urlsplit(url).query)[MESSAGE_ID][0])
    except (KeyError, ValueError):
        return None


def _text(form: Mapping[str, str]) -> str:
    """What was said, or the label of what was tapped."""
    return form.get("Body") or form.get("ButtonText") or form.get("ListTitle") or ""


def _attachments(form: Mapping[str, str]) -> Iterator[Attachment]:
    if form.get("MessageType") == "reaction":
        yield Attachment("reaction", form.get("Body", "")[:64])
    latitude, longitude = form.get("Latitude", ""), form.get("Longitude", "")
    if _DEGREES.fullmatch(latitude) and _DEGREES.fullmatch(longitude):
        yield Attachment("location", f"{latitude},{longitude}")
    for number in range(_MOST_MEDIA):
        address = form.get(f"MediaUrl{number}", "")
        if not address:
            return
        if len(address) <= _LONGEST_ADDRESS:
            kind = form.get(f"MediaContentType{number}", "").partition(";")[0].strip().lower()
            yield media(address, kind[:255], is_sticker=form.get("MessageType") == "sticker")


def media(address: str, mime_type: str, *, is_sticker: bool = False) -> Attachment:
    """A file at an address of Twilio's API."""
    return Attachment(
        "sticker" if is_sticker else _kind(mime_type),
        address,
        mime_type,
        # A phone records in this format, and shares music in others.
        is_voice=mime_type == "audio/ogg",
    )


def _kind(mime_type: str) -> AttachmentKind:
    match mime_type.partition("/"):
        case "image", _, "webp":
            return "sticker"  # WhatsApp sends photos as JPEG or PNG.
        case "image", _, _:
            return "image"
        case "audio", _, _:
            return "audio"
        case "video", _, _:
            return "video"
        case "text", _, "vcard" | "x-vcard":
            return "contact"
        case _:
            return "document"


def texts(body: bytes) -> dict[str, str]:
    """The form as text that can be stored; of a repeated name the first value."""
    pairs = [(name.decode("utf-8", "replace"), value) for name, value in pairs_of(body)]
    return {
        name: value.decode("utf-8", "replace").replace("\0", "")
        for name, value in reversed(pairs)
    }


def _reference(form: Mapping[str, str]) -> str | None:
    return _known(next(filter(None, map(form.get, _REFERENCES)), ""))


def _known(reference: str) -> str | None:
    return reference if is_reference(reference) else None


def _scoped_id(form: Mapping[str, str], kind: str, channel: ChannelKind) -> str | None:
    """The id that WhatsApp gives the sender for us, told beside their phone."""
    _, scoped = split(form.get("ExternalUserId", ""))
    is_one = kind == "phone" and channel == "whatsapp" and BSUID.fullmatch(scoped)
    return scoped if is_one else None


def _address_kind(address: str, channel: ChannelKind) -> Literal["phone", "bsuid"] | None:
    if PHONE.fullmatch(address):
        return "phone"
    if channel == "whatsapp" and BSUID.fullmatch(address):
        return "bsuid"
    return None
