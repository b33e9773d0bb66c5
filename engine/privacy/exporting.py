"""Prepare an export: read it as a stream, write both files, keep them, send the addresses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from tempfile import TemporaryFile
from typing import IO, cast
from uuid import UUID

from bot import i18n
from bot.nlu.understanding import Channel
from bot.replies import privacy as replies
from bot.reply import Reply
from engine.files import export_files, files
from engine.files.export_files import Writer
from engine.outbound import deliveries
from engine.outbound.hours import Occasion
from engine.runtime import Runtime
from engine.work import Afterwards
from store import audit, conversations, exports, members, outbox, people, records_of
from store.audit import AuditEntry
from store.base import new_id
from store.conversations import Conversation
from store.database import Transaction
from store.exports import FORMATS, Export, Format, Scope
from store.outbox import OutboxEntry
from store.records_of import Table

LEASE = timedelta(minutes=30)
"""How long a process may write before another begins again."""

OPERATOR = "operator"
PIECE = 1 << 18
"""Files are kept and served a quarter of a megabyte at a time."""


def ask(
    tx: Transaction, person_id: UUID, conversation_id: UUID | None, scope: Scope, now: datetime
) -> UUID:
    """Leave an export to be prepared, unless the same is being prepared already; its id."""
    shop = tx.organization_id if scope == "shop" else None
    waiting = exports.waiting(tx, person_id, scope, shop, now - LEASE)
    if waiting is not None:
        return waiting
    export = Export(new_id(), person_id, shop, conversation_id, scope, now)
    exports.ask(tx, export)
    outbox.add(tx, "export", export.id, organization_id=shop, person_id=person_id)
    return export.id


def prepare(rt: Runtime, tx: Transaction, entry: OutboxEntry) -> Afterwards | None:
    """Take an export on; it is written afterwards, with this transaction closed."""
    tx.scope(organization_id=entry.organization_id, person_id=entry.person_id)
    export = exports.get(tx, entry.subject_id)
    if export is None or export.expires_at is not None or not may_have(tx, export):
        outbox.done(tx, entry.id)
        return None
    outbox.postpone(tx, entry.id, LEASE)  # Should this process die, another begins again.
    return partial(_write, rt, entry, export)


def write(rt: Runtime, export: Export, file_format: Format, into: IO[bytes]) -> None:
    """Write one file of an export. Opens a transaction and reads as it writes."""
    with rt.db.tenant(export.organization_id, export.person_id) as tx:
        tx.be_patient()
        _writer(file_format)(_tables(tx, export), into)


def _writer(file_format: Format) -> Writer:
    if file_format == "json":
        return export_files.to_json
    # It loads a library that draws: those who write no workbook need it not.
    from engine.files import workbooks

    return workbooks.write


def may_have(tx: Transaction, export: Export) -> bool:
    """Whether it is still theirs: a shop's book is for its owners."""
    shop = export.organization_id
    return shop is None or members.lock_role(tx, shop, export.person_id) == "OWNER"


def tell(tx: Transaction, export: Export, via: str) -> None:
    """Tell the audit of every shop whose rows are in it; the transaction must be theirs.

    `via` says who asked by which way: an "operator" is no person of ours.
    """
    shop, person = export.organization_id, export.person_id
    for one in [shop] if shop else records_of.shops(tx, person):
        tx.scope(organization_id=one, person_id=person)
        audit.append(
            tx,
            AuditEntry(
                organization_id=one,
                action="EXPORT",
                entity="organization" if shop else "person",
                entity_id=shop or person,
                person_id=None if via == OPERATOR else person,
                via=via,
            ),
        )
    tx.scope(organization_id=shop, person_id=person)


def _tables(tx: Transaction, export: Export) -> Iterator[Table]:
    if export.organization_id is not None:
        return records_of.shop(tx, export.organization_id)
    return records_of.person(tx, export.person_id)


def _write(rt: Runtime, entry: OutboxEntry, export: Export) -> None:
    with TemporaryFile() as json_file, TemporaryFile() as xlsx_file:
        written: dict[Format, IO[bytes]] = {"json": json_file, "xlsx": xlsx_file}
        for file_format in FORMATS:
            write(rt, export, file_format, written[file_format])
        with rt.db.tenant(export.organization_id, export.person_id) as tx:
            outbox.wait_for(tx, entry.id)
            _keep(rt, tx, export, written)
            outbox.done(tx, entry.id)


def _keep(
    rt: Runtime, tx: Transaction, export: Export, written: dict[Format, IO[bytes]]
) -> None:
    until = rt.clock() + files.LIFETIME
    if not exports.mark_ready(tx, export.id, until):
        return  # Erased meanwhile, or another was faster.
    for file_format, file in written.items():
        exports.keep(tx, export.id, file_format, _pieces(file))
    tell(tx, export, "chat" if export.conversation_id else "api")
    if export.conversation_id is None:
        return
    row = conversations.get(tx, export.conversation_id)
    if row is not None:
        _send(rt, tx, row, export)


def _send(rt: Runtime, tx: Transaction, row: Conversation, export: Export) -> None:
    reply = _addresses(rt, export)
    language = people.get(tx, export.person_id).language
    channel = cast(Channel, row.channel)
    text = i18n.wording(reply, language, rt.languages.translations, channel)
    deliveries.tell(tx, row, export.organization_id, text, Occasion.ASKED)


def _addresses(rt: Runtime, export: Export) -> Reply:
    now = rt.clock()
    paths = [files.export_path(rt.settings, export.id, one, now) for one in ("xlsx", "json")]
    if None in paths:
        return replies.no_address()
    excel, json = (f"{rt.settings.base_url}{path}" for path in paths)
    return replies.ready(excel, json)


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(PIECE):
        yield piece
