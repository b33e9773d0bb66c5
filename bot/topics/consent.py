"""Stop and start what is written to a person unasked."""

from __future__ import annotations

from bot import consents
from bot.conversation import Turn
from bot.nlu.understanding import Intent
from bot.replies import consents as replies
from bot.topic import Scene, Topic


def begin(scene: Scene) -> Turn:
    """Do it at once."""
    if scene.wants(Intent.STOP):
        return consents.stop(scene)
    return consents.start(scene) or scene.say(replies.nothing_stopped())


TOPIC = Topic(
    intents=frozenset({Intent.STOP, Intent.START}),
    begin=begin,
    answer=consents.answer,
    question=consents.question,
    always=True,
)
