"""Courtesies that need no reply: each one would cost its reader's time and our money."""

from __future__ import annotations

from bot.conversation import Turn
from bot.nlu.understanding import Intent
from bot.topic import Scene, Topic


def begin(scene: Scene) -> Turn:
    """Stay silent."""
    return Turn(scene.conversation)


TOPIC = Topic(
    intents=frozenset({Intent.THANKS, Intent.APPROVE, Intent.DEFER}),
    begin=begin,
    courtesy=True,
)
