"""The audit: who did what, whether its chain holds, and where it ended each day, signed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field

from engine.audit import sealing, signing
from store import audit_logs, checkpoints
from store.audit import Action
from store.audit_logs import LogEntry
from store.checkpoints import Checkpoint
from webhooks.api.route import Call, Route, Routes
from webhooks.api.shapes import Listed, Moment, Page, Payload, Shape
from webhooks.errors import ProblemError


class EntryShown(Shape):
    """Who did what to what, by which way; `sequence` is its place in the chain, once sealed."""

    id: UUID
    action: str
    entity: str
    entity_id: UUID
    person_id: UUID | None
    via: str
    before: Payload | None
    after: Payload | None
    at: datetime
    sequence: int | None
    erased_at: datetime | None

    @classmethod
    def of(cls, entry: LogEntry) -> Self:
        """As the API shows it."""
        return cls(
            id=entry.id,
            action=entry.action,
            entity=entry.entity,
            entity_id=entry.entity_id,
            person_id=entry.person_id,
            via=entry.via,
            before=None if entry.before is None else dict(entry.before),
            after=None if entry.after is None else dict(entry.after),
            at=entry.at,
            sequence=entry.sequence,
            erased_at=entry.erased_at,
        )


class AuditLogList(Listed[EntryShown]):
    """A page of the audit."""


class AuditPage(Page):
    """Which entries are wanted."""

    action: Action | None = None
    entity: Annotated[str | None, Field(pattern="^[a-z_]{2,40}$")] = None
    entity_id: UUID | None = None
    person: UUID | None = None
    since: Moment | None = None
    until: Moment | None = None


class HeadShown(Shape):
    """Where the chain ended on a day: keep it where nobody of this installation can write.

    The signature (Ed25519, hexadecimal as all bytes here) covers one line of JSON without
    spaces: `{"day":…,"hash":…,"organization":…,"sequence":…}`.
    """

    organization: UUID
    day: date
    sequence: int
    hash: str
    public_key: str
    signature: str

    @classmethod
    def of(cls, one: Checkpoint) -> Self:
        """As the API shows it."""
        return cls(
            organization=one.organization_id,
            day=one.day,
            sequence=one.sequence,
            hash=one.hash.hex(),
            public_key=one.public_key.hex(),
            signature=one.signature.hex(),
        )


class HeadList(Listed[HeadShown]):
    """A page of signed ends."""


class ChainPart(Shape):
    """Which part of the chain to check: so many entries behind a number."""

    after: Annotated[int, Field(ge=0, le=2**62)] = 0
    limit: Annotated[int, Field(ge=1, le=5000)] = 2000


class FaultShown(Shape):
    """What is wrong, at which number of the chain."""

    sequence: int
    what: str


class ChainShown(Shape):
    """What a look at a part of the chain has found; go on with `after` = `next`, if it is set.

    `holds` is about this part. At most a hundred faults are named.
    """

    head_sequence: int
    head_hash: str
    checked: int
    holds: bool
    faults: list[FaultShown]
    next: int | None
    public_key: str | None
    signed: HeadShown | None


def logs(call: Call, query: AuditPage) -> AuditLogList:
    """Look through the audit, newest first."""
    asked = query.model_dump(include={"entity", "entity_id", "person", "since", "until"})
    bounds = {**asked, "deed": query.action, "before": query.before}
    found = audit_logs.listed(call.tx, call.organization_id, query.limit + 1, bounds)
    shown = [EntryShown.of(entry) for entry in found]
    return AuditLogList.page(shown, [entry.id for entry in found], query.limit)


def verify(call: Call, query: ChainPart) -> ChainShown:
    """Check that no entry was changed, removed or moved, a part of the chain at a time."""
    try:
        part = sealing.verify_part(call.rt, call.tx, query.after, query.limit)
    except LookupError as error:
        raise ProblemError(422, fields={"after": str(error)}) from None
    newest = checkpoints.newest(call.tx, call.organization_id, date.max, 1)
    key = signing.public_key(call.rt.settings)
    return ChainShown(
        head_sequence=part.head.sequence,
        head_hash=part.head.hash.hex(),
        checked=part.checked,
        holds=not part.faults,
        faults=[FaultShown(sequence=one.sequence, what=one.what) for one in part.faults],
        next=part.next,
        public_key=key.hex() if key else None,
        signed=HeadShown.of(newest[0]) if newest else None,
    )


def heads(call: Call, query: Page) -> HeadList:
    """List where the chain ended on each day, signed, newest first."""
    try:
        before = date.fromordinal(query.before.int) if query.before else date.max
    except (ValueError, OverflowError):
        raise ProblemError(422, fields={"cursor": "is of another list"}) from None
    found = checkpoints.newest(call.tx, call.organization_id, before, query.limit + 1)
    shown = [HeadShown.of(one) for one in found]
    places = [UUID(int=one.day.toordinal()) for one in found]
    return HeadList.page(shown, places, query.limit)


ROUTES: Routes = (
    Route("GET", "/audit/logs", logs, AuditLogList, query=AuditPage),
    Route("GET", "/audit/verify", verify, ChainShown, query=ChainPart),
    Route("GET", "/audit/heads", heads, HeadList, query=Page),
)
