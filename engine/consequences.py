"""What follows from facts: they start runs and wake them, and runs have wishes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

import structlog
from sqlalchemy.exc import OperationalError

from engine import asking, events, reach, runs
from engine.desk import Desk
from engine.reach import Note
from engine.runs import DEEPEST, Move
from engine.telling import name, where
from engine.workflows import conditions
from engine.workflows.conditions import ConditionError
from engine.workflows.names import event_names
from engine.workflows.step import Happened, News, WaitKind
from engine.workflows.wishes import (
    AskPerson,
    CallOut,
    Emit,
    ProcessAI,
    RequestApproval,
    Send,
    Update,
    Wish,
)
from store import asks, audit
from store import runs as rows
from store.audit import AuditEntry
from store.events import Event
from store.runs import Listener, RunRow

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Fact:
    """An event to record; `depth` counts the workflows that led to it, one from another."""

    event: Event
    depth: int = 0


def follow(desk: Desk, facts: Sequence[Fact]) -> None:
    """Record facts and do everything they lead to, level by level, in this transaction."""
    while facts:
        facts = carry_out(desk, list(_moves(desk, facts)))


def settle(desk: Desk, moves: Sequence[Move]) -> None:
    """Keep what sprints led to, carry out their wishes, and follow what those lead to."""
    follow(desk, carry_out(desk, moves))


def hear(desk: Desk, row: RunRow, step_run_id: UUID, news: News) -> bool:
    """Tell a run, which is locked, what it waited for; False if it waits for that no more."""
    move = runs.hear(desk, row, step_run_id, news)
    if move is not None:
        settle(desk, [move])
    return move is not None


def carry_out(desk: Desk, moves: Sequence[Move]) -> Sequence[Fact]:
    """Keep sprints and carry out their wishes; the facts that those are."""
    if not moves:
        return ()
    runs.keep(desk, moves)
    facts: list[Fact] = []
    notes: list[Note] = []
    for move in moves:
        facts.extend(Fact(event, move.after.depth + 1) for event in _left(desk, move))
        for step_run_id, wish in move.advance.wishes:
            wished = _grant(desk, move.after, step_run_id, wish, notes)
            facts.extend(Fact(event, move.after.depth + 1) for event in wished)
    reach.tell(desk, notes)
    return facts


def _moves(desk: Desk, facts: Sequence[Fact]) -> Iterator[Move]:
    """Record facts, then start and wake whatever listens to them."""
    recorded: list[Fact] = []
    for fact, *followed in _recorded(desk, facts):
        recorded.extend([fact, *followed])
    types = sorted({fact.event.type for fact in recorded})
    listening = rows.listeners(desk.tx, desk.organization_id, types)
    for fact in recorded:
        for listener in listening:
            if listener.event == fact.event.type:
                yield from _told(desk, listener, fact)


def _recorded(desk: Desk, facts: Sequence[Fact]) -> Iterator[Sequence[Fact]]:
    by_depth: dict[int, list[Event]] = {}
    for fact in facts:
        by_depth.setdefault(fact.depth, []).append(fact.event)
    for depth, found in by_depth.items():
        yield [Fact(event, depth) for event in events.record(desk.tx, *found)]


def _told(desk: Desk, listener: Listener, fact: Fact) -> Iterable[Move]:
    """What a listener does about a fact."""

    def act() -> Move | None:
        if listener.run_id is not None:
            return _wake(desk, listener.run_id, fact)
        if not _is_meant(desk, listener, fact.event):
            return None
        if fact.depth >= DEEPEST:
            _log.error("Workflows start one another", workflow=str(listener.workflow_id))
            return runs.broken(desk, listener, fact.event, fact.depth, "deep")
        return runs.begin(desk, listener, fact.event, fact.depth)

    move = _carefully(desk, listener, fact, act) if desk.careful else act()
    return [] if move is None else [move]


def _carefully(
    desk: Desk, listener: Listener, fact: Fact, act: Callable[[], Move | None]
) -> Move | None:
    """One workflow's mishap is its own: what everyone else did stands."""
    try:
        with desk.tx.attempt():
            return act()
    except OperationalError:
        raise
    except Exception as error:  # noqa: BLE001 -- Whatever it is, the fact must be recorded.
        fields = {"workflow": str(listener.workflow_id), "where": where(error)}
        _log.error("A workflow could not begin", error=name(error), **fields)
        if listener.run_id is not None:
            return None
        return runs.broken(desk, listener, fact.event, fact.depth, "internal")


def _wake(desk: Desk, run_id: UUID, fact: Fact) -> Move | None:
    row = rows.lock(desk.tx, desk.organization_id, run_id)
    # Seen before it was locked: it may have moved on, or wait for another event by now.
    if row is None or row.waiting_id is None or row.awaited_event != fact.event.type:
        return None
    return runs.hear(desk, row, row.waiting_id, Happened(event_names(fact.event)))


def _is_meant(desk: Desk, listener: Listener, event: Event) -> bool:
    definition = desk.rt.library.get(desk.tx, desk.organization_id, listener.version_id)
    condition = definition.trigger.condition
    if condition is None:
        return True
    names = {"event": event_names(event), "organization": desk.names, "now": desk.now}
    try:
        return bool(conditions.compile(condition).holds(names))
    except ConditionError as error:
        # It asks for something that this event does not have: it is not the one that is meant.
        _log.info("A trigger passed over an event", workflow=str(listener.workflow_id),
                  error=name(error))  # fmt: skip
        return False


def _left(desk: Desk, move: Move) -> Sequence[Event]:
    """Close what a run has left behind: whoever was asked and did not answer is too late."""
    wait = move.left.wait if move.left else None
    if move.left is None or wait is None:
        return ()
    if wait["kind"] == WaitKind.ANSWER:
        asks.close(desk.tx, desk.organization_id, move.left.id)
    return asking.expire(desk, move.left.id) if wait["kind"] == WaitKind.APPROVAL else ()


def _grant(
    desk: Desk, run: RunRow, step_run_id: UUID, wish: Wish, notes: list[Note]
) -> Sequence[Event]:
    """Carry one wish out; the facts that it is."""
    match wish:
        case Send(to, channel, texts):
            people = desk.people(to)
            notes.extend(
                Note(person, texts, "workflow", step_run_id, channel) for person in people
            )
        case Update():
            desk.records.change(wish.record, wish.id, wish.after)
            audit.append(desk.tx, _changed(desk, run, wish))
        case Emit(event_type, payload):
            return [_event(desk, run, event_type, payload)]
        case RequestApproval():
            return asking.request(desk, run, step_run_id, wish)
        case AskPerson():
            asking.ask(desk, run, step_run_id, wish)
        case CallOut() | ProcessAI():
            pass  # Its outbox entry was written with the run.
    return ()


def _event(desk: Desk, run: RunRow, event_type: str, payload: object) -> Event:
    assert isinstance(payload, dict)  # noqa: S101 -- The step has made it.
    return Event(
        organization_id=desk.organization_id,
        type=event_type,
        source=runs.VIA,
        person_id=run.person_id,
        message_id=None,
        payload=payload,
        occurred_at=desk.now,
    )


def _changed(desk: Desk, run: RunRow, wish: Update) -> AuditEntry:
    return AuditEntry(
        organization_id=desk.organization_id,
        action="UPDATE",
        entity=wish.record,
        entity_id=UUID(wish.id),
        person_id=run.person_id,
        via=runs.VIA,
        before=dict(wish.before),
        after=dict(wish.after),
    )
