"""Erasure: take a person out of every table; amounts, dates and ids stay. For upkeep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    LargeBinary,
    Table,
    Text,
    bindparam,
    case,
    cast,
    func,
    or_,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from store import personal
from store.base import metadata
from store.database import Transaction
from store.personal import Traces

_HOLD = text("""
    select id from conversations where person_id = :person order by id
    for no key update skip locked
""")
_CONVERSATIONS = text("select count(*) from conversations where person_id = :person")
_LEAVING = text("""
    select exists (
      select from outbound_messages where person_id = :person and status < 'unknown'
        and created_at > now() - interval '10 minutes'
    )
""")
_NAMES = text("""
    select name from people where id = :person and name is not null
    union select name from members where person_id = :person and name is not null
    union select name from invitations where person_id = :person and name is not null
    union select invited_by_name from invitations where invited_by = :person
    union select name from customers where person_id = :person
""")
_SURE = text("select name from customers where person_id = :person")
_ADDRESSES = text("""
    select value from addresses where person_id = :person
    union select reply_to from conversations where person_id = :person
    union select recipient from outbound_messages where person_id = :person
""")
_SHOPS = text("""
    select organization_id from customers where person_id = :person union
    select organization_id from members where person_id = :person
    union select organization_id from invitations where person_id = :person
    union select organization_id from conversations
      where person_id = :person and organization_id is not null
    union select distinct organization_id from outbound_messages
      where person_id = :person and organization_id is not null
    union select distinct organization_id from inbound_messages
      where person_id = :person and organization_id is not null
""")
_CLOSED = text("""
    select o.id from organizations o join members m on m.organization_id = o.id
    where o.id = any(:shops) and o.closed_at is not null
      and m.person_id = :person and m.role = 'OWNER'
""")
_HIDE = (
    "update organizations set name = :pseudonym where id = :shop",
    "update invitations set organization_name = :pseudonym where organization_id = :shop",
    """update events
       set payload = jsonb_set(payload, '{name}', to_jsonb(cast(:pseudonym as text)))
       where organization_id = :shop and type = 'ORGANIZATION_CREATED'""",
)
_OWN = (
    """update people set name = :pseudonym, language = null, country = null, erased_at = now()
       where id = :person""",
    """update conversations set state = '{}', reply_to = '', address_id = null,
         closed_at = now(), doubted_at = null where person_id = :person""",
    """delete from one_time_codes where address in (
         select value from addresses where person_id = :person
       )""",
    "delete from accounts where person_id = :person",
    "delete from sessions where person_id = :person",
    """update api_keys set name = '****', revoked_at = coalesce(revoked_at, now())
       where person_id = :person""",
    "delete from addresses where person_id = :person",
    # A reference of Meta's holds the number; what is left still says that it was here.
    # Its digest keeps it from being taken in again where a provider lists what was said.
    """update inbound_messages m set body = '****', raw = '', quoted = null, held_at = null,
         attachments = '[]', reading = null, handled_at = coalesce(handled_at, now()),
         provider_reference = (
           select case
             when m.provider_reference like 'erased-%' then m.provider_reference
             when exists (select from inbound_messages other
               where other.account = m.account and other.provider_reference = known.digest)
               then 'erased-' || m.id
             else known.digest end
           from (values ('erased-' ||
             encode(sha256(convert_to(m.provider_reference, 'UTF8')), 'hex'))) known (digest))
       where person_id = :person""",
    """update outbound_messages set body = '****', recipient = '', media = null,
         template = null, subject = null,
         provider_reference = case when provider_reference is null then null
           else 'erased-' || id end,
         status = case when status < 'sent' then 'suppressed'::delivery_status
           else status end
       where person_id = :person""",
    """update members set name = :pseudonym, phone = null,
         removed_at = coalesce(removed_at, now()) where person_id = :person""",
    # Their own row in a shop's book, whatever they are called there.
    """update customers set name = :pseudonym, name_key = :pseudonym, phone = null,
         person_id = null, note = null where person_id = :person""",
    "update reminders set text = '****', status = 'cancelled' where person_id = :person",
    """update ai_requests set input = null, answer_schema = null, answer = null,
         correction = null
       where organization_id = any(:shops) and person_id = :person""",
    """update feedback set comment = '****', correction = null where person_id = :person""",
    """update events set payload = payload - 'comment' - 'correction'
       where organization_id = any(:shops) and type = 'FEEDBACK_GIVEN'
         and person_id = :person""",
    "delete from opt_outs where person_id = :person",
    "delete from idempotent_requests where person_id = :person",
    """delete from ussd_sessions
       where phone in (select value from addresses where person_id = :person)""",
    "delete from pins where person_id = :person",
    "delete from pin_resets where person_id = :person",
    """update invitations set name = null, phone = null,
         expires_at = least(expires_at, now()) where person_id = :person""",
    "update invitations set invited_by_name = :pseudonym where invited_by = :person",
    """update approval_seats set closed_at = now()
       where person_id = :person and closed_at is null""",
    """update step_runs s set output = null from asks a, runs r
       where a.person_id = :person and s.organization_id = a.organization_id
         and s.id = a.step_run_id and r.organization_id = s.organization_id
         and r.id = s.run_id and r.finished_at is not null""",
    """update audit_entries set before = null, after = null, erased_at = now()
       where organization_id = any(:shops) and entity = 'person' and entity_id = :person
         and (before is not null or after is not null)""",
    "delete from exports where person_id = :person or organization_id = any(:shops)",
    """delete from outbox where person_id = :person
         and kind in ('turn', 'delivery', 'notice', 'export', 'reading')""",
)
_TRACED = (
    """update audit_entries set before = null, after = null, erased_at = now()
       where organization_id = any(:shops)
         and (before::text ~* :json_pattern or after::text ~* :json_pattern)""",
    """update inbound_messages m set body = '****', raw = '', quoted = null,
         attachments = '[]', reading = null
       where m.organization_id = any(:shops) and m.handled_at is not null and m.body <> '****'
         and (m.body ~* :pattern
           or exists (select from unnest(:needles) n where position(n in m.raw) > 0))""",
    """update conversations set
         state = regexp_replace(state::text, :json_pattern, :pseudonym, 'gi')::jsonb
       where organization_id = any(:shops) and state::text ~* :json_pattern""",
    """delete from parked_bodies
       where exists (select from unnest(:needles) n where position(n in raw) > 0)""",
    """update payment_notices set raw = null
       where received_at < now() - interval '1 hour'
         and exists (select from unnest(:needles) n where position(n in raw) > 0)""",
)


@dataclass(frozen=True, slots=True)
class Known:
    """What tells of a person: their names, their addresses, and the shops that know them."""

    names: tuple[str, ...]
    addresses: tuple[str, ...]
    shops: tuple[UUID, ...]
    sure: tuple[str, ...] = ()
    """Names that a shop's book has for this very person."""


