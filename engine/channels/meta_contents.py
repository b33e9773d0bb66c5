"""What a WhatsApp message says: its words, what was tapped, what came with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from engine.channels.base import Attachment, MediaKind
from engine.channels.json_parts import Node, node, nodes, said

LONGEST_NAMES = 200
_MEDIA_ID = re.compile(r"[!-~]{1,200}")
_MEDIA: Mapping[str, MediaKind] = {
    "audio": "audio",
    "voice": "audio",
    "image": "image",
    "video": "video",
    "document": "document",
    "sticker": "sticker",
}


@dataclass(frozen=True, slots=True)
class Content:
    """The words of a message; `choice` and the rest as in `Received`.

    `about` is the message that a reaction is at.
    """

    text: str = ""
    choice: str | None = None
    attachments: tuple[Attachment, ...] = ()
    about: str = ""


def content(message: Node) -> Content:
    """What a message says; nothing where it is of a kind that says nothing to us."""
    kind = said(message.get("type"))
    read = _KINDS.get(kind)
    body = message.get(kind)
    if read is not None:
        return read(body)
    if kind in _MEDIA:
        return _media(_MEDIA[kind], node(body))
    return Content()


def _text(body: object) -> Content:
    return Content(said(node(body).get("body")))


def _button(body: object) -> Content:
    return _tapped(said(node(body).get("payload")), said(node(body).get("text")))


def _interactive(body: object) -> Content:
    reply = node(node(body).get("button_reply")) or node(node(body).get("list_reply"))
    return _tapped(said(reply.get("id")), said(reply.get("title")))


def _tapped(choice: str, label: str) -> Content:
    return Content(label, choice or None)


def _order(body: object) -> Content:
    return Content(said(node(body).get("text")))


def _media(kind: MediaKind, body: Node) -> Content:
    reference = said(body.get("id"))
    mime_type = said(body.get("mime_type")).partition(";")[0].strip().lower()[:255]
    found = Attachment(kind, reference, mime_type, is_voice=body.get("voice") is True)
    attachments = (found,) if _MEDIA_ID.fullmatch(reference) else ()
    return Content(said(body.get("caption")), attachments=attachments)


def _location(body: object) -> Content:
    latitude, longitude = _degrees(body, "latitude"), _degrees(body, "longitude")
    if latitude is None or longitude is None:
        return Content()
    return Content(attachments=(Attachment("location", f"{latitude},{longitude}"),))


def _degrees(body: object, name: str) -> str | None:
    try:
        degrees = round(Decimal(str(node(body).get(name))), 7)
    except ArithmeticError:
        return None
    is_one = degrees.is_finite() and abs(degrees) <= 180
    return f"{degrees.normalize():f}" if is_one else None


def _contacts(body: object) -> Content:
    names = [said(node(one.get("name")).get("formatted_name")) for one in nodes(body)]
    told = ", ".join(filter(None, names))[:LONGEST_NAMES]
    return Content(attachments=(Attachment("contact", told),))


def _reaction(body: object) -> Content:
    found = node(body)
    emoji = Attachment("reaction", said(found.get("emoji"))[:64])
    return Content(attachments=(emoji,), about=said(found.get("message_id")))


def _edit(body: object) -> Content:
    # The new words would be taken for a second record of what the first ones told.
    changed = said(node(body).get("original_message_id"))[:256]
    return Content(attachments=(Attachment("edit", changed),))


_KINDS: Mapping[str, Callable[[object], Content]] = {
    "text": _text,
    "button": _button,
    "interactive": _interactive,
    "order": _order,
    "location": _location,
    "contacts": _contacts,
    "reaction": _reaction,
    "edit": _edit,
}
