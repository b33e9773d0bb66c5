"""Send a message: a text in the reader's language, over the way that reaches them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import model_validator

from engine.workflows.fields import LocalTexts, Text
from engine.workflows.step import Context, Done, Failed, Outcome, StepConfig, StepType
from engine.workflows.wishes import Channel, Send, Texts


class SendStep(StepConfig):
    """Who is told (a person's id, a role, a customer's id), how, and what.

    Either a text in each language, or a report of Karani's own, made when it is sent.
    """

    to: Text
    channel: Channel = "auto"
    text: LocalTexts | None = None
    subject: LocalTexts | None = None
    """What it is about, where it goes by e-mail."""
    report: Literal["evening", "weekly", "monthly", "debt"] | None = None
    occasion: Literal["reminder", "unasked"] | None = None
    """What it is to a customer: reminders and receipts may go earlier and later in the day."""

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.text is None) == (self.report is None):
            raise ValueError("needs either a text or a report")
        return self

    def texts(self) -> Iterator[tuple[str, Texts]]:
        """What it says."""
        if self.text is not None:
            yield "text", self.text
        if self.subject is not None:
            yield "subject", self.subject

    def templates(self) -> Iterator[str]:
        """Whom it tells."""
        yield self.to


def execute(config: SendStep, context: Context) -> Outcome:
    """Wish for the message."""
    to = context.text(config.to).strip()
    if not to:
        return Failed("to", "nobody is named: the value is empty")
    told = {"to": to, "channel": config.channel}
    if config.text is None:
        return Done(told, (_send(config, to, {}, context),))
    texts = context.texts(config.text)
    if not all(text.strip() for text in texts.values()):
        return Failed("text", "comes out empty", input={"to": to})
    return Done(told, (_send(config, to, texts, context),))


def _send(config: SendStep, to: str, texts: Texts, context: Context) -> Send:
    subjects = context.texts(config.subject) if config.subject is not None else {}
    return Send(to, config.channel, texts, config.report, config.occasion, subjects)


TYPE = StepType(SendStep, execute)
