"""Rehearse a definition on what really happened: nothing is sent, and nothing written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from engine.workflows import conditions
from engine.workflows.conditions import ConditionError
from engine.workflows.definition import Definition
from engine.workflows.interpreter import Scene, advance
from engine.workflows.run import Run, RunStatus
from engine.workflows.step import Elapsed, WaitKind
from engine.workflows.wishes import Wish

MOST_WAITS = 50
PASSES_BY_ITSELF = frozenset({WaitKind.TIMER, WaitKind.RETRY})


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that a run would do: the step, its type, and what it works with."""

    step: str
    type: str
    status: str
    input: Mapping[str, Any]
    output: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What would have come of one event.

    `status` is COMPLETED, FAILED, or WAITING where only the world knows how it goes on;
    without `deeds` the event would not have started it.
    """

    event_id: str
    starts: bool
    status: str | None = None
    deeds: tuple[Deed, ...] = ()
    wishes: tuple[Wish, ...] = ()
    error: Mapping[str, Any] | None = None


def rehearse(definition: Definition, scenes: Iterable[Scene]) -> Sequence[Rehearsed]:
    """Each scene is one past event with the world as it was then, as far as it is known."""
    return [_rehearse(definition, scene) for scene in scenes]


def differences(before: Sequence[Rehearsed], after: Sequence[Rehearsed]) -> Sequence[str]:
    """The events that would have gone another way, by their ids."""
    old = {one.event_id: _gist(one) for one in before}
    return [one.event_id for one in after if old.get(one.event_id) != _gist(one)]


def _rehearse(definition: Definition, scene: Scene) -> Rehearsed:
    event_id = str(scene.names["event"]["id"])
    if not _starts(definition, scene):
        return Rehearsed(event_id, starts=False)
    run = Run(UUID(int=0))
    news = None
    deeds: list[Deed] = []
    wishes: list[Wish] = []
    for _ in range(MOST_WAITS):
        moved = advance(definition, run, scene, news)
        deeds.extend(
            Deed(row.step, row.type, row.status.value, row.input, row.output)
            for row in moved.begun
        )
        wishes.extend(wish for _, wish in moved.wishes)
        run = moved.run
        wait = run.waiting.wait if run.waiting else None
        if wait is None or wait.kind not in PASSES_BY_ITSELF or wait.until is None:
            break
        # Time is the one answer that is known beforehand: it passes.
        scene, news = replace(scene, now=max(scene.now, wait.until)), Elapsed()
    status = RunStatus.WAITING if run.waiting else run.status
    return Rehearsed(event_id, True, status.value, tuple(deeds), tuple(wishes), run.error)


def _starts(definition: Definition, scene: Scene) -> bool:
    condition = definition.trigger.condition
    if condition is None:
        return True
    try:
        return bool(conditions.compile(condition).holds({**scene.names, "now": scene.now}))
    except ConditionError:
        return False


def _gist(one: Rehearsed) -> tuple[Any, ...]:
    return one.starts, one.status, one.wishes, one.error
