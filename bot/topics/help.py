"""Explain what to do: about the open question where there is one."""

from __future__ import annotations

from bot import pins
from bot.conversation import Turn
from bot.nlu.understanding import Intent
from bot.replies import pins as pin_replies
from bot.replies import smalltalk as replies
from bot.topic import Scene, Topic


def begin(scene: Scene) -> Turn:
    """Explain; the dialogue repeats the open question itself."""
    if scene.conversation.floor == pins.FLOOR:
        return scene.say(pin_replies.hint())
    return scene.say(replies.hint(scene.conversation.awaiting) or replies.help_at_rest())


TOPIC = Topic(intents=frozenset({Intent.HELP}), begin=begin, always=True)
