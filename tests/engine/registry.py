"""A registration that was just gone through, copied instead of gone through again."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import make_url

from engine.channels.base import Letter
from engine.runtime import Runtime
from tests.engine.world import MORNING, PostOffice, World
from tests.services import Cluster

_FRESH_S = 60
"""What the database's own clock wrote is never older."""


@dataclass(frozen=True)
class _Registered:
    """A database where somebody has registered, and what she was told."""

    database: str
    shop: UUID
    letters: Sequence[Letter]
    until: float


@dataclass
class Registry:
    """Databases of one cluster with one registered shop each, by its phone and name."""

    cluster: Cluster
    _known: dict[tuple[str, str], _Registered] = field(default_factory=dict)

    def may_open(self, world: World) -> bool:
        """Whether nothing has happened there, and nothing been changed about it."""
        is_new = world.rt is world.first and not world.rt.db._engines
        return is_new and world.post == PostOffice() and world.now == [MORNING]

    def open(self, world: World, phone: str, shop: str) -> UUID:
        """Copy the registration into the world's database, or let it happen and keep it."""
        known = self._known.get((phone, shop))
        if known is None or known.until < time.monotonic():
            return self._keep(world, phone, shop)
        name = _database(world.rt)
        self.cluster.drop(name)
        self.cluster.copy(known.database, name)
        world.post.sent.extend(known.letters)
        return known.shop

    def _keep(self, world: World, phone: str, shop: str) -> UUID:
        if old := self._known.pop((phone, shop), None):
            self.cluster.drop(old.database)
        organization_id = world.answers_all(phone, shop)
        world.rt.db.close()  # It connects again by itself.
        kept = f"registered_{organization_id.hex}"
        self.cluster.copy(_database(world.rt), kept)
        until = time.monotonic() + _FRESH_S
        letters = tuple(world.post.sent)
        self._known[phone, shop] = _Registered(kept, organization_id, letters, until)
        return organization_id


def _database(rt: Runtime) -> str:
    return str(make_url(str(rt.settings.database_url)).database)
