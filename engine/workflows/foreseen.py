"""Records as they will stand once the wishes of a sprint are carried out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.workflows.step import Records
from engine.workflows.wishes import Update, Wish


class Foreseen:
    """The shop's records, and what the sprint has wished of them so far."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._wished: dict[tuple[str, str], Mapping[str, Any]] = {}

    def find(self, record: str, record_id: str) -> Mapping[str, Any] | None:
        """How a record will stand; None if there is none."""
        found = self._records.find(record, record_id)
        if found is None:
            return None
        return {**found, **self._wished.get((record, record_id), {})}

    def expect(self, wishes: tuple[Wish, ...]) -> None:
        """Count on these."""
        for wish in wishes:
            if isinstance(wish, Update):
                key = wish.record, wish.id
                self._wished[key] = {**self._wished.get(key, {}), **wish.after}
