"""Tell a day's totals."""

from __future__ import annotations

from datetime import date

from bot.conversation import Turn
from bot.nlu.understanding import Intent
from bot.replies import reports as replies
from bot.reply import Money
from bot.shop import EntryKind
from bot.topic import Scene, Topic


def begin(scene: Scene) -> Turn:
    """Answer for the day that was named, else for today."""
    asked = scene.acts[0]
    if asked.kind not in (None, "day"):
        return scene.say(replies.one_day_only())
    today = scene.shop.business_date(scene.heard.at)
    day = asked.date or today
    sales, expenses = _total(scene, EntryKind.SALE, day), _total(scene, EntryKind.EXPENSE, day)
    return scene.say(replies.totals(sales, expenses, day, today))


def _total(scene: Scene, kind: EntryKind, day: date) -> Money:
    return Money(scene.shop.total(kind, day), scene.organization.currency)


TOPIC = Topic(intents=frozenset({Intent.SUMMARY}), begin=begin)
