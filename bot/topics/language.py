"""Change the language."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation import Turn
from bot.effects import Introduce, Say
from bot.languages import chosen
from bot.nlu.understanding import Awaiting, Intent
from bot.replies import smalltalk as replies
from bot.reply import Reply
from bot.topic import Scene, Topic

NAME = "language"


def begin(scene: Scene) -> Turn:
    """Change it where it was named, else ask."""
    turn = answer(scene)
    if turn is not None:
        return turn
    conversation = scene.conversation.ask(NAME, Awaiting.LANGUAGE, {})
    return Turn(conversation, (Say(replies.ask_language(scene.shop.languages)),))


def answer(scene: Scene) -> Turn | None:
    """Hear which one."""
    code = chosen(scene)
    if code is None:
        return None
    conversation = replace(scene.conversation.rest(), language=code)
    said = Say(replies.language_changed(code))
    return Turn(conversation, (Introduce(language=code), said))


def question(scene: Scene) -> Reply | None:
    """Ask again."""
    return replies.ask_language(scene.shop.languages)


TOPIC = Topic(
    intents=frozenset({Intent.LANGUAGE}),
    begin=begin,
    answer=answer,
    question=question,
)
