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
from bot.receipt import receipt as sold
from bot.replies import payments as replies
from bot.replies.smalltalk import only_look
from bot.reply import Reply, in_one_bubble
from bot.shop import Claim, Customer, EntryKind
from bot.topic import Scene, Topic

NAME = "payments"
PAID = {1: EntryKind.EXPENSE, 2: EntryKind.PURCHASE, 3: EntryKind.DRAWING}
"""The digits offered where money went out."""
OTHER, CREDITOR = 4, 5
ALL = 4
"""Behind a debt, a sale, and neither."""
LEAVING = (Intent.REJECT, Intent.STOP)
MOST = 20
"""As many payments as are asked about in one go."""
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
    if any(scene.wants(intent) for intent in _leaving(first)):
        return _finish(scene, [], [replies.left_alone(first)], others)
    if _are_all_meant(scene, waiting):
        sales = [_draft(scene, text, EntryKind.SALE, text.amount) for text in waiting]
        return _finish(scene, _raised(scene, sales), [sold(scene, sales)], [])
    booked = _booked(scene, first)
    if booked is None:
        return None
    if not booked:
        return _finish(scene, [], [replies.left_alone(first)], others)
    said = [] if first.verified else [replies.only_claimed()]
    return _finish(scene, _raised(scene, booked), [*said, receipt(scene, booked)], others)


def offer(scene: Scene) -> Turn | None:
    """Ask the owner, once, what payments were for that only their provider has told of."""
    if scene.organization.role != "OWNER":
        return None
    found = [Forwarded.proven(claim) for claim in scene.shop.unclaimed(MOST)]
    if not found:
        return None
    return _finish(scene, [text.event() for text in found], [], found)


def question(scene: Scene) -> Reply | None:
    """Ask about the first text again."""
    return _ask(scene, _waiting(scene))


def _take(scene: Scene, waiting: Sequence[Forwarded]) -> Turn:
    heap = Heap([], list(waiting), [], [])
    suspect = scene.heard.understanding.question == SUSPECT
    for act in scene.acts:
        if act.intent is Intent.MOBILE_MONEY:
            text = Forwarded.of(act, at=scene.heard.at, text=scene.heard.text, suspect=suspect)
            _sort(scene, text, heap)
    events = [text.event() for text in heap.claims] + _raised(scene, heap.booked)
    if heap.booked:
        heap.said.append(receipt(scene, heap.booked))
    return _finish(scene, events, heap.said, heap.waiting)


def _raised(scene: Scene, drafts: Sequence[Draft]) -> list[Raise]:
    today = scene.shop.business_date(scene.heard.at)
    return [draft.event(scene.organization.currency, today) for draft in drafts]


def _leaving(text: Forwarded) -> Sequence[Intent]:
    """What leaves a text alone; one that nobody forwarded is not what FUTA is about."""
    return LEAVING if text.verified else (*LEAVING, Intent.UNDO)


def _are_all_meant(scene: Scene, waiting: Sequence[Forwarded]) -> bool:
    """Whether the digit behind the usual ones was chosen: all of these are sales."""
    last = ALL if _debtor(scene, waiting[0]) else ALL - 1
    return _may_be_all(waiting) and scene.digit == last


def _may_be_all(waiting: Sequence[Forwarded]) -> bool:
    return len(waiting) > 1 and all(text.verified for text in waiting)


def _sort(scene: Scene, text: Forwarded, heap: Heap) -> None:
    """Put one text where it belongs."""
    text = _against_the_book(scene, text)
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


def _against_the_book(scene: Scene, text: Forwarded) -> Forwarded:
    """The text beside what its provider, or another shop, has told of the same code."""
    if text.code is None or not text.provider or text.kind in ("failed", "balance"):
        return text
    claim = scene.shop.claim(text.provider, text.code)
    if claim is not None and claim.claimed_by is None and claim.status == "verified":
        flags = (Flag.AMOUNT,) if text.amount not in (None, claim.amount) else ()
        proven = Forwarded.proven(claim)
        return replace(proven, kind=text.kind, party=claim.party or text.party, flags=flags)
    if claim is None and scene.shop.claimed_elsewhere(text.provider, text.code, text.kind):
        return replace(text, flags=(*text.flags, Flag.ELSEWHERE))
    return text