def hold(tx: Transaction, person_id: UUID) -> bool:
    """Take the person's conversations until the end; False while a turn has one of them."""
    whose = {"person": person_id}
    tx.be_patient()
    taken = tx.execute(_HOLD, whose).all()
    return bool(len(taken) == tx.execute(_CONVERSATIONS, whose).scalar_one())


def is_leaving(tx: Transaction, person_id: UUID) -> bool:
    """Whether a fresh message to the person is still on its way."""
    return bool(tx.execute(_LEAVING, {"person": person_id}).scalar_one())


def known(tx: Transaction, person_id: UUID) -> Known:
    """Everything that a person is known by."""
    whose = {"person": person_id}
    queries = (_NAMES, _ADDRESSES, _SHOPS, _SURE)
    found = [tx.execute(query, whose).scalars() for query in queries]
    names, addresses, shops, sure = (tuple(sorted(filter(None, one))) for one in found)
    return Known(names, addresses, shops, sure)


def erase(tx: Transaction, person_id: UUID, found: Known, traces: Traces) -> None:
    """Take the person out of every row that is theirs or tells of them.

    Their conversations must be held. Raises `sqlalchemy.exc.IntegrityError` where two rows
    would have one key.
    """
    values: dict[str, Any] = {
        "person": person_id,
        "shops": list(found.shops),
        "pseudonym": personal.pseudonym(person_id),
    }
    if traces.anywhere:
        values["pattern"], values["json_pattern"] = traces.anywhere, traces.anywhere_json
        _scrub(tx, personal.WORK, values)
    if traces.surely:
        values["pattern"], values["json_pattern"] = traces.surely, traces.surely_json
        _scrub(tx, personal.BOOK, values)
    if traces.anywhere:
        values["pattern"], values["json_pattern"] = traces.anywhere, traces.anywhere_json
        for statement in _TRACED:
            _execute(tx, statement, {**values, "needles": list(traces.needles)})
    for statement in _OWN:
        _execute(tx, statement, values)


def closed_of(tx: Transaction, person_id: UUID, shops: Sequence[UUID]) -> Sequence[UUID]:
    """Which of these shops the person owned until they were closed."""
    rows = tx.execute(_CLOSED, {"person": person_id, "shops": list(shops)})
    return rows.scalars().all()


def hide_shop(tx: Transaction, organization_id: UUID, name: str) -> None:
    """Take the name from a shop that is closed: it may be its owner's."""
    for statement in _HIDE:
        _execute(tx, statement, {"shop": organization_id, "pseudonym": name})


def _scrub(tx: Transaction, columns: personal.Columns, values: dict[str, Any]) -> None:
    for name, found in columns.items():
        table = metadata.tables[name]
        tx.execute(_replacing(table, [table.c[column] for column in found]), values)


def _replacing(table: Table, columns: Sequence[Column[Any]]) -> Any:
    mentions = or_(*(_as_text(column).op("~*")(_pattern(column)) for column in columns))
    return (
        update(table)
        .where(table.c.organization_id == func.any(bindparam("shops")), mentions)
        .values({column.name: _without(column) for column in columns})
    )


def _without(column: Column[Any]) -> ColumnElement[Any]:
    replaced: ColumnElement[Any] = func.regexp_replace(
        _as_text(column), _pattern(column), bindparam("pseudonym"), "gi"
    )
    if isinstance(column.type, JSONB):
        replaced = cast(replaced, JSONB)
    return case((column.is_(None), None), else_=replaced) if column.nullable else replaced


def _as_text(column: Column[Any]) -> ColumnElement[str]:
    return cast(column, Text)


def _pattern(column: Column[Any]) -> Any:
    return bindparam("json_pattern" if isinstance(column.type, JSONB) else "pattern")


def _execute(tx: Transaction, statement: str, values: dict[str, Any]) -> None:
    wanted = text(statement)
    if ":needles" in statement:
        wanted = wanted.bindparams(bindparam("needles", type_=ARRAY(LargeBinary)))
    used = {name: value for name, value in values.items() if f":{name}" in statement}
    tx.execute(wanted, used)
