"""What a route of the API is, and what its view is given."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel

from engine.access.callers import Caller
from engine.context.desk import Desk
from engine.integrations.integrators import By
from engine.runtime import Runtime
from store.database import Transaction
from webhooks.errors import ProblemError

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
View = Callable[..., BaseModel | ProblemError | None]
"""A problem that is raised undoes what was begun; one that is handed back lets it stand."""


@dataclass(frozen=True, slots=True)
class Call:
    """A request that may be answered: who calls, in one open transaction under their scope."""

    rt: Runtime
    tx: Transaction
    caller: Caller
    careful: bool = False
    """Whether a workflow has failed here before: then each has a part of its own."""

    @property
    def organization_id(self) -> UUID:
        """The organization that is spoken of; every route with a role has one."""
        assert self.caller.organization_id is not None  # noqa: S101 -- The gate has seen to it.
        return self.caller.organization_id

    @property
    def by(self) -> By:
        """Who does it, and by which way: as the audit has it."""
        return By(self.caller.person_id, self.caller.via)

    @property
    def desk(self) -> Desk:
        """A fresh desk of the organization, for what the engine does there."""
        return Desk(self.rt, self.tx, self.organization_id, self.careful, via=self.caller.via)


@dataclass(frozen=True, slots=True)
class Errand:
    """A request that waits for another system: who calls, with nothing open meanwhile."""

    rt: Runtime
    caller: Caller

    @property
    def organization_id(self) -> UUID:
        """The organization that is spoken of."""
        assert self.caller.organization_id is not None  # noqa: S101 -- The gate has seen to it.
        return self.caller.organization_id


@dataclass(frozen=True, slots=True)
class Visit:
    """A request of anybody, with nothing open: for signing in, which keeps what has failed."""

    rt: Runtime
    slow_down: Callable[[str], None]
    """Counts a try to be somebody, by their address; raises `ProblemError` for too many."""
    guess: Callable[[], None]
    """Counts a one-time code that is said; raises the same."""


@dataclass(frozen=True, slots=True)
class Route:
    """One address of the API; who may call it says the table in `access.py`.

    The view takes `Call` (`Visit` where anybody may come, `Errand` where it `asks_outside`),
    the ids in the path by name, `query` and `body` where they have a shape. `conflicts` where
    it may answer 409. `creates` where an `Idempotency-Key` is heeded. `starts_runs` where
    workflows follow, whose mishaps must not undo what was asked for: the view is then called
    again with a careful desk.
    """

    method: Method
    path: str
    view: View
    gives: type[BaseModel] | None
    status: int = 200
    body: type[BaseModel] | None = None
    query: type[BaseModel] | None = None
    creates: bool = False
    conflicts: bool = False
    starts_runs: bool = False
    asks_outside: bool = False
    needs_pin: bool = False
    """Whether a person who has a PIN must say it, in the header `X-Pin`."""
    says_code: bool = False
    """Whether a one-time code is said: tries are counted by the address they come from."""
    keeps_answer: bool = True
    """Whether the answer may be kept for an `Idempotency-Key`: not one that holds a secret."""
    examples: Mapping[str, Any] = field(default_factory=dict)
    """Bodies to show in the description, by what they are examples of."""

    @property
    def name(self) -> str:
        """As the table in `access.py` has it."""
        return f"{self.method} {self.path}"

    @property
    def noun(self) -> str:
        """What it is about: the module of its view."""
        return self.view.__module__.rpartition(".")[2]


Routes = Sequence[Route]
