"""Write to people who did not just write to us: by which way, in whose language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

import structlog

from engine.channels import text
from engine.channels.base import ChannelKind
from engine.desk import Desk
from store import conversations, outbound, outbox
from store.base import new_id
from store.conversations import Way
from store.outbox import NewEntry

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Note:
    """A text for one person by language, whose `reason` says why it is sent.

    `approval_id` names the approval that it asks for: an answer may quote it.
    """

    person_id: UUID
    texts: Mapping[str, str]
    reason: str
    step_run_id: UUID | None = None
    channel: str = "auto"
    approval_id: UUID | None = None


def tell(desk: Desk, notes: Sequence[Note]) -> None:
    """Queue each note by the way that reaches its person; who cannot be reached is logged."""
    if not notes:
        return
    with desk.tx.directory():
        found = conversations.ways(desk.tx, sorted({note.person_id for note in notes}))
    sent = []
    for note in notes:
        way = choose([way for way in found if way.person_id == note.person_id], note.channel)
        if way is None:
            _log.warning(
                "Nobody can be reached", person=str(note.person_id), reason=note.reason
            )
        else:
            sent.append(_message(desk, note, way))
    if sent:
        outbound.queue_all(desk.tx, sent)
        outbox.add_all(
            desk.tx,
            [
                NewEntry("delivery", row["id"], desk.organization_id, row["person_id"])
                for row in sent
            ],
        )


def choose(ways: Sequence[Way], channel: str) -> Way | None:
    """The way to take: WhatsApp while its window is open, otherwise SMS; newest first."""
    fit = [way for way in ways if channel in ("auto", way.channel)]
    open_ones = [way for way in fit if way.channel == "whatsapp" and way.is_open]
    others = [way for way in fit if way.channel != "whatsapp"]
    return next(iter([*open_ones, *others]), None)


def _message(desk: Desk, note: Note, way: Way) -> dict[str, Any]:
    channel = cast(ChannelKind, way.channel)
    language = way.language or desk.organization.language
    spoken = note.texts.get(language) or next(iter(note.texts.values()))
    body = text.fit(spoken, channel)
    return {
        "id": new_id(),
        "organization_id": desk.organization_id,
        "person_id": note.person_id,
        "conversation_id": way.conversation_id,
        "account": way.account,
        "channel": way.channel,
        "recipient": way.reply_to,
        "body": body,
        "parts": text.sms_parts(body) if channel == "sms" else 1,
        "reason": note.reason,
        "step_run_id": note.step_run_id,
        "approval_id": note.approval_id,
    }
