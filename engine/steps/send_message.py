"""Send a message: a text in the reader's language, over the way that reaches them."""

from __future__ import annotations

from collections.abc import Iterator

from engine.workflows.fields import LocalTexts, Text
from engine.workflows.step import Context, Done, Failed, Outcome, StepConfig, StepType
from engine.workflows.wishes import Channel, Send, Texts


class SendStep(StepConfig):
    """Who is told (a person's id or a role), how, and what in each language."""

    to: Text
    channel: Channel = "auto"
    text: LocalTexts

    def texts(self) -> Iterator[tuple[str, Texts]]:
        """What it says."""
        yield "text", self.text

    def templates(self) -> Iterator[str]:
        """Whom it tells."""
        yield self.to


def execute(config: SendStep, context: Context) -> Outcome:
    """Wish for the message."""
    to = context.text(config.to).strip()
    if not to:
        return Failed("to", "nobody is named: the value is empty")
    texts = context.texts(config.text)
    if not all(text.strip() for text in texts.values()):
        return Failed("text", "comes out empty", input={"to": to})
    return Done({"to": to, "channel": config.channel}, (Send(to, config.channel, texts),))


TYPE = StepType(SendStep, execute)
