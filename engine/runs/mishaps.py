"""Runs that fail through no step's fault: they could not begin, or not be kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from engine.context.desk import Desk
from engine.runs import keeping
from engine.runs.runs import DEEPEST, Move, left_behind, pending
from engine.workflows.interpreter import Advance
from engine.workflows.run import Run, RunStatus, StepStatus
from store.events import Event
from store.listeners import Listener
from store.runs import RunRow
from store.step_runs import StepRunRow

_FAULTS: Mapping[str, str] = {
    "deep": f"more than {DEEPEST} workflows started or woke one another: they go in circles",
    "internal": "what it wished could not be written; the log says where",
}


def broken(desk: Desk, listener: Listener, event: Event, depth: int, code: str) -> Move:
    """A run that could not even begin: kept as failed, so that somebody sees it."""
    row = pending(desk, listener, event, min(depth, DEEPEST))
    return _failed(desk, Move(None, row, Advance(Run(row.id))), None, code)


def undone(desk: Desk, move: Move, code: str) -> Move:
    """The run of a sprint that could not be kept: as it stood before, but failed."""
    before = move.before
    if before is None:
        fresh = replace(move.after, sequence=0, attempt=1, position=None)
        return _failed(desk, replace(move, after=fresh), None, code)
    return replace(stuck(desk, before, code), depth=move.depth)


def stuck(desk: Desk, row: RunRow, code: str) -> Move:
    """A run that cannot go on from where it waits."""
    move = Move(row, row, Advance(Run(row.id)), depth=row.depth)
    return _failed(desk, move, left_behind(desk, row), code)


def _failed(desk: Desk, move: Move, left: StepRunRow | None, code: str) -> Move:
    """A run that fails through no step's fault, with the step that it waited in."""
    row = move.after
    error = {"step": row.position, "code": code, "text": _FAULTS[code]}
    after = replace(
        row,
        status=RunStatus.FAILED.value,
        paused_from=None,
        waiting_id=None,
        awaited_event=None,
        held=(),
        error=error,
    )
    resumed = None
    if left is not None:
        resumed = replace(
            keeping.from_row(left),
            status=StepStatus.FAILED,
            error=left.error or error,
            wait=None,
            finished_at=desk.now,
        )
    ended = Advance(Run(row.id, RunStatus.FAILED, error=error), resumed=resumed)
    return replace(move, after=after, advance=ended, left=left)
