"""Take forwarded payment texts: claim them once, ask what they were for, book that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import cast

from bot.conversation import Turn
from bot.debt_receipt import receipt
from bot.drafts import Draft
from bot.effects import Effect, Json, Raise, Say
from bot.forwarded import SUSPECT, Flag, Forwarded, day_of
from bot.matching import creditor, debtor
from bot.nlu.understanding import Awaiting, Intent
from bot.replies import payments as replies
from bot.replies.smalltalk import only_look
from bot.reply import Reply, in_one_bubble
from bot.shop import Claim, Customer, EntryKind
from bot.topic import Scene, Topic

NAME = "payments"
PAID = {1: EntryKind.EXPENSE, 2: EntryKind.PURCHASE, 3: EntryKind.DRAWING}
"""The digits offered where money went out."""
OTHER, CREDITOR = 4, 5
LEAVING = (Intent.REJECT, Intent.UNDO, Intent.STOP)
WITHDRAWAL = "withdraw"


@dataclass(slots=True)
class Heap:
    """What the texts of one message lead to, gathered one after the other."""

    claims: list[Forwarded]
    waiting: list[Forwarded]
    booked: list[Draft]
    said: list[Reply]


def begin(scene: Scene) -> Turn:
    """Claim every text that is new, and ask about the first that needs a word."""
    if not scene.may_write:
        return scene.say(only_look())
    return _take(scene, [])


def answer(scene: Scene) -> Turn | None:
    """Hear what the payment was for, or take one more text."""
    if not scene.may_write:
        return scene.say(only_look())
    first, *others = waiting = _waiting(scene)
    if scene.wants(Intent.MOBILE_MONEY):
        return _take(scene, waiting)
    if any(scene.wants(intent) for intent in LEAVING):
        return _finish(scene, [], [replies.left_alone(first)], others)
    booked = _booked(scene, first)
    if booked is None:
        return None
    if not booked:
        return _finish(scene, [], [replies.left_alone(first)], others)
    today = scene.shop.business_date(scene.heard.at)
    raised = [draft.event(scene.organization.currency, today) for draft in booked]
    return _finish(scene, raised, [replies.only_claimed(), receipt(scene, booked)], others)


def question(scene: Scene) -> Reply | None:
    """Ask about the first text again."""
    return _ask(scene, _waiting(scene)[0])


def _take(scene: Scene, waiting: Sequence[Forwarded]) -> Turn:
    heap = Heap([], list(waiting), [], [])
    suspect = scene.heard.understanding.question == SUSPECT
    for act in scene.acts:
        if act.intent is Intent.MOBILE_MONEY:
            text = Forwarded.of(act, at=scene.heard.at, text=scene.heard.text, suspect=suspect)
            _sort(scene, text, heap)
    today = scene.shop.business_date(scene.heard.at)
    events = [text.event() for text in heap.claims]
    events += [draft.event(scene.organization.currency, today) for draft in heap.booked]
    if heap.booked:
        heap.said.append(receipt(scene, heap.booked))
    return _finish(scene, events, heap.said, heap.waiting)


def _sort(scene: Scene, text: Forwarded, heap: Heap) -> None:
    """Put one text where it belongs."""
    known = _known(scene, text, heap)
    if known is not None:
        heap.said.append(known)
        return
    if text.kind in ("failed", "balance"):
        heap.said.append(replies.nothing(text.kind))
        return
    if text.flags:
        heap.said.append(replies.warning(text.flags))
    if text.code is None or not text.provider:
        heap.said.append(replies.unproven())
        return
    heap.claims.append(text)
    if text.currency not in (None, scene.organization.currency):
        heap.said.append(replies.foreign(scene.organization.currency))
    elif text.kind == WITHDRAWAL and text.fee is not None:
        heap.booked.append(_draft(scene, text, EntryKind.EXPENSE, text.fee))
        heap.said.append(replies.fee_only())
    elif (text.kind == "received" or text.kind in replies.PAYING) and text.amount:
        heap.waiting.append(text)
    else:
        heap.said.append(replies.nothing(text.kind))


def _known(scene: Scene, text: Forwarded, heap: Heap) -> Reply | None:
    """What to say of a code that was claimed before: once is for ever."""
    if text.code is None:
        return None
    currency = scene.organization.currency
    claim = scene.shop.claim(text.provider, text.code) or _claimed_above(scene, text, heap)
    if claim is None:
        return None
    said = _already(scene, claim, currency)
    if text.amount is None or text.amount == claim.amount:
        return said
    return replies.warning([Flag.AMOUNT]).followed_by(said)


def _claimed_above(scene: Scene, text: Forwarded, heap: Heap) -> Claim | None:
    """The same text twice in one message."""
    for each in heap.claims:
        if (each.provider, each.code) == (text.provider, text.code) and each.code:
            amount = each.amount or Decimal()
            by = scene.shop.speaker.id
            return Claim(each.provider, each.code, amount, each.party, each.when, "claimed", by)
    return None


def _already(scene: Scene, claim: Claim, currency: str) -> Reply:
    day = scene.shop.business_date(claim.at)
    if claim.claimed_by == scene.shop.speaker.id:
        return replies.already_by_you(claim, day, currency)
    members = scene.shop.members()
    name = next((m.name for m in members if m.person_id == claim.claimed_by), None)
    return replies.already(claim, name or claim.provider, day, currency)


def _booked(scene: Scene, text: Forwarded) -> list[Draft] | None:
    """What the answer books; empty for nothing, None if it is no answer."""
    if text.kind == "received":
        return _received(scene, text)
    if scene.digit in PAID:
        return [_draft(scene, text, PAID[scene.digit], text.amount or Decimal())]
    person = _creditor(scene, text)
    if scene.digit == CREDITOR and person is not None:
        return _settling(scene, text, EntryKind.PAYABLE_PAID, person)
    return [] if scene.digit == OTHER else None


def _received(scene: Scene, text: Forwarded) -> list[Draft] | None:
    person = _debtor(scene, text)
    choice = (scene.digit or 0) + (person is None)
    sale = _draft(scene, text, EntryKind.SALE, text.amount or Decimal())
    if scene.digit is None:
        return [sale] if scene.wants(Intent.RECORD_SALE) else None
    if choice == 1 and person is not None:
        return _settling(scene, text, EntryKind.DEBT_PAID, person)
    return {2: [sale], 3: []}.get(choice)


def _settling(scene: Scene, text: Forwarded, kind: EntryKind, person: Customer) -> list[Draft]:
    """The debt as far as it goes; the rest is a sale, or an expense."""
    amount = text.amount or Decimal()
    owed = person.owes_us if kind is EntryKind.DEBT_PAID else person.we_owe
    draft = _draft(scene, text, kind, min(amount, owed))
    paid = [replace(draft, party=person.name, customer=str(person.id), item=None)]
    rest = EntryKind.SALE if kind is EntryKind.DEBT_PAID else EntryKind.EXPENSE
    return [*paid, _draft(scene, text, rest, amount - owed)] if amount > owed else paid


def _draft(scene: Scene, text: Forwarded, kind: EntryKind, amount: Decimal) -> Draft:
    today = scene.shop.business_date(scene.heard.at)
    spent = kind is EntryKind.EXPENSE and text.kind != WITHDRAWAL
    return Draft(
        kind=kind,
        at=min(text.when, scene.heard.at),
        amount=amount,
        item=text.party if spent else None,
        payment="mobile",
        day=day_of(today, scene.shop.business_date(text.when)),
    )


def _debtor(scene: Scene, text: Forwarded) -> Customer | None:
    day = scene.shop.business_date(text.when)
    return debtor(text.party, text.amount or Decimal(), day, scene.shop.customers())


def _creditor(scene: Scene, text: Forwarded) -> Customer | None:
    return creditor(text.party, scene.shop.customers())


def _finish(
    scene: Scene,
    events: Sequence[Raise],
    said: Sequence[Reply],
    waiting: Sequence[Forwarded],
) -> Turn:
    """Raise what happened, say it, ask about what still waits."""
    conversation = scene.conversation.rest()
    if waiting:
        said = [*said, _ask(scene, waiting[0])]
        slots: dict[str, Json] = {"waiting": [text.to_json() for text in waiting]}
        conversation = conversation.ask(NAME, Awaiting.CHOICE, slots)
    effects: list[Effect] = [*events, Say(in_one_bubble(said))]
    return Turn(conversation, tuple(effects))


def _waiting(scene: Scene) -> list[Forwarded]:
    stored = cast("list[Mapping[str, object]]", scene.conversation.slots["waiting"])
    return [Forwarded.from_json(document) for document in stored]


def _ask(scene: Scene, text: Forwarded) -> Reply:
    currency = scene.organization.currency
    if text.kind == "received":
        return replies.what_received(text, _debtor(scene, text), currency)
    return replies.what_paid(text, _creditor(scene, text), currency)


TOPIC = Topic(
    intents=frozenset({Intent.MOBILE_MONEY}),
    begin=begin,
    answer=answer,
    question=question,
)
