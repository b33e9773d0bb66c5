"""Write down sales and expenses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import cast

from bot.conversation import Turn
from bot.drafts import KINDS, Draft
from bot.effects import Json, Say
from bot.nlu.understanding import Awaiting, Intent, Outcome
from bot.replies import entries
from bot.replies import recording as replies
from bot.reply import Money, Reply, in_one_bubble
from bot.shop import EntryKind
from bot.topic import Scene, Topic

NAME = "recording"
CANCELLING = (Intent.REJECT, Intent.UNDO, Intent.STOP)


def begin(scene: Scene) -> Turn:
    """Book what was read exactly; ask for the first amount that is missing."""
    if scene.organization.role == "VIEWER":
        return scene.say(replies.only_look())
    return _take(scene, waiting=())


def answer(scene: Scene) -> Turn | None:
    """Hear the missing amount, that it is not to be written down, or something new to write."""
    first, *others = waiting = _waiting(scene)
    if any(scene.wants(intent) for intent in CANCELLING):
        return _finish(scene, [], [replies.dropped(first)], others)
    amount = scene.bare_amount
    if amount is not None:
        settled = replace(first, amount=amount, currency=None)
        return _finish(scene, [settled], [_receipt(scene, [settled])], others)
    return _take(scene, waiting) if _drafts(scene) else None


def question(scene: Scene) -> Reply | None:
    """Ask for the amount again."""
    return _how_much(scene, _waiting(scene)[0])


def _take(scene: Scene, waiting: Sequence[Draft]) -> Turn:
    """Book the drafts that are sure; the others wait behind those that wait already."""
    drafts, unread = _drafts(scene), scene.heard.understanding.unread
    sure = [draft for draft in drafts if _is_sure(scene, draft)]
    said = [_receipt(scene, sure)] if sure else []
    said += [replies.unread(unread)] if unread else []
    return _finish(scene, sure, said, [*waiting, *(d for d in drafts if d not in sure)])


def _finish(
    scene: Scene, sure: Sequence[Draft], said: Sequence[Reply], waiting: Sequence[Draft]
) -> Turn:
    """Raise what is sure, say what was done, ask for what still waits."""
    today = scene.shop.business_date(scene.heard.at)
    raised = [draft.event(scene.organization.currency, today) for draft in sure]
    conversation = scene.conversation.rest()
    if waiting:
        said = [*said, _how_much(scene, waiting[0])]
        slots: dict[str, Json] = {"waiting": [draft.to_json() for draft in waiting]}
        conversation = conversation.ask(NAME, Awaiting.AMOUNT, slots)
    return Turn(conversation, (*raised, Say(in_one_bubble(said))))


def _drafts(scene: Scene) -> list[Draft]:
    return [Draft.of(act, scene.heard.at) for act in scene.acts if act.intent in KINDS]


def _waiting(scene: Scene) -> list[Draft]:
    stored = cast("list[dict[str, object]]", scene.conversation.slots["waiting"])
    return [Draft.from_json(document) for document in stored]


def _is_sure(scene: Scene, draft: Draft) -> bool:
    """Whether it can be booked as it was said."""
    if scene.heard.understanding.outcome is not Outcome.ACT or draft.amount is None:
        return False
    return draft.currency in (None, scene.organization.currency)


def _how_much(scene: Scene, draft: Draft) -> Reply:
    currency = scene.organization.currency
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
)
