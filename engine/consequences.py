"""What follows from facts: they start runs and wake them, and runs have wishes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

import structlog
from sqlalchemy.exc import OperationalError

from engine.asking import asking, tidings
from engine.context.desk import Desk
from engine.facts import announcing, events
from engine.letters import letters
from engine.outbound import reach
from engine.outbound.reach import Note
from engine.runs import crowds, mishaps, runs
from engine.runs.runs import DEEPEST, Move
from engine.tools.failpoints import reached
from engine.tools.telling import name, where
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
from store.listeners import Listener
from store.runs import RunRow

T = TypeVar("T")

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Fact:
    """An event to record; `depth` counts the workflows that led to it, one from another."""

    event: Event
    depth: int = 0


def follow(desk: Desk, facts: Sequence[Fact]) -> Sequence[Event]:
    """Record facts and do everything they lead to, level by level, in this transaction.

    What comes back are these facts as they were recorded, and what was recorded with them.
    """
    first = recorded = list(_recorded(desk, facts))
    while recorded:
        led = [fact for moves in _moves(desk, recorded) for fact in carry_out(desk, moves)]
        recorded = list(_recorded(desk, led))
    return [fact.event for fact in first]


def settle(desk: Desk, moves: Sequence[Move]) -> None:
    """Keep what sprints led to, carry out their wishes, and follow what those lead to."""
    follow(desk, carry_out(desk, moves))


def hear(desk: Desk, row: RunRow, step_run_id: UUID, news: News) -> Move | None:
    """Tell a run, which is locked, what it waited for; None if it waits for that no more."""
    move = _heard(desk, row, step_run_id, news)
    if move is not None:
        settle(desk, [move])
    return move


def wake(desk: Desk, run_ids: Sequence[UUID], fact: Fact) -> None:
    """Tell runs of an event that was recorded before, and follow what that leads to."""
    moves = [move for run_id in run_ids if (move := _woken(desk, run_id, fact))]
    settle(desk, moves)


def carry_out(desk: Desk, moves: Sequence[Move]) -> Sequence[Fact]:
    """Keep sprints and carry out their wishes; the facts that those are."""
    if not desk.careful:
        return _together(desk, moves)
    return [
        fact
        for move in moves
        for fact in _carefully(
            desk, partial(_together, desk, [move]), partial(_without, desk, move)
        )
    ]


def _together(desk: Desk, moves: Sequence[Move]) -> Sequence[Fact]:
    if not moves:
        return ()
    runs.keep(desk, moves)
    if any(move.after.awaited_event for move in moves):
        desk.listening.forget()
    facts: list[Fact] = []
    notes: list[Note] = []
    for move in moves:
        facts.extend(Fact(event, move.depth + 1) for event in _left(desk, move, notes))
        for step_run_id, wish in move.advance.wishes:
            reached("run.between_steps")
            wished = _grant(desk, move.after, step_run_id, wish, notes)
            facts.extend(Fact(event, move.depth + 1) for event in wished)
    reach.tell(desk, notes)
    return facts


def _without(desk: Desk, move: Move) -> Sequence[Fact]:
    return _together(desk, [mishaps.undone(desk, move, "internal")])


def _carefully(desk: Desk, act: Callable[[], T], instead: Callable[[], T]) -> T:
    """One run's mishap is its own: what led to it, and what everyone else did, stands."""
    if not desk.careful:
        return act()
    try:
        with desk.tx.attempt():
            return act()
    except OperationalError:
        raise
    except Exception as error:  # noqa: BLE001 -- Whatever it is, the rest must be kept.
        _log.error("A run went wrong", error=name(error), where=where(error))
        desk.forget()
        return instead()


def _heard(desk: Desk, row: RunRow, step_run_id: UUID, news: News) -> Move | None:
    return _carefully(
        desk,
        lambda: runs.hear(desk, row, step_run_id, news),
        lambda: mishaps.stuck(desk, row, "internal"),
    )


def _moves(desk: Desk, recorded: Sequence[Fact]) -> Iterator[Sequence[Move]]:
    """Start and wake whatever listens to facts that were recorded.

    A run that hears two of them hears the second where the first has led it: what was moved
    so far is to be carried out before.
    """
    heard = desk.listening.of({fact.event.type for fact in recorded})
    announcing.leave(desk, [fact.event for fact in recorded])
    listening, rest = crowds.part(heard)
    crowds.leave(desk, [(fact.event, fact.depth) for fact in recorded], rest)
    moved: dict[UUID, Move] = {}
    for fact in recorded:
        for listener in listening:
            if listener.event != fact.event.type:
                continue
            if listener.run_id in moved:
                yield list(moved.values())
                moved = {}
            move = _told(desk, listener, fact)
            if move is not None:
                moved[move.after.id] = move
    yield list(moved.values())


