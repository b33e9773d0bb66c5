"""Runs: what workflows are doing, step by step, and how to steer them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from engine.automation import steering
from engine.runs.runs import RunError
from store import run_lists, step_runs
from webhooks.api.route import Call, Route, Routes
from webhooks.api.run_shapes import RunList, RunPage, RunReplay, RunSeen, RunShown
from webhooks.errors import ProblemError, conflict


def listing(call: Call, query: RunPage) -> RunList:
    """List runs, newest first: of one workflow, of one status."""
    found = run_lists.listed(
        call.tx,
        call.organization_id,
        query.limit + 1,
        before=query.before,
        workflow=query.workflow,
        status=query.status,
    )
    shown = [RunShown.of(one) for one in found]
    return RunList.page(shown, [one.id for one in found], query.limit)


def show(call: Call, run_id: UUID) -> RunSeen:
    """Show one run with every attempt at its steps."""
    found = run_lists.get(call.tx, call.organization_id, run_id)
    if found is None:
        raise ProblemError(404)
    return RunSeen.whole(found, step_runs.of_run(call.tx, call.organization_id, run_id))


def pause(call: Call, run_id: UUID) -> RunSeen:
    """Let a waiting run stand still; what it hears meanwhile is kept."""
    _steer(call, run_id, steering.pause)
    return show(call, run_id)


def resume(call: Call, run_id: UUID) -> RunSeen:
    """Let a paused run go on with all that it missed."""
    _steer(call, run_id, steering.resume)
    return show(call, run_id)


def cancel(call: Call, run_id: UUID) -> RunSeen:
    """End a run for good; what it has asked needs no answer any more."""
    _steer(call, run_id, steering.cancel)
    return show(call, run_id)


def retry(call: Call, run_id: UUID) -> RunSeen:
    """Try the step of a failed run again."""
    _steer(call, run_id, steering.retry)
    return show(call, run_id)


def replay(call: Call, run_id: UUID, body: RunReplay) -> RunSeen:
    """Run the same version on the same event once more, with real effects.

    Only an owner may, and must confirm it.
    """
    return show(call, _steer(call, run_id, steering.replay))


def _steer(call: Call, run_id: UUID, do: Callable[..., Any]) -> Any:
    if run_lists.get(call.tx, call.organization_id, run_id) is None:
        raise ProblemError(404)
    try:
        return do(call.desk, run_id, by=call.caller.person_id, via=call.caller.via)
    except RunError as error:
        raise conflict(error) from None


_ONE = "/runs/<uuid:run_id>"
ROUTES: Routes = (
    Route("GET", "/runs", listing, RunList, query=RunPage),
    Route("GET", _ONE, show, RunSeen),
    Route("POST", f"{_ONE}/pause", pause, RunSeen, conflicts=True),
    Route("POST", f"{_ONE}/resume", resume, RunSeen, conflicts=True,
          starts_runs=True),
    Route("POST", f"{_ONE}/cancel", cancel, RunSeen, conflicts=True),
    Route("POST", f"{_ONE}/retry", retry, RunSeen, conflicts=True,
          starts_runs=True),
    Route("POST", f"{_ONE}/replay", replay, RunSeen, 201, body=RunReplay, creates=True,
          conflicts=True, starts_runs=True,
          examples={"Once more, for real": {"confirm": True}}),
)  # fmt: skip
