"""Show who comes: on a day, in the week, or from now on."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.moments import today
from bot.nlu.understanding import Act
from bot.replies import appointments as replies
from bot.reply import Reply
from bot.topic import Scene

MOST = 10
"""As many as one list shows."""


def listed(scene: Scene, act: Act) -> Reply:
    """The appointments of the days that are asked about, with their numbers."""
    ahead = list(enumerate(scene.shop.diary.between(today(scene)), start=1))
    if act.date is not None:
        shown = [(n, one) for n, one in ahead if one.at.date() == act.date]
        return replies.on_day(act.date, shown[:MOST], len(shown) - MOST)
    if act.kind == "week":
        ahead = [(n, one) for n, one in ahead if one.at < _next_week(scene)]
        return replies.in_week(ahead[:MOST], len(ahead) - MOST)
    return replies.ahead(ahead[:MOST], len(ahead) - MOST)


def _next_week(scene: Scene) -> datetime:
    start = today(scene)
    return start + timedelta(days=7 - start.weekday())
