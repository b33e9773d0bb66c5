"""Transactions under the right role: a tenant's, a person's, or the directory's."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, CursorResult, Engine, Executable, text
from sqlalchemy.exc import SQLAlchemyError

from store import pool
from store.batch import Batch
from store.driver import Row
from store.pool import NOBODY
from store.prepared import Prepared

# Role and scope end with the transaction, so a pooled connection carries nothing over.
_ENTER = Prepared(
    text(
        "select set_config('role', :role, true),"
        " set_config('karani.organization', :organization, true),"
        " set_config('karani.person', :person, true)"
    )
)
_BOUNDS = Prepared(
    text(
        "select set_config('statement_timeout', :statement_timeout, true),"
        " set_config('lock_timeout', :lock_timeout, true),"
        " set_config('idle_in_transaction_session_timeout',"
        " :idle_in_transaction_session_timeout, true)"
    )
)
_PATIENCE = text(
    "select set_config('statement_timeout', '10min', true),"
    " set_config('idle_in_transaction_session_timeout', '10min', true)"
)
_ROLE = Prepared(text("select set_config('role', :role, true)"))
_SCOPE = Prepared(
    text(
        "select set_config('karani.organization', :organization, true),"
        " set_config('karani.person', :person, true)"
    )
)

Scope = tuple[UUID | None, UUID | None]
"""The organization and the person that a transaction is about."""


@dataclass(frozen=True, slots=True)
class Ring:
    """An outbox entry to announce after the commit."""

    kind: str
    entry_id: UUID


class Transaction:
    """One open transaction; what it sees is decided by its role and scope, in the database.

    What is only sent waits for the next statement that has an answer, or for the end.
    """

    def __init__(
        self,
        connection: Connection,
        scope: Scope,
        *,
        may_ring: bool = True,
        prepares: bool = True,
    ) -> None:
        self._connection = connection
        self._batch = Batch(connection, prepares=prepares)
        self._role = NOBODY
        self.organization_id, self.person_id = scope
        self.may_ring = may_ring
        self.rings: list[Ring] = []

    @property
    def connection(self) -> Connection:
        """The connection, with nothing waiting to be sent."""
        self._batch.send()
        return self._connection

    def execute(
        self,
        statement: Executable,
        values: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
    ) -> CursorResult[Any]:
        """Execute a statement; `values` are its parameters, or one mapping per row."""
        return self.connection.execute(statement, values)

    def fetch(self, statement: Prepared, values: Mapping[str, Any]) -> list[Row]:
        """The rows of a prepared statement, behind all that waits, in one message."""
        return self._batch.fetch(self._role, statement, values)

    def send(self, statement: Prepared, values: Mapping[str, Any]) -> None:
        """Have a prepared statement executed by and by; if it fails, what follows fails."""
        self._batch.add(self._role, statement, values)

    def insert(
        self, statement: Prepared, rows: Sequence[Mapping[str, Any]], *, last: bool = False
    ) -> None:
        """Have rows added by and by; with `last`, which nothing refers to, at the end."""
        if rows:
            self._batch.insert(self._role, statement, rows, last=last)

    def finish(self) -> None:
        """Send whatever waits."""
        self._batch.rank()
        self._batch.send()

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """A part of the transaction that may fail by itself: what it did is then undone."""
        scope, role = (self.organization_id, self.person_id), self._role
        self.finish()
        try:
            with self.connection.begin_nested():
                yield
                self.finish()  # Its failures are its own.
        except BaseException:
            self._batch.forget()
            self.organization_id, self.person_id = scope
            self._role = role
            raise

    def enter(self, role: str) -> None:
        """Take the role and the scope, before anything else."""
        organization, person = _id(self.organization_id), _id(self.person_id)
        self.send(_ENTER, {"role": role, "organization": organization, "person": person})
        self._role = role

    def scope(self, *, organization_id: UUID | None, person_id: UUID | None) -> None:
        """Narrow what this transaction may see from here on."""
        self._batch.rank()  # It goes under the scope that it was written in.
        self.organization_id, self.person_id = organization_id, person_id
        self.send(_SCOPE, {"organization": _id(organization_id), "person": _id(person_id)})

    def be_patient(self) -> None:
        """Let this transaction take minutes: a large book is read, or a person forgotten."""
        self.execute(_PATIENCE)

    @contextmanager
    def directory(self) -> Iterator[None]:
        """Look an address up, or meet its owner, as the directory does; and nothing else."""
        self._become("karani_relay")
        yield  # Should this fail, the transaction ends, and the role with it.
        self._become("karani_app")

    def _become(self, role: str) -> None:
        self.send(_ROLE, {"role": role})
        self._role = role


class Database:
    """Connections to one PostgreSQL. Made once per process and safe to carry over a fork.

    `ring` is called with what to announce, after each commit; it must not raise. `may_ring`
    says beforehand whether that has a chance: where not, the relay finds the entries at once.
    """

    def __init__(
        self,
        url: str,
        *,
        pool_size: int = 8,
        patience_s: int = 10,
        prepares: bool = True,
        ring: Callable[[Sequence[Ring]], object] = lambda rings: None,
        may_ring: Callable[[], bool] = lambda: True,
    ) -> None:
        self._url = url
        self._pool_size = pool_size
        self._bounds = {
            "statement_timeout": f"{patience_s}s",
            "lock_timeout": "5s",
            "idle_in_transaction_session_timeout": "15s",
        }
        self._prepares = prepares
        self._ring = ring
        self._may_ring = may_ring
        self._engines: dict[int, Engine] = {}

    @property
    def engine(self) -> Engine:
        """The pool of this process: one inherited over a fork would mix up answers."""
        pid = os.getpid()
        if pid not in self._engines:
            self._engines = {pid: self._pool()}
        return self._engines[pid]

    @contextmanager
    def tenant(
        self, organization_id: UUID | None, person_id: UUID | None = None
    ) -> Iterator[Transaction]:
        """A transaction that sees one organization, one person, or both. Commits at the end."""
        with self._transaction("karani_app", organization_id, person_id) as tx:
            yield tx

    @contextmanager
    def every_tenant(self) -> Iterator[Transaction]:
        """A transaction for the directory, the relay and upkeep: nothing else may use it."""
        with self._transaction("karani_relay", None, None) as tx:
            yield tx

    @contextmanager
    def snapshot(self) -> Iterator[Transaction]:
        """A transaction like `every_tenant` that sees one moment, however long it looks."""
        engine = self.engine.execution_options(isolation_level="REPEATABLE READ")
        with self._transaction("karani_relay", None, None, engine=engine) as tx:
            yield tx

    def is_reachable(self) -> bool:
        """Whether the server answers."""
        try:
            with self.engine.connect() as connection:
                connection.execute(text("select 1"))
        except SQLAlchemyError:  # Refused, or no connection free in time.
            return False
        return True

    def close(self) -> None:
        """Close the pool of this process."""
        for engine in self._engines.values():
            engine.dispose()
        self._engines = {}

    def _pool(self) -> Engine:
        if not self._prepares:
            return pool.connect(self._url, self._pool_size)
        # A plan lasts: made while a table is small, it must be right when the table has grown.
        plans = {"plan_cache_mode": "force_generic_plan", "enable_seqscan": "off"}
        lasting = {**self._bounds, **plans}
        return pool.connect(self._url, self._pool_size, lasting)

    @contextmanager
    def _transaction(
        self,
        role: str,
        organization_id: UUID | None,
        person_id: UUID | None,
        *,
        engine: Engine | None = None,
    ) -> Iterator[Transaction]:
        with (engine or self.engine).begin() as connection:
            tx = Transaction(
                connection,
                (organization_id, person_id),
                may_ring=self._may_ring(),
                prepares=self._prepares,
            )
            if not self._prepares:  # Then no connection is ours alone, and none keeps a bound.
                tx.send(_BOUNDS, self._bounds)
            tx.enter(role)
            yield tx
            tx.finish()
        if tx.rings:
            self._ring(tx.rings)


def _id(value: UUID | None) -> str:
    return "" if value is None else str(value)
