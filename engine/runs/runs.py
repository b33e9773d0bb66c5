"""The life of a run between two sprints: begun, heard, paused, resumed, cancelled, retried."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError

from engine.context import appointments
from engine.context.desk import Desk
from engine.runs import holding, keeping
from engine.workflows.interpreter import Advance, Scene, advance
from engine.workflows.names import event_names, run_names, scheduled_names
from engine.workflows.run import Run, RunStatus, StepRun
from engine.workflows.step import Happened, News, WaitKind
from store import audit, events, outbox, runs, step_runs
from store.audit import AuditEntry
from store.base import new_id
from store.events import Event
from store.listeners import Listener
from store.outbox import NewEntry
from store.runs import RunRow
from store.step_runs import StepRunRow

DEEPEST = 8
"""How many workflows may start one another in a row."""

FINAL = frozenset({RunStatus.COMPLETED, RunStatus.CANCELLED})
OVER = FINAL | {RunStatus.FAILED}
OUTSIDE = frozenset({WaitKind.CALL, WaitKind.AI})
VIA = "workflow"


class RunError(ValueError):
    """A run cannot be moved like that; the text says why."""


@dataclass(frozen=True, slots=True)
class Move:
    """What a sprint did to a run: its row before and after, and what the step wishes."""

    before: RunRow | None
    after: RunRow
    advance: Advance
    left: StepRunRow | None = None
    """The waiting step run that the run has left."""
    depth: int = 0
    """How many workflows led to this, one from another."""


def begin(desk: Desk, listener: Listener, event: Event, depth: int) -> Move:
    """Start a run of an active workflow for an event that met its condition."""
    return _start(desk, pending(desk, listener, event, depth), event_names(event))


def pending(desk: Desk, listener: Listener, event: Event, depth: int) -> RunRow:
    """A run of an active workflow for an event, before its first step."""
    return RunRow(
        organization_id=desk.organization_id,
        id=new_id(),
        workflow_id=listener.workflow_id,
        version_id=listener.version_id,
        event_id=event.id,
        person_id=event.person_id,
        started_at=desk.now,
        status=RunStatus.PENDING.value,
        depth=depth,
    )


def begin_scheduled(desk: Desk, row: RunRow) -> Move:
    """Start a run because its time has come."""
    return _start(desk, row, scheduled_names(row))


def replay(desk: Desk, original: RunRow) -> Move:
    """A new run of the same version on the same event, with real effects."""
    row = RunRow(
        organization_id=desk.organization_id,
        id=new_id(),
        workflow_id=original.workflow_id,
        version_id=original.version_id,
        event_id=original.event_id,
        person_id=original.person_id,
        started_at=desk.now,
        status=RunStatus.PENDING.value,
        replay_of=original.id,
        scheduled_for=original.scheduled_for,
    )
    return _start(desk, row, _event_of(desk, row))


def retry(desk: Desk, row: RunRow) -> Move:
    """Try the step again at which a run failed. Raises `RunError`."""
    if row.status != RunStatus.FAILED.value:
        raise RunError(f"only a failed run can be tried again, and this one is {row.status}")
    return _advance(desk, row, None, None)


def hear(desk: Desk, row: RunRow, step_run_id: UUID, news: News) -> Move | None:
    """Tell a run what its step waited for; None where it waits for that no more.

    A run that is paused keeps it until it is resumed.
    """
    if row.waiting_id != step_run_id:
        return None
    is_paused = row.status == RunStatus.PAUSED.value
    if is_paused and isinstance(news, Happened) and holding.has_events(row):
        holding.hold(desk, row, step_run_id, news)
        return None
    awake = _awake(row) if is_paused else row
    move = _advance(desk, awake, step_run_id, news)
    if move.after == awake and move.advance.resumed is None:
        return None  # Another event than the one that is meant.
    if not is_paused:
        return move
    holding.hold(desk, row, step_run_id, news)
    return None


def pause(desk: Desk, row: RunRow) -> None:
    """Let a run stand still; what it hears meanwhile is kept. Raises `RunError`."""
    if row.status not in {RunStatus.WAITING.value, RunStatus.WAITING_APPROVAL.value}:
        raise RunError(f"only a waiting run can be paused, and this one is {row.status}")
    paused = replace(row, status=RunStatus.PAUSED.value, paused_from=row.status)
    runs.save(desk.tx, paused, None)


def resume(desk: Desk, row: RunRow) -> Iterable[Move]:
    """Let a paused run go on, and hear what it missed. Raises `RunError`."""
    if row.status != RunStatus.PAUSED.value:
        raise RunError(f"only a paused run can be resumed, and this one is {row.status}")
    awake = _awake(row)
    runs.save(desk.tx, awake, None)
    for step_run_id, news in holding.kept(row):
        move = hear(desk, awake, holding.hearer(awake, step_run_id, news), news)
        if move is not None:
            yield move
            awake = move.after


def cancel(desk: Desk, row: RunRow) -> StepRunRow | None:
    """End a run for good; the step run that it leaves waiting. Raises `RunError`."""
    if row.status in {status.value for status in FINAL}:
        raise RunError(f"this run is {row.status} already")
    left = left_behind(desk, row)
    if left is not None:
        step_runs.cancel(desk.tx, desk.organization_id, left.id, desk.now)
    ended = replace(
        row,
        status=RunStatus.CANCELLED.value,
        paused_from=None,
        waiting_id=None,
        awaited_event=None,
        held=(),
    )
    runs.save(desk.tx, ended, desk.now)
    return left


def left_behind(desk: Desk, row: RunRow) -> StepRunRow | None:
    """The step run in which a run waits."""
    if row.waiting_id is None:
        return None
    return step_runs.get(desk.tx, desk.organization_id, row.waiting_id)


def keep(desk: Desk, moves: Sequence[Move]) -> None:
    """Write what sprints led to: the runs, their step runs, their timers, their audit."""
    begun = [(move.after, _ended(desk, move.after)) for move in moves if move.before is None]
    if begun:
        runs.add(desk.tx, begun)
    for move in moves:
        if move.before is not None:
            runs.save(desk.tx, move.after, _ended(desk, move.after))
        if move.advance.resumed is not None:
            step_runs.save(desk.tx, _row(move, move.advance.resumed))
    attempts = [_row(move, row) for move in moves for row in move.advance.begun]
    if attempts:
        step_runs.add(desk.tx, attempts)
    outbox.add_all(desk.tx, [entry for move in moves for entry in _work(desk, move)])
    audit.append(desk.tx, *(_told(move) for move in moves))


def _awake(row: RunRow) -> RunRow:
    return replace(row, status=str(row.paused_from), paused_from=None, held=())


def _row(move: Move, step: StepRun) -> StepRunRow:
    return keeping.to_row(move.after.organization_id, move.after.id, step)


def _start(desk: Desk, row: RunRow, event: Mapping[str, Any]) -> Move:
    definition = desk.rt.library.get(desk.tx, desk.organization_id, row.version_id)
    moved = advance(definition, Run(row.id), _scene(desk, row, event))
    return Move(None, _after(row, moved.run), moved, depth=row.depth)


def _advance(desk: Desk, row: RunRow, step_run_id: UUID | None, news: News | None) -> Move:
    definition = desk.rt.library.get(desk.tx, desk.organization_id, row.version_id)
    left = _left(desk, step_run_id) if step_run_id else None
    outputs = desk.shelf.outputs.pop(row.id, None)
    state = Run(
        id=row.id,
        status=RunStatus(row.status),
        position=row.position,
        outputs=step_runs.outputs(desk.tx, desk.organization_id, row.id)
        if outputs is None
        else outputs,
        waiting=keeping.from_row(left) if left else None,
        sequence=row.sequence,
        attempt=row.attempt,
    )
    moved = advance(definition, state, _scene(desk, row, _event_of(desk, row)), news)
    after = _after(row, moved.run)
    left = left if after.waiting_id != step_run_id else None
    return Move(row, after, moved, left, row.depth)


def _left(desk: Desk, step_run_id: UUID) -> StepRunRow | None:
    known = desk.shelf.steps.pop(step_run_id, None)
    return known or step_runs.get(desk.tx, desk.organization_id, step_run_id)


def _scene(desk: Desk, row: RunRow, event: Mapping[str, Any]) -> Scene:
    names = {"event": desk.seen(event), "run": run_names(row), "organization": desk.names}
    names |= appointments.names(desk, event)
    return Scene(
        names=names,
        place=desk.place,
        now=desk.now,
        records=desk.records,
        new_id=new_id,
        chance=random.random,
        passes=(SQLAlchemyError,),
    )


def _event_of(desk: Desk, row: RunRow) -> Mapping[str, Any]:
    if row.event_id is None:
        return scheduled_names(row)
    known = desk.shelf.events.get(row.event_id)
    return event_names(known or events.get(desk.tx, desk.organization_id, row.event_id))


def _after(row: RunRow, run: Run) -> RunRow:
    waiting = run.waiting
    return replace(
        row,
        status=run.status.value,
        position=run.position,
        waiting_id=waiting.id if waiting else None,
        awaited_event=waiting.wait.event if waiting and waiting.wait else None,
        sequence=run.sequence,
        attempt=run.attempt,
        error=run.error,
    )


def _ended(desk: Desk, row: RunRow) -> datetime | None:
    return desk.now if RunStatus(row.status) in OVER else None


def _work(desk: Desk, move: Move) -> Iterable[NewEntry]:
    """A timer for what a run waits for, and the entry of what is to be done outside."""
    waiting = move.advance.run.waiting
    wait = waiting.wait if waiting else None
    if waiting is None or wait is None:
        return
    if wait.until is not None:
        # The failed attempt's own timer still runs: a kind apart, so that it is not heard.
        kind = "retry" if wait.kind is WaitKind.RETRY else "timer"
        yield NewEntry(kind, waiting.id, desk.organization_id, wait=wait.until - desk.now)
    if wait.kind in OUTSIDE:
        yield NewEntry(wait.kind.value, waiting.id, desk.organization_id)


def _told(move: Move) -> AuditEntry:
    steps = [row.step for row in move.advance.begun]
    return AuditEntry(
        organization_id=move.after.organization_id,
        action="EXECUTE",
        entity="run",
        entity_id=move.after.id,
        person_id=move.after.person_id,
        via=VIA,
        before={"status": move.before.status} if move.before else None,
        after={"status": move.after.status, "steps": steps},
    )
