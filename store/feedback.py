"""Feedback: what people say of messages, runs, answers and entries, with what it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    SmallInteger,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from store.base import columns_of, id_column, metadata, moment, organization_column
from store.database import Transaction
from store.prepared import Prepared, insertion

About = Literal["message", "run", "ai_answer", "entry"]

feedback = Table(
    "feedback",
    metadata,
    organization_column(implied=True),
    id_column(),
    Column("about", Text, nullable=False),
    Column("about_id", Uuid, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("via", Text, nullable=False),
    Column("rating", SmallInteger),
    Column("correction", JSONB(none_as_null=True)),
    Column("comment", Text),
    moment("created_at", now=True),
    CheckConstraint("about in ('message', 'run', 'ai_answer', 'entry')", name="about"),
    CheckConstraint("rating between 1 and 5", name="rating"),
    CheckConstraint(
        "rating is not null or correction is not null or comment is not null",
        name="says_something",
    ),
    ForeignKeyConstraint(
        ["organization_id", "id"], ["events.organization_id", "events.id"],
        name="fk_feedback_event",
    ),
    Index("ix_feedback_about_id", "organization_id", "about_id", "id"),
)  # fmt: skip

# What it is about: what went in, and what Karani made of it.
_SUBJECTS: Mapping[About, str] = {
    "message": """
      select to_jsonb(i.body) as input, to_jsonb(o.body) as answer from outbound_messages o
      left join inbound_messages i on i.id = o.answers_id
      where o.id = {id} and o.organization_id = {shop}
      union all
      select to_jsonb(i.body), null from inbound_messages i
      where i.id = {id} and i.organization_id = {shop}""",
    "run": """
      select e.payload as input,
        jsonb_build_object('status', r.status, 'error', r.error) as answer
      from runs r
      left join events e on e.organization_id = r.organization_id and e.id = r.event_id
      where r.organization_id = {shop} and r.id = {id}""",
    "ai_answer": """
      select s.input, s.output as answer from step_runs s
      where s.organization_id = {shop} and s.id = {id} and s.type = 'ai_process'
      union all
      select q.input, q.answer from ai_requests q
      where q.organization_id = {shop} and q.id = {id}""",
    "entry": """
      select to_jsonb(i.body) as input, e.payload as answer from entries n
      join events e on e.organization_id = n.organization_id and e.id = n.event_id
      left join inbound_messages i on i.id = e.message_id
      where n.organization_id = {shop} and n.id = {id}""",
}
_KNOWN = {
    about: Prepared(text(query.format(id=":key", shop=":organization")))
    for about, query in _SUBJECTS.items()
}
_OF = " union all ".join(
    f"select * from ({query.format(id='f.about_id', shop='f.organization_id')}) {about}"  # noqa: S608
    f" where f.about = '{about}'"
    for about, query in _SUBJECTS.items()
)
_ROWS = f"""
    select f.id, f.organization_id, f.about, f.about_id, f.person_id, f.via, f.rating,
      f.correction, f.comment, f.created_at, subject.input, subject.answer
    from feedback f left join lateral ({_OF}) subject on true
    where {{bounds}} order by f.id {{order}} limit :most
"""  # noqa: S608 -- Of constants.
_HERE = "f.organization_id = :organization"
_BOUNDS = {
    "before": "f.id < :before",
    "about": "f.about = :about",
    "about_id": "f.about_id = :about_id",
}
_EVERYWHERE = text(_ROWS.format(bounds="f.id > :after", order="asc"))


@dataclass(frozen=True, slots=True)
class Feedback:
    """What somebody says; `id` is that of its event. A rating is 1 (wrong) to 5 (right)."""

    organization_id: UUID
    id: UUID
    about: str
    about_id: UUID
    person_id: UUID
    via: str
    rating: int | None = None
    correction: Any = None
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """Feedback beside its subject as it stands now; None where words are kept no longer."""

    id: UUID
    organization_id: UUID
    about: About
    about_id: UUID
    person_id: UUID
    via: str
    rating: int | None
    correction: Any
    comment: str | None
    created_at: datetime
    input: Any
    answer: Any


_ADD = insertion(feedback, *(field.name for field in fields(Feedback)))


def add(tx: Transaction, told: Feedback) -> None:
    """Keep what somebody says; its event must be recorded."""
    tx.insert(_ADD, [columns_of(told)])


def is_known(tx: Transaction, organization_id: UUID, about: About, about_id: UUID) -> bool:
    """Whether there is in this shop what feedback is about."""
    key = {"organization": organization_id, "key": about_id}
    return bool(tx.fetch(_KNOWN[about], key))


def newest(
    tx: Transaction, organization_id: UUID, most: int, bounds: Mapping[str, Any]
) -> Sequence[Told]:
    """A shop's feedback, newest first: from `before` one, `about` a kind, of one `about_id`."""
    given = {name: value for name, value in bounds.items() if value is not None}
    wanted = " and ".join([_HERE, *(_BOUNDS[name] for name in sorted(given))])
    values = {"organization": organization_id, "most": most, **given}
    rows = tx.execute(text(_ROWS.format(bounds=wanted, order="desc")), values)
    return [Told(**row._mapping) for row in rows]


def after(tx: Transaction, last: UUID, most: int) -> Sequence[Told]:
    """Feedback of every shop behind an id, oldest first; for the relay's role."""
    return [
        Told(**row._mapping) for row in tx.execute(_EVERYWHERE, {"after": last, "most": most})
    ]
