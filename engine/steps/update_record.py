"""Update a record: set a note beside what the shop has, or values of the shop itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from engine.workflows.fields import Text
from engine.workflows.settable import SETTABLE, SettingError
from engine.workflows.step import Context, Done, Failed, Outcome, StepConfig, StepType
from engine.workflows.templates import in_document, readable
from engine.workflows.wishes import Update


class UpdateStep(StepConfig):
    """Which record, and its new values; texts in them are templates.

    `id` being the step's own, the record's is `record_id`; an event's id stands for all the
    entries that it made. Without one the organization itself is meant.
    """

    record: Literal["appointment", "customer", "entry", "organization"]
    record_id: Text = "{{ organization.id }}"
    set: dict[str, Any] = Field(min_length=1, max_length=20)

    _templates = readable("set")

    @model_validator(mode="after")
    def _may_be_set(self) -> Self:
        known = SETTABLE[self.record]
        strange = sorted(set(self.set) - set(known))
        if strange:
            raise ValueError(f"a {self.record} has no {strange[0]}: set {', '.join(known)}")
        return self

    def templates(self) -> Iterator[str]:
        """Its id and its values."""
        yield self.record_id
        yield from in_document(self.set)


def execute(config: UpdateStep, context: Context) -> Outcome:
    """Wish for the change, with what was there before."""
    record_id = context.text(config.record_id).strip()
    wanted = {"record": config.record, "id": record_id}
    try:
        after = {
            name: SETTABLE[config.record][name](context.json(value))
            for name, value in config.set.items()
        }
    except SettingError as error:
        return Failed("value", str(error), input=wanted)
    found = context.records.find(config.record, record_id)
    if found is None:
        return Failed("not_found", f"there is no such {config.record}", input=wanted)
    before = {name: found[name] for name in after}
    wish = Update(config.record, record_id, before, after)
    wishes = (wish,) if before != after else ()
    return Done({"before": before, "after": after}, wishes, input=wanted)


TYPE = StepType(UpdateStep, execute)
