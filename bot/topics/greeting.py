"""Greet back."""

from __future__ import annotations

from bot.conversation import Turn
from bot.nlu.understanding import Intent
from bot.replies import smalltalk as replies
from bot.topic import Scene, Topic


def begin(scene: Scene) -> Turn:
    """A greeting of a member gets one, and how to begin."""
    name = scene.shop.speaker.name or scene.organization.name
    return scene.say(replies.greeting(name).followed_by(replies.example()))


TOPIC = Topic(intents=frozenset({Intent.GREETING}), begin=begin, courtesy=True)
