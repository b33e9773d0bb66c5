"""Close the day: the cash that was counted beside the cash there should be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from bot.cash_count import CashCount
from bot.conversation import Turn
from bot.effects import Say
from bot.nlu.understanding import Awaiting, Intent
from bot.replies import close_day as replies
from bot.replies.smalltalk import only_look
from bot.reply import Money, Reply, in_one_bubble
from bot.shop import PersonTotal
from bot.topic import Scene, Topic

NAME = "close_day"
DECLINING = (Intent.REJECT, Intent.DEFER, Intent.UNDO, Intent.STOP)


def begin(scene: Scene) -> Turn:
    """Close at once where the cash was named, else ask; twice only on a word of theirs."""
    if not scene.may_write:
        return scene.say(only_look())
    day = _day(scene)
    again = scene.shop.day_close(day) is not None
    return _go_on(scene, CashCount(day, again, scene.acts[0].amount))


def answer(scene: Scene) -> Turn | None:
    """Hear whether to close again, what was counted, or whose it is."""
    if not scene.may_write:
        return scene.say(only_look())
    count = CashCount.from_json(scene.conversation.slots)
    if count.again:
        return _hear_again(scene, count)
    if count.counted is None:
        return _hear_counted(scene, count)
    return _hear_share(scene, count)


def question(scene: Scene) -> Reply | None:
    """Ask the open question once more."""
    return _question(scene, CashCount.from_json(scene.conversation.slots))


def _day(scene: Scene) -> date:
    """The day that was named, else today; a day that is still to come cannot be closed."""
    today = scene.shop.business_date(scene.heard.at)
    said = (scene.acts[0].date, *scene.heard.understanding.dates)
    return next((day for day in said if day and day <= today), today)


def _hear_again(scene: Scene, count: CashCount) -> Turn | None:
    wanted = scene.yes_or_no()
    if wanted is None:
        return None
    if not wanted:
        return scene.say(replies.stays_closed())
    return _go_on(scene, replace(count, again=False))


def _hear_counted(scene: Scene, count: CashCount) -> Turn | None:
    if _declines(scene):
        return scene.say(replies.stays_open())
    amount = _amount(scene)
    return None if amount is None else _go_on(scene, replace(count, counted=amount))


def _hear_share(scene: Scene, count: CashCount) -> Turn | None:
    if _declines(scene):  # It all lies in one till: whose it is cannot be told.
        return _close(scene, replace(count, shares={}))
    whose = count.missing(_people(scene, count), scene.shop.speaker.id)
    amount = _amount(scene)
    if amount is None or whose is None:
        return None
    if amount > count.rest:
        rest = Money(count.rest, scene.organization.currency)
        return _go_on(scene, count, replies.too_much(rest))
    return _go_on(scene, count.with_share(whose.member.person_id, amount))


def _declines(scene: Scene) -> bool:
    """A no; where a number was asked for, a short one is read as nothing at all."""
    if not scene.acts:
        return 0 < len(re.findall(r"[^\W\d]+", scene.heard.text)) <= 2
    return any(scene.wants(intent) for intent in DECLINING)


def _amount(scene: Scene) -> Decimal | None:
    """Cash that was counted; an empty till is an answer too."""
    if scene.digit == 0:
        return Decimal()
    stated = (act.amount for act in scene.acts if act.intent is Intent.CLOSE_DAY)
    return next(stated, None) or scene.bare_amount


def _go_on(scene: Scene, count: CashCount, *said: Reply) -> Turn:
    """Ask what is still missing, or close."""
    asked = _question(scene, count)
    if asked is None:
        people = _people(scene, count)
        return _close(scene, count.whole(people, scene.shop.speaker.id))
    awaiting = Awaiting.CONSENT if count.again else Awaiting.AMOUNT
    conversation = scene.conversation.ask(NAME, awaiting, count.to_json())
    return Turn(conversation, (Say(in_one_bubble([*said, asked])),))


def _question(scene: Scene, count: CashCount) -> Reply | None:
    close = scene.shop.day_close(count.day)
    if count.again and close is not None:
        return replies.ask_again(count.day, close, scene.organization.currency)
    if count.counted is None:
        return replies.ask_counted(count.day, scene.shop.business_date(scene.heard.at))
    whose = count.missing(_people(scene, count), scene.shop.speaker.id)
    return replies.ask_share(whose.member.name) if whose else None


def _close(scene: Scene, count: CashCount) -> Turn:
    """Raise what was found and say it."""
    people, currency = _people(scene, count), scene.organization.currency
    expected = scene.shop.cash(count.day)
    counted = Money(count.counted or Decimal(), currency)
    said = [replies.closed(count.day, counted, Money(expected, currency))]
    differences = count.differences(people)
    if len(differences) > 1:
        said.append(replies.by_person(differences, currency))
    said.append(replies.how_to_count_again())
    return scene.close(count.event(expected, people), Say(in_one_bubble(said)))


def _people(scene: Scene, count: CashCount) -> Sequence[PersonTotal]:
    """Those who took or paid cash that day."""
    return [one for one in scene.shop.by_person(count.day, count.day) if one.cash]


TOPIC = Topic(
    intents=frozenset({Intent.CLOSE_DAY}),
    begin=begin,
    answer=answer,
    question=question,
)
