"""What a customer says of a debt, whether or not they keep a shop of their own."""

from __future__ import annotations

from bot import guests
from bot.conversation import Turn
from bot.nlu.understanding import Intent
from bot.replies import guests as replies
from bot.topic import Scene, Topic

NAME = guests.NAME


def begin(scene: Scene) -> Turn:
    """Pass it on to the shop that has asked."""
    return guests.about_debt(scene) or scene.say(replies.nobody_asked())


TOPIC = Topic(
    intents=frozenset({Intent.DISPUTE}),
    begin=begin,
    answer=guests.answer,
    question=guests.question,
)
