"""Another wish of the same topic while its question is open: neither may be lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.conversation import Turn
from bot.effects import Say
from bot.reply import Reply
from bot.topic import Scene


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
