"""Lists that are read a page at a time, newest first, with whatever filters are given."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Select, Uuid, bindparam

from store.database import Transaction
from store.driver import Row
from store.prepared import Prepared


class Listing:
    """A query of a shop's rows; each mix of filters is a statement of its own, planned once.

    A filter is a condition on a parameter of the same name.
    """

    def __init__(
        self, source: Select[Any], key: Column[UUID], **filters: ColumnElement[bool]
    ) -> None:
        self._source = source.order_by(key.desc()).limit(bindparam("most"))
        self._filters = {"before": key < bindparam("before", type_=Uuid), **filters}
        self._made: dict[frozenset[str], Prepared] = {}

    def rows(
        self, tx: Transaction, organization_id: UUID, most: int, **given: Any
    ) -> list[Row]:
        """At most so many rows: behind the id `before`, and by each filter that is not None."""
        chosen = {name: value for name, value in given.items() if value is not None}
        values = {"organization": organization_id, "most": most, **chosen}
        return tx.fetch(self._statement(frozenset(chosen)), values)

    def _statement(self, names: frozenset[str]) -> Prepared:
        if names not in self._made:
            wanted = [self._filters[name] for name in sorted(names)]
            self._made[names] = Prepared(self._source.where(*wanted))
        return self._made[names]
