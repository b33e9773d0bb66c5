"""Another wish while a question is open: neither may be lost, and nobody is pestered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.conversation import Turn
from bot.effects import Say
from bot.nlu.understanding import Intent
from bot.reply import Reply
from bot.topic import Scene, Topic

PATIENCE = 2
"""How often an offer is repeated to somebody who speaks of other things."""


def answered(scene: Scene, topic: Topic, payments: Topic) -> Turn | None:
    """What the topic asked, answered; a forwarded payment text answers that topic alone."""
    forwarded = scene.shop.organization is not None and scene.wants(Intent.MOBILE_MONEY)
    return topic.answer(scene) if topic is payments or not forwarded else None


def instead(scene: Scene, turn: Turn, question: Callable[[Scene], Reply | None]) -> Turn:
    """What the new wish leads to, and then the open question again.

    Where the new wish asks something itself, the open question waits below it.
    """
    if turn.conversation.floor:
        below = replace(scene.conversation, below=None)
        return replace(turn, conversation=replace(turn.conversation, below=below))
    asked = question(scene)
    again = (Say(asked),) if asked else ()
    return Turn(scene.conversation if asked else turn.conversation, (*turn.effects, *again))


def asked_again(scene: Scene, topic: Topic, turn: Turn, question: Reply) -> Turn:
    """The open question once more behind `turn`, which answered something else.

    Whoever passes over an offer for long is left in peace.
    """
    repeats = scene.conversation.repeats + 1
    left = topic.let_go(scene) if repeats > PATIENCE else None
    if left is not None:
        return Turn(scene.conversation.rest(), (*turn.effects, Say(left)))
    conversation = replace(scene.conversation, repeats=repeats)
    return Turn(conversation, (*turn.effects, Say(question)))
