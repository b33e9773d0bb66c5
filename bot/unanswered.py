"""How a shop is asked again what nobody has answered: after how long by SMS, and by a call."""

from __future__ import annotations

from collections.abc import Mapping

from bot.conversation import Turn
from bot.effects import AskAgain
from bot.nlu.unanswered import KIND
from bot.nlu.understanding import Act
from bot.replies import unanswered as replies
from bot.topic import Scene

LONGEST = 1440
"""Minutes of a day: an approval seldom lasts longer."""

__all__ = ["KIND", "begin"]


def begin(scene: Scene) -> Turn:
    """Keep what was said at once; without a time, or with one too long, say how it is said."""
    acts = [act for act in scene.acts if act.kind == KIND]
    wished = {act.unit or "": _minutes(act) for act in acts}
    missing = [way for way, minutes in wished.items() if minutes is None]
    if missing:
        return scene.say(replies.after_how_long(missing[0]))
    if any(minutes and minutes > LONGEST for minutes in wished.values()):
        return scene.say(replies.too_long())
    return scene.close(AskAgain(_after(wished)))


def _minutes(act: Act) -> int | None:
    """Whole minutes, at least one; 0 for never, None where none were said."""
    if act.quantity is None:
        return None
    return max(round(act.quantity), 1) if act.quantity else 0


def _after(wished: Mapping[str, int | None]) -> Mapping[str, int | None]:
    return {way: minutes or None for way, minutes in wished.items()}
