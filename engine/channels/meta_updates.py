"""Read what Meta reports: messages, statuses of ours, and people who changed their address."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

import structlog

from engine.channels.base import (
    NumberChanged,
    Received,
    Reported,
    ScopedIdChanged,
    StatusReport,
    Unreadable,
    Webhook,
)
from engine.channels.json_parts import Node, listed, node, nodes, number, parsed, said
from engine.channels.meta_contents import content
from engine.channels.meta_errors import code_of, trouble_of
from engine.channels.meta_people import People, is_scoped_id, named, phone_of

NAME = "meta"
OBJECT = "whatsapp_business_account"
STATUSES: Mapping[str, Literal["sent", "delivered", "read", "failed"]] = {
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "played": "read",  # A voice message, which was heard.
    "failed": "failed",
}

SILENT = frozenset({"revoke", "request_welcome"})
"""Kinds of messages that say nothing: what was written by then stays as it is."""

_log = structlog.get_logger(__name__)
_REFERENCE = re.compile(r"[!-~]{1,256}")
# Only at the very end: what stands before it is a name, which people choose themselves.
_MOVED = re.compile(r"changed from (?P<old>\S{1,140}) to (?P<new>\S{1,140})\s*$")
_SOON = datetime(2100, 1, 1, tzinfo=UTC).timestamp()


@dataclass(frozen=True, slots=True)
class _Update:
    """One message or status of a webhook, in what stands around it."""

    kind: Literal["messages", "statuses"]
    item: Any
    value: Node
    people: People
    whole: bytes | None = None
    """The body, where this update is all of it."""

    @property
    def raw(self) -> bytes:
        """The body byte for byte; of a batch only what belongs to this update."""
        if self.whole is not None:
            return self.whole
        kept = ("messaging_product", "metadata")
        value = {name: self.value[name] for name in kept if name in self.value}
        item = node(self.item)
        contact = self.people.of(item.get("from"), item.get("from_user_id"))
        value |= {"contacts": [contact] if contact else [], self.kind: [self.item]}
        change = {"field": "messages", "value": value}
        document = {"object": OBJECT, "entry": [{"changes": [change]}]}
        try:
            return json.dumps(document).encode()
        except RecursionError:  # Nested as deep as it could just be read.
            return b"{}"


def read(webhook: Webhook, number_id: str) -> Iterator[Reported]:
    """Everything a genuine webhook reports to our number, in its order."""
    document = parsed(webhook.body)
    if document is None:
        yield Unreadable(NAME, "no JSON object", webhook.body)
        return
    found = list(_found(document))
    whole = webhook.body if len(found) == 1 else None
    for update in found:
        yield from _reported(replace(update, whole=whole), number_id)


def is_reference(given: str) -> bool:
    """Whether it can be the id of a message."""
    return _REFERENCE.fullmatch(given) is not None


def _found(document: Node) -> Iterator[_Update]:
    for entry in nodes(document.get("entry")):
        for change in nodes(entry.get("changes")):
            if change.get("field") == "messages":
                yield from _changed(node(change.get("value")))
            else:
                _log.info("Meta reports what is not read", field=_word(change.get("field")))


def _changed(value: Node) -> Iterator[_Update]:
    for error in nodes(value.get("errors")):
        _log.warning("Meta reports an error", code=code_of(error))
    people = named(value.get("contacts"))
    for message in listed(value.get("messages")):
        yield _Update("messages", message, value, people)
    for status in listed(value.get("statuses")):
        yield _Update("statuses", status, value, people)


def _reported(update: _Update, number_id: str) -> Iterator[Reported]:
    metadata = node(update.value.get("metadata"))
    if said(metadata.get("phone_number_id")) != number_id:
        yield Unreadable(NAME, "to a number that is not ours", update.raw)
    elif update.kind == "statuses":
        yield from _status(update.people, node(update.item))
    elif node(update.item).get("type") == "system":
        yield from _moved(node(update.item))
    elif not _is_silent(node(update.item)):
        yield _message(update, number_id)


def _is_silent(message: Node) -> bool:
    """Whether it is no message to us: also in a group nobody speaks to us alone."""
    kind = _word(message.get("type"))
    is_silent = kind in SILENT or "group_id" in message
    if is_silent:
        _log.info("A message of this kind is not read", kind=kind)
    return is_silent


def _message(update: _Update, number_id: str) -> Received | Unreadable:
    message = node(update.item)
    reference = said(message.get("id"))
    phone, scoped = update.people.addresses(message.get("from"), message.get("from_user_id"))
    address = phone or scoped
    if address is None or not is_reference(reference):
        return Unreadable(NAME, "without sender or reference", update.raw)
    holds = content(message)
    quoted = holds.about or said(node(message.get("context")).get("id"))
    return Received(
        account=f"{NAME}:whatsapp:{number_id}",
        channel="whatsapp",
        provider_reference=reference,
        address=address,
        address_kind="phone" if phone else "bsuid",
        text=holds.text,
        raw=update.raw,
        quoted=quoted if is_reference(quoted) else None,
        sent_at=_moment(message.get("timestamp")),
        scoped_id=scoped if phone else None,
        choice=holds.choice,
        attachments=holds.attachments,
    )


def _moved(message: Node) -> Iterator[NumberChanged | ScopedIdChanged]:
    """A person's new number, their new id, or both."""
    system = node(message.get("system"))
    kind = _word(system.get("type"))
    if kind not in {"user_changed_number", "user_changed_user_id"}:
        _log.info("A notice of the system is not read", kind=kind)
        return
    old, new = (
        phone_of(message.get("from")),
        phone_of(system.get("new_wa_id") or system.get("wa_id")),
    )
    if kind == "user_changed_number" and old and new and old != new:
        yield NumberChanged(NAME, old, new)
    was, is_now = _old_id(message, system), said(system.get("user_id"))
    if was != is_now and is_scoped_id(was) and is_scoped_id(is_now):
        yield ScopedIdChanged(NAME, was, is_now)


