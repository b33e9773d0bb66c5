"""Be honest about what Karani does not do."""

from __future__ import annotations

from bot.conversation import Turn
from bot.replies import later as replies
from bot.topic import Scene, Topic


def begin(scene: Scene) -> Turn:
    """Say that it cannot be done, and what can."""
    return scene.say(replies.not_yet(scene.acts[0].intent))


TOPIC = Topic(intents=frozenset(replies.SENTENCES), begin=begin)
