"""The names a shop uses: of what it sells, and of whom it deals with."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, literal, select, union_all

from store.customers import customers
from store.database import Transaction
from store.items import items

MOST = 1000

_NAMES = union_all(
    *(
        select(literal(kind).label("kind"), table.c.name)
        .where(table.c.organization_id == bindparam("organization"))
        .limit(MOST)
        for kind, table in (("item", items), ("person", customers))
    )
)


@dataclass(frozen=True, slots=True)
class Names:
    """Items and people, as they were first written."""

    items: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()


NONE = Names()


def names(tx: Transaction, organization_id: UUID) -> Names:
    """At most a thousand names of either kind."""
    rows = tx.execute(_NAMES, {"organization": organization_id}).all()
    found = {
        kind: frozenset(r.name for r in rows if r.kind == kind) for kind in ("item", "person")
    }
    return Names(found["item"], found["person"])