def _known(scene: Scene, text: Forwarded, heap: Heap) -> Reply | None:
    """What to say of a code that was claimed before: once is for ever."""
    if text.code is None:
        return None
    currency = scene.organization.currency
    claim = _claimed_above(scene, text, heap) or scene.shop.claim(text.provider, text.code)
    if claim is None or claim.claimed_by is None:
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
    if claim.status == "verified":
        return replies.already_verified(claim, day, currency)
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
        return [_draft(scene, text, PAID[scene.digit], text.amount)]
    person = _creditor(scene, text)
    if scene.digit == CREDITOR and person is not None:
        return _settling(scene, text, EntryKind.PAYABLE_PAID, person)
    return [] if scene.digit == OTHER else None


def _received(scene: Scene, text: Forwarded) -> list[Draft] | None:
    person = _debtor(scene, text)
    choice = (scene.digit or 0) + (person is None)
    sale = _draft(scene, text, EntryKind.SALE, text.amount)
    if scene.digit is None:
        return [sale] if _is_called_a_sale(scene, text) else None
    if choice == 1 and person is not None:
        return _settling(scene, text, EntryKind.DEBT_PAID, person)
    return {2: [sale], 3: []}.get(choice)


def _is_called_a_sale(scene: Scene, text: Forwarded) -> bool:
    """`mauzo`, `ni mauzo ya 500`; goods that are named are a sale of their own."""
    acts = [act for act in scene.acts if act.intent is Intent.RECORD_SALE]
    return len(acts) == len(scene.acts) == 1 and (
        acts[0].item is None and acts[0].amount in (None, text.amount)
    )


def _settling(scene: Scene, text: Forwarded, kind: EntryKind, person: Customer) -> list[Draft]:
    """The debt as far as it goes; the rest is a sale, or an expense."""
    amount = text.amount or Decimal()
    owed = person.owes_us if kind is EntryKind.DEBT_PAID else person.we_owe
    draft = _draft(scene, text, kind, min(amount, owed))
    paid = [replace(draft, party=person.name, customer=str(person.id), item=None)]
    rest = EntryKind.SALE if kind is EntryKind.DEBT_PAID else EntryKind.EXPENSE
    return [*paid, _draft(scene, text, rest, amount - owed)] if amount > owed else paid


def _draft(scene: Scene, text: Forwarded, kind: EntryKind, amount: Decimal | None) -> Draft:
    today = scene.shop.business_date(scene.heard.at)
    spent = kind is EntryKind.EXPENSE and text.kind != WITHDRAWAL
    return Draft(
        kind=kind,
        at=min(text.when, scene.heard.at),
        amount=amount or Decimal(),
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
        said = [*said, _ask(scene, waiting)]
        slots: dict[str, Json] = {"waiting": [text.to_json() for text in waiting]}
        conversation = conversation.ask(NAME, Awaiting.CHOICE, slots)
    effects: list[Effect] = [*events, Say(in_one_bubble(said))]
    return Turn(conversation, tuple(effects))


def _waiting(scene: Scene) -> list[Forwarded]:
    stored = cast("list[Mapping[str, object]]", scene.conversation.slots["waiting"])
    return [Forwarded.from_json(document) for document in stored]


def _ask(scene: Scene, waiting: Sequence[Forwarded]) -> Reply:
    text, currency = waiting[0], scene.organization.currency
    if text.kind == "received" and text.verified:
        many = len(waiting) if _may_be_all(waiting) else 0
        return replies.what_confirmed(text, _debtor(scene, text), currency, many)
    if text.kind == "received":
        return replies.what_received(text, _debtor(scene, text), currency)
    return replies.what_paid(text, _creditor(scene, text), currency)


TOPIC = Topic(
    intents=frozenset({Intent.MOBILE_MONEY}),
    begin=begin,
    answer=answer,
    question=question,
)
