"""Who works beside whom in a process: many at once, or a suspect alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition
from uuid import UUID


class Lane:
    """Shared by ordinary work; emptied for an entry that may kill its process.

    So a poisonous entry takes nobody with it. Ordinary work waits while a suspect waits:
    otherwise a busy process would never come to it.
    """

    def __init__(self) -> None:
        self._change = Condition()
        self._shared = 0
        self._suspects = 0
        self._alone = False
        self.struck: dict[UUID, int] = {}
        """Entries struck by this process and not yet forgiven, with their strikes before."""

    @contextmanager
    def shared(self) -> Iterator[None]:
        """Work beside others."""
        with self._change:
            self._change.wait_for(lambda: not self._suspects)
            self._shared += 1
        try:
            yield
        finally:
            with self._change:
                self._shared -= 1
                self._change.notify_all()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Work while nobody else does."""
        with self._change:
            self._suspects += 1
            self._change.wait_for(lambda: not self._shared and not self._alone)
            self._alone = True
        try:
            yield
        finally:
            with self._change:
                self._suspects -= 1
                self._alone = False
                self._change.notify_all()
