"""Write down who owes whom and who has paid, and tell it when asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import cast

from bot import statements
from bot.balances import OWED_TO_US, balance
from bot.conversation import Turn
from bot.debt_doubts import NEW, candidates, drafts, examined, is_empty
from bot.debt_receipt import receipt
from bot.drafts import DEBTS, Doubt, Draft
from bot.effects import Json, Say
from bot.nlu.understanding import Awaiting, Intent
from bot.people import picked, words
from bot.replies import debts as replies
from bot.replies import recording, smalltalk
from bot.replies.smalltalk import only_look
from bot.reply import Money, Reply, in_one_bubble
from bot.shop import EntryKind
from bot.spoken_of import undoes_another
from bot.topic import Scene, Topic

NAME = "debts"
CANCELLING = (Intent.REJECT, Intent.UNDO, Intent.STOP)
AWAITING: Mapping[Doubt, Awaiting] = {
    Doubt.AMOUNT: Awaiting.AMOUNT,
    Doubt.PARTY: Awaiting.NAME,
    Doubt.DONE: Awaiting.CONSENT,
}
"""All other doubts are settled by a digit."""


def begin(scene: Scene) -> Turn:
    """Book what was read exactly, or tell who owes."""
    told = _told(scene)
    if told is not None:
        return scene.say(told)
    if not scene.may_write:
        return scene.say(only_look())
    found = drafts(scene)
    return _take(scene, found, []) if found else scene.say(smalltalk.not_understood())


def answer(scene: Scene) -> Turn | None:
    """Hear what settles the doubt, or that it is not to be written."""
    if not scene.may_write:
        return scene.say(only_look())
    first, *others = waiting = _waiting(scene)
    if any(scene.wants(intent) for intent in CANCELLING) and not undoes_another(scene, first):
        return _finish(scene, [], [_dropped(scene, first)], others)
    settled = _settled(scene, first)
    if settled is None:
        return _something_else(scene, waiting)
    if not settled:
        return _finish(scene, [], [_dropped(scene, first)], others)
    return _go_on(scene, settled, others)


def _something_else(scene: Scene, waiting: Sequence[Draft]) -> Turn | None:
    """A report or a new record while the question stays open; None: not about debts."""
    told = _told(scene)
    nameless = waiting[0].doubt is Doubt.PARTY and scene.wants(Intent.REGISTER)
    if told is not None or nameless:
        said = [*([told] if told else []), _ask(scene, waiting[0])]
        return Turn(scene.conversation, (Say(in_one_bubble(said)),))
    found = drafts(scene)
    new = [one for one in found if not any(map(one.is_told_by, waiting))]
    if found and not new:
        return Turn(scene.conversation, (Say(_ask(scene, waiting[0])),))
    return _take(scene, new, waiting) if new else None


def _dropped(scene: Scene, draft: Draft) -> Reply:
    return replies.dropped(draft, scene.organization.currency)


def question(scene: Scene) -> Reply | None:
    """Ask about the first draft again."""
    return _ask(scene, _waiting(scene)[0])


def _told(scene: Scene) -> Reply | None:
    """What the book says about debts, if that is all that is wanted."""
    acts = [act for act in scene.acts if act.intent in TOPIC.intents]
    if acts and all(act.intent is Intent.WHO_OWES or is_empty(act) for act in acts):
        named = next((act.party for act in acts if act.party), None)
        person = statements.asked_for(scene, named)
        return statements.statement(scene, person) if person else statements.everyone(scene)
    if len(acts) != 1 or acts[0].intent is not Intent.RECORD_DEBT:
        return None
    if acts[0].amount or acts[0].item or acts[0].quantity or not acts[0].party:
        return None
    person = statements.asked_for(scene, acts[0].party)  # "deni la Asha"
    return statements.statement(scene, person) if person else None


def _take(scene: Scene, found: Sequence[Draft], waiting: Sequence[Draft]) -> Turn:
    """Book what is sure; the rest waits behind what waits already."""
    sure = [draft for draft in found if draft.doubt is None]
    doubted = [draft for draft in found if draft.doubt]
    unread = scene.heard.understanding.unread
    said = [receipt(scene, sure)] if sure else []
    if unread:
        said.append(recording.unread(unread))
    return _finish(scene, sure, said, [*waiting, *doubted])


def _go_on(scene: Scene, settled: Sequence[Draft], others: Sequence[Draft]) -> Turn:
    """Book what is settled, or ask what is still open."""
    first = examined(scene, settled[0], settled[1:])
    if first.doubt:
        return _finish(scene, [], [], [first, *others])
    sure = [first, *settled[1:]]
    return _finish(scene, sure, [receipt(scene, sure)], others)


def _settled(scene: Scene, draft: Draft) -> list[Draft] | None:
    """The draft as the answer leaves it; empty: dropped, None: it was no answer."""
    match draft.doubt:
        case Doubt.DIRECTION if scene.digit in (1, 2, 3):
            return _turned(draft, scene.digit)
        case Doubt.DONE if scene.yes_or_no() is not None:
            return [draft] if scene.yes_or_no() else []
        case Doubt.PARTY if _name(scene):
            return [replace(draft, party=_name(scene), customer=None)]
        case Doubt.WHO:
            return _chosen(scene, draft)
        case Doubt.AMOUNT if amount := scene.bare_amount or _retold(scene, draft):
            return [replace(draft, amount=amount, currency=None)]
        case Doubt.SURPLUS:
            return _shared(scene, draft)
        case _:
            return None


def _retold(scene: Scene, draft: Draft) -> Decimal | None:
    """`she paid 20`, `Asha paid 20`, while it is asked how much Asha paid."""
    act = scene.acts[0] if len(scene.acts) == 1 else None
    if act is None or DEBTS.get(act.intent) is not draft.kind:
        return None
    named = act.party is None or words(act.party) == words(draft.party or "")
    is_same = named and act.item in (None, draft.item)
    foreign = act.currency not in (None, scene.organization.currency)
    return act.amount if is_same and not foreign else None


def _turned(draft: Draft, digit: int | None) -> list[Draft]:
    if digit == 1:
        return [draft]
    return [_paid_at_once(draft, draft.amount)] if digit == 2 else []


def _name(scene: Scene) -> str | None:
    named = (act.party for act in scene.acts if act.intent is Intent.REGISTER)
    name = next(named, None)
    return name if name and any(sign.isalpha() for sign in name) else None


def _chosen(scene: Scene, draft: Draft) -> list[Draft] | None:
    offered = candidates(scene, draft).candidates
    place = picked(scene.digit, scene.heard.text, offered, beside=1)
    if place is None:
        return None
    if place == len(offered) + 1:
        return [replace(draft, customer=NEW)]
    person = offered[place - 1]
    return [replace(draft, customer=str(person.id), party=person.name)]


def _shared(scene: Scene, draft: Draft) -> list[Draft] | None:
    """What is paid beyond the debt: a sale or an expense, or nothing."""
    owed = balance(scene.shop, draft).amount
    paid = draft.amount or Decimal()
    if owed <= 0:
        return {1: [_paid_at_once(draft, paid)], 2: []}.get(scene.digit or 0)
    debt = replace(draft, amount=owed)
    rest = _paid_at_once(draft, paid - owed)
    return {1: [debt, rest], 2: [debt], 3: []}.get(scene.digit or 0)


def _paid_at_once(draft: Draft, amount: Decimal | None) -> Draft:
    """The same as a sale, or as an expense."""
    kind = EntryKind.SALE if draft.kind in OWED_TO_US else EntryKind.EXPENSE
    item = draft.item or (draft.party if kind is EntryKind.EXPENSE else None)
    return replace(draft, kind=kind, amount=amount, item=item, party=None, customer=None)


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
        awaiting = AWAITING.get(waiting[0].doubt or Doubt.AMOUNT, Awaiting.CHOICE)
        conversation = conversation.ask(NAME, awaiting, slots)
    return Turn(conversation, (*raised, Say(in_one_bubble(said))))


def _waiting(scene: Scene) -> list[Draft]:
    stored = cast("list[dict[str, object]]", scene.conversation.slots["waiting"])
    return [Draft.from_json(document) for document in stored]


def _ask(scene: Scene, draft: Draft) -> Reply:
    currency = scene.organization.currency
    match draft.doubt:
        case Doubt.DIRECTION:
            return replies.which(draft, currency)
        case Doubt.DONE:
            return replies.is_it_done(draft, currency)
        case Doubt.PARTY:
            return replies.whose(draft, currency)
        case Doubt.WHO:
            return replies.who(draft.party or "", candidates(scene, draft).candidates)
        case Doubt.SURPLUS:
            paid = Money(draft.amount or Decimal(), currency)
            return replies.surplus(balance(scene.shop, draft), paid)
        case _ if draft.kind in DEBTS.values():
            return replies.how_much(draft)
        case _:
            return recording.how_much(draft)


TOPIC = Topic(
    intents=frozenset({*DEBTS, Intent.WHO_OWES}),
    begin=begin,
    answer=answer,
    question=question,
    questions=frozenset({"debtor", "creditor"}),
)
