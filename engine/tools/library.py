"""Published definitions, read once per process: a version never changes."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from uuid import UUID

from engine.steps import STEP_TYPES
from engine.workflows import definition
from engine.workflows.definition import Definition
from store import workflows
from store.database import Transaction

MOST = 2000


class Library:
    """The definitions that this process has used of late."""

    def __init__(self) -> None:
        self._shelf: OrderedDict[UUID, Definition] = OrderedDict()
        self._turn = Lock()

    def get(self, tx: Transaction, organization_id: UUID, version_id: UUID) -> Definition:
        """A version's definition; raises `NoResultFound` for another shop's."""
        with self._turn:
            if version_id in self._shelf:
                self._shelf.move_to_end(version_id)
                return self._shelf[version_id]
        document = workflows.definition(tx, organization_id, version_id)
        read = definition.parse(document, STEP_TYPES)
        with self._turn:
            self._shelf[version_id] = read
            if len(self._shelf) > MOST:
                self._shelf.popitem(last=False)
        return read
