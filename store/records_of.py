"""What Karani holds about a person, or in a shop's book: as tables, a piece at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import TextClause, text

from store.database import Transaction

PIECE = 1000

Row = Sequence[Any]

_SHOP: Mapping[str, str] = {
    "shop": """
        select id, name, country, currency, timezone, language, day_ends_hour, created_at
        from organizations where id = :shop""",
    "members": """
        select person_id, name, phone, role, created_at, removed_at from members
        where organization_id = :shop order by created_at, person_id""",
    "entries": """
        select e.id, e.business_date, e.kind, e.item, e.quantity, e.unit, e.unit_price,
          e.amount, e.currency, e.payment, c.name as customer, m.name as recorded_by,
          e.reverses, e.note, e.recorded_at
        from entries e
        left join customers c
          on c.organization_id = e.organization_id and c.id = e.customer_id
        left join members m
          on m.organization_id = e.organization_id and m.person_id = e.person_id
        where e.organization_id = :shop order by e.id""",
    "days": """
        select business_date, kind, amount, entries from day_totals
        where organization_id = :shop order by business_date, kind""",
    "customers": """
        select id, name, phone, owes_us, we_owe, owes_since, note, created_at from customers
        where organization_id = :shop order by id""",
    "appointments": """
        select a.id, a.at, c.name as customer, a.service, a.status, a.note
        from appointments a
        left join customers c
          on c.organization_id = a.organization_id and c.id = a.customer_id
        where a.organization_id = :shop order by a.id""",
    "stock": """
        select name, quantity, unit, threshold, counted_at, unit_price, price_unit from items
        where organization_id = :shop order by key""",
    "stock_counts": """
        select id, item, quantity, unit, threshold, counted_at, taken_back_by from stock_counts
        where organization_id = :shop order by id""",
    "payments": """
        select provider, code, kind, amount, party, at, status, flags from payment_claims
        where organization_id = :shop order by at, code""",
    "day_closes": """
        select business_date, expected, counted, difference, closed_at from day_closes
        where organization_id = :shop order by business_date""",
    "rules": """
        select name, status, starter, settings, created_at from workflows
        where organization_id = :shop order by id""",
    "approvals": """
        select code, question, status, created_at, deadline, decided_at, via from approvals
        where organization_id = :shop order by id""",
    "ai_requests": """
        select id, created_at, type, about, input, provider, model, outcome, instead_of,
          because, answer, confidence, cost, correction from ai_requests
        where organization_id = :shop order by id""",
    "feedback": """
        select created_at, about, about_id, person_id, rating, correction, comment
        from feedback where organization_id = :shop order by id""",
    "audit": """
        select at, action, entity, entity_id, person_id, via, before, after from audit_entries
        where organization_id = :shop order by id""",
}
_PERSON: Mapping[str, str] = {
    "person": """
        select id, name, language, country, consent_version, consented_at, created_at
        from people where id = :person""",
    "addresses": """
        select kind, value, created_at from addresses where person_id = :person order by id""",
    "conversations": """
        select account, channel, heard_at, created_at, state from conversations
        where person_id = :person order by id""",
    "said": """
        select coalesce(sent_at, received_at) as at, account, body, attachments
        from inbound_messages
        where person_id = :person order by id""",
    "told": """
        select created_at as at, account, body, status::text as status from outbound_messages
        where person_id = :person order by id""",
    "opt_outs": """
        select channel, created_at from opt_outs where person_id = :person order by id""",
    "invitations": """
        select organization_name, role, name, phone, invited_by_name, created_at, accepted_at,
          declined_at from invitations where person_id = :person order by id""",
}
_IN_A_SHOP: Mapping[str, str] = {
    "shops": """
        select o.name as shop, m.role, m.name, m.phone, m.created_at, m.removed_at
        from members m join organizations o on o.id = m.organization_id
        where m.organization_id = :shop and m.person_id = :person""",
    "entries": """
        select o.name as shop, e.id, e.business_date, e.kind, e.item, e.quantity, e.unit,
          e.unit_price, e.amount, e.currency, e.payment, e.note, e.recorded_at
        from entries e join organizations o on o.id = e.organization_id
        where e.organization_id = :shop and e.person_id = :person order by e.id""",
    "approvals": """
        select o.name as shop, s.code, a.question, a.status, a.created_at, a.decided_at,
          a.decided_by = :person as decided_by_me
        from approval_seats s
        join approvals a on a.organization_id = s.organization_id and a.id = s.approval_id
        join organizations o on o.id = s.organization_id
        where s.organization_id = :shop and s.person_id = :person order by a.id""",
    "questions": """
        select o.name as shop, a.question, a.status, a.created_at
        from asks a join organizations o on o.id = a.organization_id
        where a.organization_id = :shop and a.person_id = :person order by a.id""",
    "reminders": """
        select o.name as shop, r.text, r.at, r.status
        from reminders r join organizations o on o.id = r.organization_id
        where r.organization_id = :shop and r.person_id = :person order by r.id""",
    "ai_requests": """
        select o.name as shop, q.id, q.created_at, q.type, q.input, q.answer, q.correction
        from ai_requests q join organizations o on o.id = q.organization_id
        where q.organization_id = :shop and q.person_id = :person order by q.id""",
    "feedback": """
        select o.name as shop, f.created_at, f.about, f.about_id, f.rating, f.correction,
          f.comment
        from feedback f join organizations o on o.id = f.organization_id
        where f.organization_id = :shop and f.person_id = :person order by f.id""",
    "deeds": """
        select o.name as shop, u.at, u.action, u.entity, u.entity_id, u.via
        from audit_entries u join organizations o on o.id = u.organization_id
        where u.organization_id = :shop and u.person_id = :person order by u.id""",
}
_SHOPS = text("select organization_id from members where person_id = :person order by 1")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a name; `rows` can be read once, before the next table is asked for."""

    name: str
    columns: tuple[str, ...]
    rows: Iterator[Row]


