"""Send a message: a text in the reader's language, over the way that reaches them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import Field, model_validator

from engine.workflows.fields import LocalTexts, Text
from engine.workflows.filling import TemplateName, Variables, empty, wanted
from engine.workflows.named_templates import Use
from engine.workflows.step import Context, Done, Failed, Outcome, StepConfig, StepType
from engine.workflows.wishes import Channel, Send, Texts


class SendStep(StepConfig):
    """Who is told (a person's id, a role, a customer's id), how, and what.

    Either a text in each language, a template with its variables, or a report of Karani's own,
    made when it is sent. Beside a text the template says the same outside the service window.
    """

    to: Text
    channel: Channel = "auto"
    text: LocalTexts | None = None
    template: TemplateName | None = None
    variables: Variables = Field(default_factory=dict)
    subject: LocalTexts | None = None
    """What it is about, where it goes by e-mail."""
    report: Literal["evening", "weekly", "monthly", "debt"] | None = None
    occasion: Literal["reminder", "unasked"] | None = None
    """What it is to a customer: reminders and receipts may go earlier and later in the day."""

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        is_worded = self.text is not None or self.template is not None
        if is_worded == (self.report is not None):
            raise ValueError("needs either a text, a template or a report")
        if self.variables and self.template is None:
            raise ValueError("variables are a template's: name the template")
        return self

    def texts(self) -> Iterator[tuple[str, Texts]]:
        """What it says."""
        if self.text is not None:
            yield "text", self.text
        if self.subject is not None:
            yield "subject", self.subject

    def templates(self) -> Iterator[str]:
        """Whom it tells, and what it names."""
        yield self.to
        yield from self.variables.values()

    @property
    def uses(self) -> Use | None:
        """The template that says it."""
        return Use(self.template, frozenset(self.variables)) if self.template else None


def execute(config: SendStep, context: Context) -> Outcome:
    """Wish for the message."""
    to = context.text(config.to).strip()
    if not to:
        return Failed("to", "nobody is named: the value is empty")
    told = {"to": to, "channel": config.channel}
    texts = context.texts(config.text or {})
    if not all(text.strip() for text in texts.values()):
        return Failed("text", "comes out empty", input={"to": to})
    form = wanted(context, config.template, config.variables) if config.template else None
    missing = empty(form) if form and not texts else None
    if missing is not None:
        return Failed("variables", f"'{missing}' comes out empty", input={"to": to})
    subjects = context.texts(config.subject or {})
    wish = Send(to, config.channel, texts, config.report, config.occasion, subjects, form)
    return Done(told, (wish,))


TYPE = StepType(SendStep, execute)
