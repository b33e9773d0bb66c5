"""A topic: one thing a person may do in a chat."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from bot.conversation import Conversation, Heard, Turn
from bot.effects import Effect, Say
from bot.nlu.understanding import Act, Intent
from bot.reply import Reply
from bot.shop import Organization, Shop


@dataclass(frozen=True, slots=True)
class Scene:
    """What a topic sees when it has the floor; `now` is aware."""

    conversation: Conversation
    heard: Heard
    shop: Shop
    now: datetime

    @property
    def acts(self) -> tuple[Act, ...]:
        """What the message asks for."""
        return self.heard.understanding.acts

    @property
    def organization(self) -> Organization:
        """The shop; topics begin with one, a newcomer meets registration only."""
        organization = self.shop.organization
        if organization is None:
            raise LookupError("A newcomer has no organization yet")
        return organization

    @property
    def may_write(self) -> bool:
        """Whether the person may change the book; a viewer may only look."""
        return self.organization.role != "VIEWER"

    @property
    def digit(self) -> int | None:
        """The message where it is a bare digit: the number of a choice."""
        text = self.heard.text.strip()
        return int(text) if len(text) == 1 and text in "0123456789" else None

    @property
    def bare_amount(self) -> Decimal | None:
        """The amount where the message is one and nothing else, in the money of this book."""
        if len(self.acts) != 1 or self.acts[0].intent is not Intent.UNKNOWN:
            return None
        (act,) = self.acts
        foreign = act.currency not in (None, self.organization.currency)
        return None if foreign or not act.amount or act.amount < 0 else act.amount

    def wants(self, intent: Intent) -> bool:
        """Whether the message asks for this, whatever else it asks for."""
        return any(act.intent is intent for act in self.acts)

    def yes_or_no(self) -> bool | None:
        """The answer to a question that offers 1 for yes and 2 for no; None if neither."""
        if self.digit in (1, 2):
            return self.digit == 1
        approved, rejected = self.wants(Intent.APPROVE), self.wants(Intent.REJECT)
        return approved if approved is not rejected else None

    def about(self, acts: tuple[Act, ...]) -> Scene:
        """The same message as far as it is about these acts."""
        understanding = replace(self.heard.understanding, acts=acts)
        return replace(self, heard=replace(self.heard, understanding=understanding))

    def about_only(self, acts: tuple[Act, ...]) -> Scene:
        """The same without the lines that could not be read: another topic names them."""
        scene = self.about(acts)
        understanding = replace(scene.heard.understanding, unread=())
        return replace(scene, heard=replace(scene.heard, understanding=understanding))

    def close(self, *effects: Effect) -> Turn:
        """Do this, and nobody has the floor."""
        return Turn(self.conversation.rest(), effects)

    def say(self, reply: Reply) -> Turn:
        """Answer, and nobody has the floor."""
        return self.close(Say(reply))


def never(_: Scene) -> Turn | None:
    """No message is an answer: the topic asks nothing."""
    return None


def nothing(_: Scene) -> Reply | None:
    """The topic asks nothing."""
    return None


@dataclass(frozen=True, slots=True)
class Topic:
    """What a topic hears and how it goes on.

    `begin` takes a message whose acts are all of `intents`. `answer` takes a message while the
    topic has the floor: None when it does not answer what was asked. `question` asks the open
    question once more; None when it has settled itself. `always` topics are understood by
    newcomers too; `kinds` are kinds of other topics' intents that are this one's instead;
    `questions` are those of the reader that it asks where the intent is
    unknown; a `courtesy` is passed over beside business. `let_go` is what is said once the
    question was passed over again and again; None where it is asked until it is answered.
    """

    intents: frozenset[Intent]
    begin: Callable[[Scene], Turn]
    answer: Callable[[Scene], Turn | None] = never
    question: Callable[[Scene], Reply | None] = nothing
    questions: frozenset[str] = frozenset()
    kinds: frozenset[tuple[Intent, str]] = frozenset()
    always: bool = False
    courtesy: bool = False
    let_go: Callable[[Scene], Reply | None] = nothing