def _old_id(message: Node, system: Node) -> str:
    told = said(system.get("previous_user_id")) or said(message.get("from_user_id"))
    if told:
        return told
    sentence = _MOVED.search(said(system.get("body")))
    is_it = sentence is not None and sentence["new"] == said(system.get("user_id"))
    return sentence["old"] if sentence is not None and is_it else ""


def _status(people: People, item: Node) -> Iterator[StatusReport]:
    status, reference = STATUSES.get(_word(item.get("status"))), said(item.get("id"))
    if status is None or not is_reference(reference):
        return
    codes = [code_of(error) for error in listed(item.get("errors"))]
    code = next(filter(None, codes), None)
    pricing = node(item.get("pricing"))
    category = said(pricing.get("category"))[:64] or None
    phone, scoped = _receiver(people, item) if status == "delivered" else (None, None)
    yield StatusReport(
        NAME,
        reference,
        status,
        code,
        trouble=trouble_of(code),
        message_id=_ours(item.get("biz_opaque_callback_data")),
        price=Decimal(0) if category and _is_free(pricing) else None,
        category=category,
        phone=phone,
        scoped_id=scoped,
    )


def _receiver(people: People, item: Node) -> tuple[str | None, str | None]:
    """The phone that a message went to, and its owner's id; neither where one is missing."""
    went_to = item.get("recipient_id"), item.get("recipient_user_id")
    phone, scoped = people.addresses(*went_to)
    return (phone, scoped) if phone and scoped else (None, None)


def _is_free(pricing: Node) -> bool:
    """Whether nothing is taken for it; what is taken Meta does not say."""
    kind = said(pricing.get("type"))
    return kind != "regular" if kind else pricing.get("billable") is False


def _ours(given: object) -> UUID | None:
    """Which message a status is about: our own id, which Meta hands back."""
    try:
        return UUID(said(given))
    except ValueError:
        return None


def _moment(given: object) -> datetime | None:
    seconds = number(given)
    return datetime.fromtimestamp(seconds, UTC) if seconds and seconds < _SOON else None


def _word(given: object) -> str:
    return said(given)[:64]
