"""Branch: go to the first case that holds."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict, Field

from engine.workflows.fields import Expression
from engine.workflows.step import Context, Done, Outcome, StepConfig, StepType


class Case(BaseModel):
    """Where to go if a condition holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    condition: Expression = Field(alias="if")
    go: str


class BranchStep(StepConfig):
    """Cases in their order; `else` where none holds, otherwise the following step."""

    cases: list[Case] = Field(min_length=1, max_length=20)
    otherwise: str | None = Field(default=None, alias="else")

    def expressions(self) -> Iterator[str]:
        """The conditions of its cases."""
        return (case.condition for case in self.cases)

    def targets(self) -> Iterator[tuple[str, str]]:
        """Where its cases lead."""
        for number, case in enumerate(self.cases):
            yield f"cases.{number}.go", case.go
        if self.otherwise is not None:
            yield "else", self.otherwise

    @property
    def goes_on(self) -> bool:
        """With an `else` it never falls through, unless it is skipped."""
        return self.otherwise is None or self.condition is not None


def execute(config: BranchStep, context: Context) -> Outcome:
    """Choose."""
    for number, case in enumerate(config.cases):
        if context.holds(case.condition):
            return Done({"case": number, "go": case.go}, go=case.go)
    return Done({"case": None, "go": config.otherwise}, go=config.otherwise)


TYPE = StepType(BranchStep, execute)
