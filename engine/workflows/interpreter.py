"""Advance a run by one sprint: from where it stands to its next wait, or to its end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from engine.workflows.conditions import ConditionError
from engine.workflows.definition import Definition, Step
from engine.workflows.foreseen import Foreseen
from engine.workflows.run import Run, RunStatus, StepRun, StepStatus
from engine.workflows.step import (
    Context,
    Done,
    Elapsed,
    Failed,
    News,
    Outcome,
    Place,
    Records,
    Retry,
    Wait,
    Waiting,
    WaitKind,
)
from engine.workflows.templating import TemplateError
from engine.workflows.wishes import Wish

SPRINT_STEPS = 100
RUN_STEPS = 10_000
BEGINS = frozenset({RunStatus.PENDING, RunStatus.FAILED})
"""Where a run goes on by itself; anywhere else it waits, or is over."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What a sprint sees of the world, and all it may take from it.

    `names` are the event, the run and the organization as conditions see them; `chance` is a
    number from 0 to 1, anew at each call. `passes` are the errors of the world's that are no
    step's failure: with its database broken, a sprint cannot be kept either.
    """

    names: Mapping[str, Any]
    place: Place
    now: datetime
    records: Records
    new_id: Callable[[], UUID]
    chance: Callable[[], float]
    passes: tuple[type[Exception], ...] = ()


@dataclass(frozen=True, slots=True)
class Advance:
    """What a sprint led to: the run afterwards, its new step runs, and its wishes in order.

    `resumed` is the step run that had been waiting, as it stands now. Each wish names the
    step run that has it.
    """

    run: Run
    begun: tuple[StepRun, ...] = ()
    resumed: StepRun | None = None
    wishes: tuple[tuple[UUID, Wish], ...] = ()


def advance(
    definition: Definition, run: Run, scene: Scene, news: News | None = None
) -> Advance:
    """Take a run as far as it goes without the world.

    Without `news` it begins, or tries the step it failed at again; with `news` it hears what
    it waited for. Pure, ends always, and raises nothing: whatever goes wrong fails the step,
    unless the scene says that it passes.
    """
    sprint = _Sprint(definition, run, scene)
    if run.waiting is not None and news is not None:
        sprint.hear(run.waiting, news)
    elif news is None and run.status in BEGINS:
        sprint.begin()
    return sprint.over()


class _Sprint:
    """The run while it moves."""

    def __init__(self, definition: Definition, run: Run, scene: Scene) -> None:
        self._definition = definition
        self._scene = scene
        self._records = Foreseen(scene.records)
        self._before = run
        self._status, self._position = run.status, run.position
        self._sequence, self._attempt = run.sequence, run.attempt
        self._waiting, self._error = run.waiting, run.error
        self._outputs = dict(run.outputs)
        self._begun: list[StepRun] = []
        self._resumed: StepRun | None = None
        self._wishes: list[tuple[UUID, Wish]] = []

    def begin(self) -> None:
        """Go on from where the run stands: its first step, or the one that failed."""
        self._status, self._error, self._attempt = RunStatus.RUNNING, None, 1
        self._position = self._position or self._definition.first
        self._go_on()

    def hear(self, row: StepRun, news: News) -> None:
        """Tell the waiting step what happened; it may go on waiting."""
        wait = row.wait or Wait(WaitKind.TIMER)
        if wait.kind is WaitKind.RETRY:
            if isinstance(news, Elapsed):
                self._move()
                self._attempt = row.attempt + 1
                self._go_on()
            return
        step = self._definition.step(row.step)
        outcome = self._try(lambda context: step.type.resume(step.config, context, wait, news))
        if outcome is None:
            return
        self._move()
        self._resumed = self._settle(step, row, outcome)
        self._go_on()

    def over(self) -> Advance:
        """What came of it."""
        run = Run(
            id=self._before.id,
            status=self._status,
            position=self._position,
            outputs=self._outputs,
            waiting=self._waiting,
            sequence=self._sequence,
            attempt=self._attempt,
            error=self._error,
        )
        return Advance(run, tuple(self._begun), self._resumed, tuple(self._wishes))

    def _move(self) -> None:
        self._status, self._waiting = RunStatus.RUNNING, None

    def _go_on(self) -> None:
        while self._status is RunStatus.RUNNING:
            if self._position is None:
                self._status = RunStatus.COMPLETED
            elif len(self._begun) >= SPRINT_STEPS or self._sequence >= RUN_STEPS:
                self._end_loop(self._position)
            else:
                self._take(self._definition.step(self._position))

    def _take(self, step: Step) -> None:
        self._sequence += 1
        row = StepRun(
            id=self._scene.new_id(),
            sequence=self._sequence,
            step=step.id,
            type=step.config.type,
            status=StepStatus.DONE,
            attempt=self._attempt,
            started_at=self._scene.now,
        )
        outcome = self._try(lambda context: _execute(step, context))
        if outcome is None:
            self._outputs[step.id] = {"skipped": True}
            row = replace(row, status=StepStatus.SKIPPED, finished_at=self._scene.now)
            self._go(self._definition.following(step.id))
        else:
            row = self._settle(step, row, outcome)
        self._begun.append(row)

    def _settle(self, step: Step, row: StepRun, outcome: Outcome) -> StepRun:
        told = outcome.input or row.input
        match outcome:
            case Done(output, wishes, go):
                self._outputs[step.id] = output
                self._wish(row, wishes)
                self._go(self._definition.following(step.id) if go is None else go)
                return replace(
                    row,
                    status=StepStatus.DONE,
                    input=told,
                    output=output,
                    wait=None,
                    finished_at=self._scene.now,
                )
            case Waiting(wait, wishes):
                self._wish(row, wishes)
                waiting = replace(row, status=StepStatus.WAITING, input=told, wait=wait)
                return self._rest(waiting, wait)
            case Failed():
                return self._fail(step, replace(row, input=told), outcome)

    def _fail(self, step: Step, row: StepRun, failure: Failed) -> StepRun:
        error = {"step": step.id, "code": failure.code, "text": failure.text}
        row = replace(
            row,
            status=StepStatus.FAILED,
            error=error,
            wait=None,
            finished_at=self._scene.now,
        )
        retry, on_error = step.config.retry, step.config.on_error
        if failure.retryable and retry and row.attempt < retry.attempts:
            pause = _pause(retry, row.attempt, self._scene.chance())
            wait = Wait(WaitKind.RETRY, self._scene.now + pause)
            return self._rest(replace(row, wait=wait), wait)
        if on_error == "fail":
            self._status, self._error = RunStatus.FAILED, error
            return row
        self._outputs[step.id] = {"error": error}
        following = self._definition.following(step.id)
        self._go(following if on_error == "continue" else on_error)
        return row

    def _rest(self, row: StepRun, wait: Wait) -> StepRun:
        asks = wait.kind is WaitKind.APPROVAL
        self._status = RunStatus.WAITING_APPROVAL if asks else RunStatus.WAITING
        self._waiting = row
        return row

    def _wish(self, row: StepRun, wishes: tuple[Wish, ...]) -> None:
        self._records.expect(wishes)
        self._wishes.extend((row.id, wish) for wish in wishes)

    def _go(self, target: str) -> None:
        self._position = None if target == self._definition.end else target
        self._attempt = 1

    def _end_loop(self, position: str) -> None:
        text = (
            f"{SPRINT_STEPS} steps without a wait, or {RUN_STEPS:,} in all: it goes in circles"
        )
        self._status = RunStatus.FAILED
        self._error = {"step": position, "code": "loop", "text": text}

    def _try(self, attempt: Callable[[Context], Outcome | None]) -> Outcome | None:
        names = {**self._scene.names, "steps": self._outputs, "now": self._scene.now}
        context = Context(names, self._scene.place, self._scene.now, self._records)
        try:
            return attempt(context)
        except self._scene.passes:
            raise
        except (ConditionError, TemplateError) as error:
            return Failed("definition", str(error))
        except Exception as error:  # noqa: BLE001 -- A step's own failure must not end a turn.
            return Failed("internal", type(error).__name__)


def _execute(step: Step, context: Context) -> Outcome | None:
    """The step's outcome; None where its condition says to skip it."""
    condition = step.config.skipped_unless
    if condition is not None and not context.holds(condition):
        return None
    return step.type.execute(step.config, context)


def _pause(retry: Retry, attempt: int, chance: float) -> timedelta:
    """Doubling and capped, between its half and its whole, so that not all come at once."""
    longest = min(retry.backoff * (1 << (attempt - 1)), retry.max_backoff)
    return longest * (0.5 + chance / 2)
