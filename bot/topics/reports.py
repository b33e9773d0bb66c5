"""Tell what a day, a week or a month brought: in all, of an item, by a person."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot import report
from bot.conversation import Turn
from bot.effects import Say, SendChart
from bot.names import named
from bot.nlu.understanding import Act, Intent
from bot.periods import DAY, WEEK, Period, Span
from bot.reply import Reply
from bot.topic import Scene, Topic

CHART = "chart"
YEAR, FAR = timedelta(days=365), timedelta(days=62)
SPANS = {**{span.value: span for span in Span}, CHART: Span.WEEK}


def begin(scene: Scene) -> Turn:
    """Answer for the period that was named, else for today."""
    asked = scene.acts[0]
    today = scene.shop.business_date(scene.heard.at)
    span = SPANS.get(asked.kind or "", Span.DAY)
    period = Period.around(span, _past(asked.date or today, scene), today)
    about_one = _about_one(scene, asked, period)
    if about_one is not None:
        return scene.say(about_one)
    said = Say(report.overview(scene.shop, period))
    if span is Span.DAY or not report.has_sales(scene.shop, period.first, period.last):
        return scene.close(said)
    return scene.close(SendChart(period.first, period.last), said)


def _past(day: date, scene: Scene) -> date:
    """The day that is meant: a report looks back, where the calendar would look ahead."""
    today = scene.shop.business_date(scene.heard.at)
    if day <= today:
        return day
    if str(day.day) not in re.findall(r"\d+", scene.heard.text):
        return day - WEEK  # "Friday".
    if day - today > FAR:
        return day - YEAR  # "3 March": its month was named.
    back = (today - DAY * number for number in range(FAR.days))
    return next(earlier for earlier in back if earlier.day == day.day)


def _about_one(scene: Scene, asked: Act, period: Period) -> Reply | None:
    """The report of the person or the item that the message names; None if it names none."""
    members = {member.name: member for member in scene.shop.members()}
    name = named(asked.party or scene.heard.text, members)
    if name is not None:
        return report.of_person(scene.shop, members[name], period)
    item = asked.item or named(scene.heard.text, scene.shop.catalogue().items)
    return report.of_item(scene.shop, item, period) if item else None


TOPIC = Topic(intents=frozenset({Intent.SUMMARY}), begin=begin)
