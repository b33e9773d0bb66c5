"""E-mail addresses: proved by a code, and written to as long as they are reached. Directory."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text

from store.database import Transaction

_OWNER = text("""
    select person_id from addresses
    where kind = 'email' and value = :email and proved_at is not null
""")
# Who registered with it before anything could be sent there is the same, whoever they are: but
# only where nobody else has another way in, such as a phone.
_PROVE = text("""
    with before as (
      select a.person_id from accounts a join people p on p.id = a.person_id
      where a.email = :email and p.erased_at is null and not exists (
        select from addresses other where other.person_id = a.person_id
          and (other.kind, other.value) <> ('email', :email))
    )
    update addresses set
      person_id = case when proved_at is null
        then coalesce((select person_id from before), person_id) else person_id end,
      proved_at = coalesce(proved_at, now()), unreached_at = null
    where kind = 'email' and value = :email
    returning person_id
""")
_RELEASE = text("update accounts set email = null where email = :email")
_MISS = text("""
    update addresses set unreached_at = coalesce(unreached_at, now())
    where kind = 'email' and value = :email
""")


def owner(tx: Transaction, email: str) -> UUID | None:
    """Who has proved an e-mail (in lower case)."""
    person_id: UUID | None = tx.execute(_OWNER, {"email": email}).scalar_one_or_none()
    return person_id


def prove(tx: Transaction, email: str) -> UUID | None:
    """Whoever gets what is sent there has it from now on; None where nobody met it.

    An account that had it as a name to sign in by becomes theirs, or loses the name.
    """
    person_id: UUID | None = tx.execute(_PROVE, {"email": email}).scalar_one_or_none()
    tx.execute(_RELEASE, {"email": email})
    return person_id


def miss(tx: Transaction, email: str) -> None:
    """Nobody is reached there: nothing more is sent until it is proved again."""
    tx.execute(_MISS, {"email": email})
