"""Seal audit entries into their organization's hash chain, behind the writes; and verify it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import Any
from uuid import UUID

import structlog

from engine import telling
from engine.runtime import Runtime
from store import chain
from store.chain import Link, Seal

BEGINNING = b""
"""What the first entry's hash follows."""

BATCH = 1000
BATCHES = 10
PAGE = 200

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a chain is broken: the number of the entry, and what is wrong with it."""

    organization_id: UUID
    sequence: int
    what: str


def seal(rt: Runtime) -> int:
    """Give every new entry its place in its chain; how many. Waits for nobody.

    A chain that another relay is at is left to it, and one that cannot be sealed as it is.
    """
    return sum(_seal_or_tell(rt, organization_id) for organization_id in _waiting(rt))


def verify(rt: Runtime) -> Iterator[Fault]:
    """Every fault in every chain; nothing when all is as it was written."""
    with rt.db.every_tenant() as tx:
        for organization_id in chain.organizations(tx):
            head, links = chain.whole(tx, organization_id)
            yield from faults(organization_id, head, links)


def faults(organization_id: UUID, head: Seal, links: Iterable[Link]) -> Iterator[Fault]:
    """The faults of one chain, read in the order of its numbers."""
    previous, expected = BEGINNING, 1
    for link in links:
        for missing in range(expected, link.sequence):
            yield Fault(organization_id, missing, "is missing")
        if link.erased_at is None and digest(link) != link.digest:
            yield Fault(organization_id, link.sequence, "has other values than were sealed")
        elif link.erased_at is not None and not (link.before is link.after is None):
            yield Fault(organization_id, link.sequence, "is marked as erased but has values")
        elif link_hash(link, previous) != link.hash:
            yield Fault(organization_id, link.sequence, "was changed, moved or replaced")
        previous, expected = link.hash, link.sequence + 1
    if (expected - 1, previous) != (head.sequence, head.hash):
        yield Fault(organization_id, max(expected, head.sequence), "does not end at its head")


def digest(link: Link) -> bytes:
    """A salted digest of the values, so that they can be erased and the chain still holds."""
    values = {"before": link.before, "after": link.after}
    return hashlib.sha256(link.salt + _canonical(values)).digest()


def link_hash(link: Link, previous: bytes) -> bytes:
    """The hash of an entry in its place: of all that it says, and of the one before it."""
    told = {
        "organization": str(link.organization_id),
        "sequence": link.sequence,
        "id": str(link.id),
        "action": link.action,
        "entity": link.entity,
        "entity_id": str(link.entity_id),
        "person": str(link.person_id),
        "via": link.via,
        "at": link.at.astimezone(UTC).isoformat(),
        "digest": (link.digest or b"").hex(),
    }
    return hashlib.sha256(previous + _canonical(told)).digest()


def _waiting(rt: Runtime) -> Iterator[UUID]:
    """Whose chains are behind, each once: one that stays behind holds up nobody."""
    last = UUID(int=0)
    while True:
        with rt.db.every_tenant() as tx:
            page = chain.unsealed_organizations(tx, last, PAGE)
        yield from page
        if len(page) < PAGE:
            return
        last = page[-1]


def _seal_or_tell(rt: Runtime, organization_id: UUID) -> int:
    try:
        return _seal_all(rt, organization_id)
    except Exception as error:
        _log.error(
            "A chain could not be sealed",
            organization=str(organization_id),
            error=telling.name(error),
        )
        if not rt.db.is_reachable():
            raise  # It is not the chain: the others would fail as well, each after a wait.
        return 0


def _seal_all(rt: Runtime, organization_id: UUID) -> int:
    sealed = _seal_one(rt, organization_id)
    # A busy shop takes its turns, too: the others are not kept waiting for long.
    for _ in range(BATCHES - 1):
        if sealed % BATCH or not sealed:
            break
        sealed += _seal_one(rt, organization_id)
    return sealed


def _seal_one(rt: Runtime, organization_id: UUID) -> int:
    with rt.db.every_tenant() as tx:
        head = chain.lock_head(tx, organization_id)
        if head is None:
            return 0
        links = list(_linked(head, chain.unsealed(tx, organization_id, BATCH)))
        if links:
            chain.seal(tx, organization_id, links)
    return len(links)


def _linked(head: Seal, links: Iterable[Link]) -> Iterator[Link]:
    previous = head.hash
    for sequence, link in enumerate(links, head.sequence + 1):
        placed = link.placed(sequence, digest(link))
        previous = link_hash(placed, previous)
        yield placed.hashed(previous)


def _canonical(document: dict[str, Any]) -> bytes:
    return json.dumps(document, sort_keys=True, separators=(",", ":")).encode()
