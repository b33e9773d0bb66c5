"""Approval: ask people who may decide, and wait for one of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal, Self

from pydantic import model_validator

from engine.workflows.fields import Duration, LocalTexts, Text
from engine.workflows.step import (
    Changed,
    Context,
    Decided,
    Done,
    Elapsed,
    News,
    Outcome,
    StepConfig,
    StepType,
    Wait,
    Waiting,
    WaitKind,
)
from engine.workflows.wishes import RequestApproval, Texts

Policy = Literal["reject", "approve", "escalate"]


class ApprovalStep(StepConfig):
    """Who decides (a role or a person's id), what is asked, and what a time-out means."""

    of: Text
    question: LocalTexts
    timeout: Duration = timedelta(hours=24)
    on_timeout: Policy = "reject"
    escalate_to: Text | None = None
    self_approval: bool = False

    @model_validator(mode="after")
    def _knows_the_next(self) -> Self:
        if (self.on_timeout == "escalate") != (self.escalate_to is not None):
            raise ValueError("on_timeout escalate and escalate_to go together")
        return self

    def texts(self) -> Iterator[tuple[str, Texts]]:
        """What it asks."""
        yield "question", self.question

    def templates(self) -> Iterator[str]:
        """Whom it asks."""
        return (who for who in self.deciders if "{" in who)

    @property
    def may_time_out(self) -> bool:
        """Whoever is asked may not answer."""
        return True

    @property
    def always_waits(self) -> bool:
        """It waits for a person, unless it is skipped."""
        return self.condition is None

    @property
    def longest_wait(self) -> timedelta:
        """Until the last of those asked is out of time."""
        return self.timeout * (2 if self.escalate_to else 1)

    @property
    def deciders(self) -> tuple[str, ...]:
        """Who must exist."""
        return (self.of, self.escalate_to) if self.escalate_to else (self.of,)


def execute(config: ApprovalStep, context: Context) -> Outcome:
    """Ask."""
    return _asking(config, context, config.of, turn=1)


def resume(config: ApprovalStep, context: Context, wait: Wait, news: News) -> Outcome | None:
    """Somebody decided, or the time is over."""
    match news:
        case Decided(approved, by, at):
            decision = "approved" if approved else "rejected"
            return Done({"decision": decision, "by": by, "at": at.isoformat()})
        case Changed(deadline):
            return _again(config, context, wait, deadline)
        case Elapsed() if config.escalate_to and wait.turn == 1:
            return _asking(config, context, config.escalate_to, turn=2)
        case Elapsed():
            decision = "approved" if config.on_timeout == "approve" else "rejected"
            return Done({"decision": decision, "timed_out": True})
        case _:
            return None


def _asking(config: ApprovalStep, context: Context, of: str, *, turn: int) -> Waiting:
    of = context.text(of).strip()
    question = context.texts(config.question)
    deadline = context.now + config.timeout
    policy = "escalate" if config.escalate_to and turn == 1 else _at_last(config)
    wish = RequestApproval(of, question, deadline, policy, config.self_approval)
    wait = Wait(WaitKind.APPROVAL, deadline, turn=turn)
    return Waiting(wait, (wish,), input={"of": of, "question": question})


def _again(config: ApprovalStep, context: Context, wait: Wait, deadline: datetime) -> Outcome:
    """The same people about what stands now; the timer that runs already stays the only one."""
    of = config.escalate_to if config.escalate_to and wait.turn > 1 else config.of
    asking = _asking(config, context, of, turn=wait.turn)
    wishes = [
        replace(wish, deadline=deadline, again=True)
        for wish in asking.wishes
        if isinstance(wish, RequestApproval)
    ]
    return replace(asking, wait=replace(asking.wait, until=None), wishes=tuple(wishes))


def _at_last(config: ApprovalStep) -> str:
    return "approve" if config.on_timeout == "approve" else "reject"


TYPE = StepType(ApprovalStep, execute, resume)
