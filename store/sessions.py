"""Sessions: sign-ins of people, each with the one refresh token that is good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    Table,
    Uuid,
    and_,
    bindparam,
    case,
    delete,
    func,
    insert,
    select,
    text,
    update,
)

from store.accounts import accounts
from store.base import metadata, moment
from store.database import Transaction
from store.members import Post
from store.organizations import members
from store.people import people
from store.prepared import Prepared

sessions = Table(
    "sessions",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("person_id", Uuid, ForeignKey("people.id"), nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("previous", LargeBinary),
    moment("created_at", now=True),
    moment("rotated_at", now=True),
    moment("expires_at"),
    moment("revoked_at", nullable=True),
    Index("ix_sessions_person_id", "person_id"),
    Index("ix_sessions_expires_at", "expires_at"),
)

IDLE = timedelta(days=30)
LONGEST = timedelta(days=180)
GRACE = timedelta(seconds=30)
"""How long a refresh token is answered once more: its answer may have been lost."""
SILENCE = timedelta(days=90)
"""A number that was not used for so long may have been sold to somebody else."""

_s = sessions.c
_IS_LET_IN = and_(
    _s.revoked_at.is_(None),
    _s.expires_at > func.now(),
    people.c.erased_at.is_(None),
    accounts.c.locked_at.is_(None),
)
_WHOSE = sessions.join(people, people.c.id == _s.person_id).outerjoin(
    accounts, accounts.c.person_id == _s.person_id
)
# One look at every request: that the session goes on, and where its person works.
_WORKS = Prepared(
    select(members.c.organization_id, members.c.role)
    .select_from(
        _WHOSE.outerjoin(
            members,
            (members.c.person_id == _s.person_id) & members.c.removed_at.is_(None),
        )
    )
    .where(_s.id == bindparam("session"), _s.person_id == bindparam("person"), _IS_LET_IN)
)
_OPEN = insert(sessions).values(expires_at=func.now() + IDLE)
_HOLD = (
    select(
        _s.person_id,
        _s.digest,
        case((_s.rotated_at > func.now() - GRACE, _s.previous)).label("previous"),
        _IS_LET_IN.label("is_open"),
    )
    .select_from(_WHOSE)
    .where(_s.id == bindparam("session"))
    .with_for_update(of=sessions)
)
_ROTATE = (
    update(sessions)
    .where(_s.id == bindparam("session"))
    .values(
        previous=_s.digest,
        digest=bindparam("next_digest"),
        rotated_at=func.now(),
        expires_at=func.least(func.now() + IDLE, _s.created_at + LONGEST),
    )
)
_REVOKE = (
    update(sessions)
    .where(_s.id == bindparam("session"), _s.revoked_at.is_(None))
    .values(revoked_at=func.now())
)
_REVOKE_ALL = (
    update(sessions)
    .where(_s.person_id == bindparam("person"), _s.revoked_at.is_(None))
    .values(revoked_at=func.now())
)
# Who works somewhere, and was neither heard in a chat nor signed in for so long.
_SILENT = text("""
    select exists (select from members where person_id = :person and removed_at is null)
      and not exists (
        select from sessions where person_id = :person and rotated_at > now() - :silence
      )
      and not exists (
        select from conversations where person_id = :person and heard_at > now() - :silence
      )
""")


@dataclass(frozen=True, slots=True)
class Session:
    """A session, held; `previous` while the token before may still be answered once more."""

    person_id: UUID
    digest: bytes
    previous: bytes | None
    is_open: bool


def works(tx: Transaction, session_id: UUID, person_id: UUID) -> list[Post] | None:
    """Where the session's person works now; None when it is over, or they are out."""
    rows = tx.fetch(_WORKS, {"session": session_id, "person": person_id})
    if not rows:
        return None
    return [Post(row.organization_id, row.role) for row in rows if row.organization_id]


def begin(tx: Transaction, session_id: UUID, person_id: UUID, digest: bytes) -> None:
    """Begin a session with its first refresh token, as a hash; for the directory."""
    tx.execute(_OPEN, {"id": session_id, "person_id": person_id, "digest": digest})


def hold(tx: Transaction, session_id: UUID) -> Session | None:
    """A session, until the end; for the directory."""
    row = tx.execute(_HOLD, {"session": session_id}).one_or_none()
    if row is None:
        return None
    previous = None if row.previous is None else bytes(row.previous)
    return Session(row.person_id, bytes(row.digest), previous, bool(row.is_open))


def rotate(tx: Transaction, session_id: UUID, digest: bytes) -> None:
    """Let the next refresh token be the good one; for the directory."""
    tx.execute(_ROTATE, {"session": session_id, "next_digest": digest})


def revoke(tx: Transaction, session_id: UUID) -> None:
    """End a session, with every token of it."""
    tx.execute(_REVOKE, {"session": session_id})


def revoke_all(tx: Transaction, person_id: UUID) -> None:
    """End every session of a person."""
    tx.execute(_REVOKE_ALL, {"person": person_id})


def is_silent(tx: Transaction, person_id: UUID) -> bool:
    """Whether a member's phone may have passed to somebody else; for the directory."""
    values = {"person": person_id, "silence": SILENCE}
    return bool(tx.execute(_SILENT, values).scalar_one())


def drop(tx: Transaction, before: datetime) -> int:
    """Forget sessions that were over before then; how many. For upkeep."""
    return tx.execute(delete(sessions).where(_s.expires_at < before)).rowcount
