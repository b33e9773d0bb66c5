"""Write down sales and expenses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import takewhile
from typing import cast

from bot.conversation import Turn
from bot.drafts import KINDS, Doubt, Draft
from bot.effects import Json, Say
from bot.nlu.understanding import Act, Awaiting, Intent, Outcome
from bot.replies import entries, smalltalk
from bot.replies import recording as replies
from bot.replies.smalltalk import only_look
from bot.reply import Money, Reply, in_one_bubble
from bot.shop import EntryKind
from bot.topic import Scene, Topic

NAME = "recording"
CANCELLING = (Intent.REJECT, Intent.UNDO, Intent.STOP)
PRICES = ("amount", "quantity", "unit_or_total", "amount_unclear")
"""Questions about one price: what has an amount beside it was read exactly, and waits."""
AWAITING: Mapping[Doubt, Awaiting] = {
    Doubt.AMOUNT: Awaiting.AMOUNT,
    Doubt.DIRECTION: Awaiting.CHOICE,
    Doubt.DONE: Awaiting.CONSENT,
}
SALE, EXPENSE, NEITHER = 1, 2, 3
"""The digits offered where the direction is in doubt."""


def begin(scene: Scene) -> Turn:
    """Book what was read exactly; ask about the first draft that is in doubt."""
    if not scene.may_write:
        return scene.say(only_look())
    return _take(scene, waiting=()) if _drafts(scene) else scene.say(smalltalk.not_understood())


def answer(scene: Scene) -> Turn | None:
    """Hear what settles the doubt, that it is not to be written, or something new to write."""
    if not scene.may_write:
        return scene.say(only_look())
    first, *others = waiting = _waiting(scene)
    company = list(takewhile(lambda draft: draft.doubt is None, others))
    later = others[len(company) :]
    if any(scene.wants(intent) for intent in CANCELLING) or _is_denied(scene, first):
        return _finish(scene, [], [replies.dropped([first, *company])], later)
    settled = _settled(scene, first)
    if settled is None:
        return _take(scene, waiting) if _drafts(scene) else None
    if settled.doubt is not None:
        return _finish(scene, [], [], [settled, *others])
    sure = [settled, *company]
    return _finish(scene, sure, [_receipt(scene, sure)], later)


def question(scene: Scene) -> Reply | None:
    """Ask about the first draft again."""
    return _ask(scene, _waiting(scene)[0])


def _settled(scene: Scene, draft: Draft) -> Draft | None:
    """The draft without its doubt, or with the next one; None if the message leaves it open."""
    match draft.doubt:
        case Doubt.DIRECTION if scene.digit in (SALE, EXPENSE):
            kind = EntryKind.SALE if scene.digit == SALE else EntryKind.EXPENSE
            return _examined(scene, replace(draft, kind=kind, doubt=None))
        case Doubt.DONE if scene.yes_or_no():
            return _examined(scene, replace(draft, doubt=None))
        case Doubt.AMOUNT if scene.bare_amount is not None:
            return replace(draft, amount=scene.bare_amount, currency=None, doubt=None)
        case _:
            return None


def _is_denied(scene: Scene, draft: Draft) -> bool:
    if draft.doubt is Doubt.DIRECTION:
        return scene.digit == NEITHER
    return draft.doubt is Doubt.DONE and scene.yes_or_no() is False


def _take(scene: Scene, waiting: Sequence[Draft]) -> Turn:
    """Book the drafts that are sure; the others wait behind those that wait already.

    Where the reader asks, nothing is booked: what is sure waits behind what is in doubt, and
    shares its fate.
    """
    understanding, drafts = scene.heard.understanding, _drafts(scene)
    sure = [draft for draft in drafts if draft.doubt is None]
    waiting = [*waiting, *(draft for draft in drafts if draft.doubt)]
    if understanding.outcome is not Outcome.ACT:
        return _finish(scene, [], [], [*waiting, *sure])
    said = [_receipt(scene, sure)] if sure else []
    said += [replies.unread(understanding.unread)] if understanding.unread else []
    return _finish(scene, sure, said, waiting)


def _finish(
    scene: Scene, sure: Sequence[Draft], said: Sequence[Reply], waiting: Sequence[Draft]
) -> Turn:
    """Raise what is sure, say what was done, ask about what still waits."""
    today = scene.shop.business_date(scene.heard.at)
    raised = [draft.event(scene.organization.currency, today) for draft in sure]
    conversation = scene.conversation.rest()
    if waiting:
        said = [*said, _ask(scene, waiting[0])]
        slots: dict[str, Json] = {"waiting": [draft.to_json() for draft in waiting]}
        awaiting = AWAITING[waiting[0].doubt or Doubt.AMOUNT]
        conversation = conversation.ask(NAME, awaiting, slots)
    return Turn(conversation, (*raised, Say(in_one_bubble(said))))


def _drafts(scene: Scene) -> list[Draft]:
    """What the message tells, each with the doubt that the reader or the book has about it."""
    asked = scene.heard.understanding.question
    told = [act for act in scene.acts if act.intent in KINDS or (asked and _is_goods(act))]
    if len({act.intent is Intent.UNKNOWN for act in told}) > 1:
        return []  # Part of one line without a direction: the line was not read at all.
    drafts = [_doubted(scene, act, Draft.of(act, scene.heard.at)) for act in told]
    if asked and not any(draft.doubt for draft in drafts):
        return [replace(draft, doubt=Doubt.AMOUNT) for draft in drafts]
    return drafts


def _is_goods(act: Act) -> bool:
    """Goods or money of which nothing said whether they came in or went out."""
    return act.intent is Intent.UNKNOWN and (act.item is not None or act.amount is not None)


def _doubted(scene: Scene, act: Act, draft: Draft) -> Draft:
    understanding = scene.heard.understanding
    if act.intent is Intent.UNKNOWN or understanding.question == "direction":
        return replace(draft, doubt=Doubt.DIRECTION)
    if understanding.question == "done":
        return replace(draft, doubt=Doubt.DONE)
    if understanding.outcome is Outcome.ACT or understanding.question in PRICES:
        return _examined(scene, draft)
    return replace(draft, doubt=Doubt.AMOUNT)


def _examined(scene: Scene, draft: Draft) -> Draft:
    """Without an amount in the money of this book a draft cannot be booked."""
    known = draft.amount is not None and draft.currency in (None, scene.organization.currency)
    return draft if known else replace(draft, doubt=Doubt.AMOUNT)


def _waiting(scene: Scene) -> list[Draft]:
    stored = cast("list[dict[str, object]]", scene.conversation.slots["waiting"])
    return [Draft.from_json(document) for document in stored]


def _ask(scene: Scene, draft: Draft) -> Reply:
    currency = scene.organization.currency
    if draft.doubt is Doubt.DIRECTION:
        return replies.which_direction(draft, draft.currency or currency)
    if draft.doubt is Doubt.DONE:
        return replies.is_it_done(draft, draft.currency or currency)
    if draft.currency not in (None, currency):
        return replies.how_much_in(currency)
    return replies.how_much(draft)


def _receipt(scene: Scene, sure: Sequence[Draft]) -> Reply:
    """The entries just booked, with the totals of their days."""
    currency = scene.organization.currency
    by_kind = {kind: [d for d in sure if d.kind is kind] for kind in EntryKind}
    noted = [
        replies.noted(kind, drafts, currency) for kind, drafts in by_kind.items() if drafts
    ]
    totals = [total for drafts in by_kind.values() for total in _totals(scene, drafts)]
    return replies.receipt([*noted, *totals], entries_booked=len(sure))


def _totals(scene: Scene, drafts: Sequence[Draft]) -> Iterable[Reply]:
    """The totals of the drafts' days with the drafts: the shop has not seen them yet."""
    today = scene.shop.business_date(scene.heard.at)
    for day in sorted({draft.day or today for draft in drafts}):
        booked = [draft for draft in drafts if (draft.day or today) == day]
        kind = booked[0].kind
        amount = scene.shop.total(kind, day) + sum(d.amount or Decimal() for d in booked)
        yield entries.total(kind, Money(amount, scene.organization.currency), day, today)


TOPIC = Topic(
    intents=frozenset(KINDS),
    begin=begin,
    answer=answer,
    question=question,
    questions=frozenset({"direction", *PRICES}),
)