def shop(tx: Transaction, organization_id: UUID) -> Iterator[Table]:
    """A shop's book; the transaction must be in it."""
    for name, query in _SHOP.items():
        yield _table(name, _stream(tx, text(query), shop=organization_id))


def person(tx: Transaction, person_id: UUID) -> Iterator[Table]:
    """A person's own rows, here and in every shop they are or were in.

    The transaction must be theirs; it is in no shop afterwards.
    """
    tx.scope(organization_id=None, person_id=person_id)
    for name, query in _PERSON.items():
        yield _table(name, _stream(tx, text(query), person=person_id))
    everywhere = shops(tx, person_id)
    for name, query in _IN_A_SHOP.items():
        yield _table(name, _in_each(tx, text(query), person_id, everywhere))
    tx.scope(organization_id=None, person_id=person_id)


def shops(tx: Transaction, person_id: UUID) -> Sequence[UUID]:
    """The shops that the transaction's person is or was a member of."""
    return tx.execute(_SHOPS, {"person": person_id}).scalars().all()


def _in_each(
    tx: Transaction, query: TextClause, person_id: UUID, everywhere: Sequence[UUID]
) -> Iterator[Row]:
    for number, one in enumerate(everywhere):
        tx.scope(organization_id=one, person_id=person_id)
        rows = _stream(tx, query, shop=one, person=person_id)
        columns = next(rows)
        if number == 0:
            yield columns
        yield from rows


def _table(name: str, rows: Iterator[Row]) -> Table:
    columns = next(rows, ())
    return Table(name, tuple(columns), rows)


def _stream(tx: Transaction, query: TextClause, **values: UUID) -> Iterator[Row]:
    """The names of the columns, and then the rows."""
    options = {"stream_results": True, "yield_per": PIECE}
    found = tx.connection.execute(query, values, execution_options=options)
    yield tuple(found.keys())
    yield from found
