"""Seal audit entries into their organization's hash chain, behind the writes; and verify it."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC
from itertools import chain as every
from itertools import islice
from typing import Any
from uuid import UUID

import structlog

from engine.audit import signing
from engine.runtime import Runtime
from engine.tools import telling
from store import chain, checkpoints
from store.chain import Link, Seal
from store.checkpoints import Checkpoint
from store.database import Database, Transaction

BEGINNING = b""
"""What the first entry's hash follows."""

FIRST = Seal(0, BEGINNING)
BATCH = 1000
BATCHES = 10
MOST_FAULTS = 100
"""As many as a look at a part of a chain names."""
PAGE = 200

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a chain is broken: the number of the entry, and what is wrong with it."""

    organization_id: UUID
    sequence: int
    what: str


@dataclass(frozen=True, slots=True)
class Part:
    """What a look at a part of a chain has found; `next` is None where it was the last part."""

    head: Seal
    checked: int
    faults: Sequence[Fault]
    next: int | None


def seal(rt: Runtime) -> int:
    """Give every new entry its place in its chain; how many. Waits for nobody.

    A chain that another relay is at is left to it, and one that cannot be sealed as it is.
    """
    return sum(_seal_or_tell(rt, organization_id) for organization_id in _waiting(rt))


def verify(
    rt: Runtime, *, kept: Sequence[Checkpoint] = (), keys: frozenset[bytes] = frozenset()
) -> Iterator[Fault]:
    """Every fault in every chain; nothing when all is as it was written.

    `kept` are signed ends that somebody outside has kept, `keys` public keys that are trusted
    beside the installation's own: those from before its SECRET_KEY was changed.
    """
    own = signing.public_key(rt.settings)
    return verify_in(rt.db, kept, keys | {own} if own else keys)


def verify_in(
    db: Database, kept: Sequence[Checkpoint] = (), trusted: frozenset[bytes] = frozenset()
) -> Iterator[Fault]:
    """The same in a database; where no key is trusted, it is not asked who has signed."""
    with db.every_tenant() as tx:
        for organization_id in chain.organizations(tx):
            # Read before the chain: what is signed meanwhile may lie behind what is read.
            stored = checkpoints.behind(tx, organization_id, 0)
            marks = [*stored, *(one for one in kept if one.organization_id == organization_id)]
            yield from unsigned(marks, trusted)
            head, links = chain.whole(tx, organization_id)
            yield from faults(organization_id, head, links, marks)


def verify_part(rt: Runtime, tx: Transaction, after: int, most: int) -> Part:
    """Check so many entries behind a number of this transaction's organization.

    Raises `LookupError` for a number behind the end.
    """
    assert tx.organization_id is not None  # noqa: S101 -- A chain is somebody's.
    own = signing.public_key(rt.settings)
    marks = checkpoints.behind(tx, tx.organization_id, after)
    head, start, links = chain.part(tx, tx.organization_id, after, most)
    if after > max(head.sequence, links[-1].sequence if links else 0):
        raise LookupError(f"the chain ends at {head.sequence}")
    is_last = len(links) < most
    within = [one for one in marks if is_last or one.sequence <= links[-1].sequence]
    wrong = every(
        unsigned(within, frozenset([own] if own else ())),
        faults(tx.organization_id, head if is_last else None, links, within, start),
    )
    found = list(islice(wrong, MOST_FAULTS))
    return Part(head, len(links), found, None if is_last else links[-1].sequence)


def unsigned(marks: Iterable[Checkpoint], trusted: frozenset[bytes]) -> Iterator[Fault]:
    """Signed ends whose signature is wrong, or that of a key that is not trusted."""
    for mark in marks:
        if not signing.is_signed(mark):
            what = f"is signed wrongly for {mark.day}"
            yield Fault(mark.organization_id, mark.sequence, what)
        elif trusted and mark.public_key not in trusted:
            what = f"was signed for {mark.day} by another key: {mark.public_key.hex()}"
            yield Fault(mark.organization_id, mark.sequence, what)


def faults(
    organization_id: UUID,
    head: Seal | None,
    links: Iterable[Link],
    marks: Iterable[Checkpoint] = (),
    start: Seal = FIRST,
) -> Iterator[Fault]:
    """The faults of one chain, or of the part behind `start`, read in the order of its numbers.

    `head` is where it must end, None where more follows; `marks` are signed ends within it.
    """
    signed: dict[int, list[Checkpoint]] = defaultdict(list)
    for mark in marks:
        signed[mark.sequence].append(mark)
    last = start
    for link in links:
        yield from _at(link, last, signed.pop(link.sequence, ()))
        last = Seal(link.sequence, link.hash)
    if head is not None and last != head:
        number = max(last.sequence + 1, head.sequence)
        yield Fault(organization_id, number, "does not end at its head")
    for mark in every.from_iterable(signed.values()) if head is not None else ():
        yield Fault(organization_id, mark.sequence, f"was signed for {mark.day} and is gone")


def _at(link: Link, last: Seal, marks: Iterable[Checkpoint]) -> Iterator[Fault]:
    for missing in range(last.sequence + 1, link.sequence):
        yield Fault(link.organization_id, missing, "is missing")
    if what := _wrong(link, last.hash):
        yield Fault(link.organization_id, link.sequence, what)
    for mark in marks:
        if mark.hash != link.hash:
            what = f"is not what was signed for {mark.day}"
            yield Fault(link.organization_id, link.sequence, what)


def _wrong(link: Link, previous: bytes) -> str | None:
    if link.erased_at is None and digest(link) != link.digest:
        return "has other values than were sealed"
    if link.erased_at is not None and not (link.before is link.after is None):
        return "is marked as erased but has values"
    if link_hash(link, previous) != link.hash:
        return "was changed, moved or replaced"
    return None


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