def _recorded(desk: Desk, facts: Sequence[Fact]) -> Iterator[Fact]:
    by_depth: dict[int, list[Event]] = {}
    for fact in facts:
        by_depth.setdefault(fact.depth, []).append(fact.event)
    for depth, found in by_depth.items():
        for event in events.record(desk.tx, *found):
            yield Fact(event, depth)


def _told(desk: Desk, listener: Listener, fact: Fact) -> Move | None:
    """What a listener does about a fact."""
    if listener.run_id is not None:
        return _woken(desk, listener.run_id, fact)
    return _carefully(
        desk,
        lambda: _begun(desk, listener, fact),
        lambda: mishaps.broken(desk, listener, fact.event, fact.depth, "internal"),
    )


def _begun(desk: Desk, listener: Listener, fact: Fact) -> Move | None:
    if not _is_meant(desk, listener, fact.event):
        return None
    if fact.depth >= DEEPEST:
        _log.error("Workflows start one another", workflow=str(listener.workflow_id))
        return mishaps.broken(desk, listener, fact.event, fact.depth, "deep")
    return runs.begin(desk, listener, fact.event, fact.depth)


def _woken(desk: Desk, run_id: UUID, fact: Fact) -> Move | None:
    row = rows.lock(desk.tx, desk.organization_id, run_id)
    # Seen before it was locked: it may have moved on, or wait for another event by now.
    if row is None or row.waiting_id is None or row.awaited_event != fact.event.type:
        return None
    move = _heard(desk, row, row.waiting_id, Happened(event_names(fact.event)))
    if move is None or fact.depth < DEEPEST:
        return None if move is None else replace(move, depth=max(move.depth, fact.depth))
    _log.error("Runs wake one another", run=str(run_id))
    return mishaps.undone(desk, move, "deep")


def _is_meant(desk: Desk, listener: Listener, event: Event) -> bool:
    definition = desk.rt.library.get(desk.tx, desk.organization_id, listener.version_id)
    desk.rt.foresight.note(desk.organization_id, event.type, definition.emits)
    condition = definition.trigger.condition
    if condition is None:
        return True
    seen = desk.seen(event_names(event))
    names = {"event": seen, "organization": desk.names, "now": desk.now}
    try:
        return bool(conditions.compile(condition).holds(names))
    except ConditionError as error:
        # It asks for something that this event does not have: it is not the one that is meant.
        _log.info("A trigger passed over an event", workflow=str(listener.workflow_id),
                  error=name(error))  # fmt: skip
        return False


def _left(desk: Desk, move: Move, notes: list[Note]) -> Sequence[Event]:
    """Close what a run has left behind: whoever was asked and did not answer is too late."""
    wait = move.left.wait if move.left else None
    if move.left is None or wait is None:
        return ()
    if wait["kind"] == WaitKind.ANSWER:
        asks.close(desk.tx, desk.organization_id, move.left.id)
    if wait["kind"] != WaitKind.APPROVAL:
        return ()
    over = asking.expire(desk, move.left.id)
    notes.extend(tidings.expired(desk, over, tidings.spoken_to(desk, move)))
    return [asking.fact(desk, "APPROVAL_EXPIRED", one, person_id=None) for one in over]


def _grant(
    desk: Desk, run: RunRow, step_run_id: UUID, wish: Wish, notes: list[Note]
) -> Sequence[Event]:
    """Carry one wish out; the facts that it is."""
    match wish:
        case Send():
            notes.extend(letters.of(desk, run, step_run_id, wish))
        case Update():
            # Another run may have changed it since this one looked, in this transaction.
            before = desk.records.change(wish.record, wish.id, wish.after)
            audit.append(desk.tx, _changed(desk, run, wish, before))
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


def _changed(desk: Desk, run: RunRow, wish: Update, before: Mapping[str, Any]) -> AuditEntry:
    return AuditEntry(
        organization_id=desk.organization_id,
        action="UPDATE",
        entity=wish.record,
        entity_id=UUID(wish.id),
        person_id=run.person_id,
        via=runs.VIA,
        before=dict(before),
        after=dict(wish.after),
    )
