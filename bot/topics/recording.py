"""Write down sales, expenses, goods bought and money taken out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import cast

from bot import buyers
from bot.conversation import Turn
from bot.doubts import ALL, EACH, EACH_OR_ALL, PRICES, chosen, drafts, examined
from bot.drafts import DEBTS, KINDS, Doubt, Draft
from bot.effects import Effect, Json, Remember, Say
from bot.nlu.understanding import Awaiting, Intent, Outcome
from bot.receipt import receipt
from bot.replies import recording as replies
from bot.replies import smalltalk
from bot.replies.smalltalk import only_look
from bot.reply import Money, Reply, in_one_bubble
from bot.shop import EntryKind
from bot.spoken_of import is_told, undoes_another
from bot.topic import Scene, Topic

NAME = "recording"
CANCELLING = (Intent.REJECT, Intent.UNDO, Intent.STOP)
AWAITING: Mapping[Doubt, Awaiting] = {
    Doubt.AMOUNT: Awaiting.AMOUNT,
    Doubt.DIRECTION: Awaiting.CHOICE,
    Doubt.EACH: Awaiting.CHOICE,
    Doubt.DONE: Awaiting.CONSENT,
}
DIRECTIONS = {1: EntryKind.SALE, 2: EntryKind.EXPENSE, 3: EntryKind.PURCHASE}
"""The digits offered where the direction is in doubt."""
OTHER = 4
READINGS = {1: EACH, 2: ALL}
"""The digits offered where a price may be that of each or of all."""


def begin(scene: Scene) -> Turn:
    """Book what was read exactly; ask about the first draft that is in doubt."""
    if not scene.may_write:
        return scene.say(only_look())
    return _take(scene, waiting=()) if drafts(scene) else scene.say(smalltalk.not_understood())


def answer(scene: Scene) -> Turn | None:
    """Hear what settles the doubt, that it is not to be written, or something new to write."""
    if not scene.may_write:
        return scene.say(only_look())
    waiting = _waiting(scene)
    if _is_done_now(scene, waiting):
        return None
    asked = _asked(waiting)
    others = waiting[len(asked) :]
    company = list(takewhile(lambda draft: draft.doubt is None, others))
    later = others[len(company) :]
    if _is_cancelled(scene, asked) or _is_denied(scene, asked[0]):
        return _finish(scene, [], [replies.dropped([*asked, *company])], later)
    settled = [_settled(scene, draft) for draft in asked]
    if None in settled:
        return _something_else(scene, waiting)
    return _go_on(scene, [draft for draft in settled if draft], company, later)


def question(scene: Scene) -> Reply | None:
    """Ask about the first draft again, unless the message tells that it has happened now."""
    waiting = _waiting(scene)
    return None if _is_done_now(scene, waiting) else _ask(scene, waiting)


def _is_done_now(scene: Scene, waiting: Sequence[Draft]) -> bool:
    """`paid Kamau 400`, while it is asked whether it was paid already: no second payment."""
    asked = waiting[0]
    if asked.doubt is not Doubt.DONE or len(waiting) > 1 or len(scene.acts) != 1:
        return False
    act, understanding = scene.acts[0], scene.heard.understanding
    told = act.intent in KINDS or act.intent in DEBTS
    if not told or understanding.question is not None or act.amount != asked.amount:
        return False
    now, before = act.item or act.party or "", asked.item or asked.party or ""
    return now.casefold() == before.casefold()


def _something_else(scene: Scene, waiting: Sequence[Draft]) -> Turn | None:
    """Something new to write; what waits already and is said again is asked about again."""
    found = drafts(scene)
    if found and all(any(map(one.is_told_by, waiting)) for one in found):
        return Turn(scene.conversation, (Say(_ask(scene, waiting)),))
    return _take(scene, waiting) if _tells_more(scene, waiting[0]) else None


def _is_cancelled(scene: Scene, asked: Sequence[Draft]) -> bool:
    """A no, or FUTA; `futa mkate` only where no other thing is asked about."""
    wanted = any(scene.wants(intent) for intent in CANCELLING)
    return wanted and not all(undoes_another(scene, draft) for draft in asked)


def _go_on(
    scene: Scene, settled: Sequence[Draft], company: Sequence[Draft], later: Sequence[Draft]
) -> Turn:
    """Book what is settled, unless something else must be asked about it."""
    open_still = [draft for draft in settled if draft.doubt]
    sure = [draft for draft in settled if not draft.doubt]
    if open_still:
        return _finish(scene, [], [], [*open_still, *sure, *company, *later])
    sure += company
    return _finish(scene, sure, [receipt(scene, sure)], later, _remembered(scene))


def _tells_more(scene: Scene, asked: Draft) -> bool:
    """Whether there is something new to write: `sold`, said once more, is no other sale."""
    return any(
        draft.kind is not asked.kind or draft.item or draft.quantity or draft.amount
        for draft in drafts(scene)
    )


def _asked(waiting: Sequence[Draft]) -> list[Draft]:
    """What the open question is about: one draft, or a list without a direction."""
    first = waiting[0]
    if first.doubt is not Doubt.DIRECTION:
        return [first]
    return list(takewhile(lambda d: d.doubt is first.doubt and d.at == first.at, waiting))


def _settled(scene: Scene, draft: Draft) -> Draft | None:
    """The draft without its doubt, or with the next one; None if the message leaves it open."""
    match draft.doubt:
        case Doubt.DIRECTION:
            kind = _direction(scene)
            return examined(scene, replace(draft, kind=kind, doubt=None)) if kind else None
        case Doubt.EACH if scene.digit in READINGS:
            return chosen(draft, READINGS[scene.digit])
        case Doubt.DONE if scene.yes_or_no():
            return examined(scene, replace(draft, doubt=None))
        case Doubt.AMOUNT:
            return _retold(scene, draft) or _priced(scene, draft)
        case _:
            return None


def _retold(scene: Scene, draft: Draft) -> Draft | None:
    """`sold sugar 2 kg 300`, told whole while its price is asked: the answer, no other sale."""
    found = drafts(scene)
    if len(found) != 1 or not _is_same(scene, found[0], draft):
        return None
    told = replace(
        draft,
        amount=found[0].amount,
        currency=found[0].currency,
        quantity=found[0].quantity or draft.quantity,
        unit=found[0].unit or draft.unit,
        unit_price=found[0].unit_price,
        rate=found[0].rate,
        doubt=None,
    )
    return examined(scene, told) if told.amount or told.rate else None


def _is_same(scene: Scene, told: Draft, asked: Draft) -> bool:
    """Whether it is the same thing, and as much of it where both say how much."""
    if told.quantity and asked.quantity and told.quantity != asked.quantity:
        return False
    if any(act.intent is Intent.UNKNOWN for act in scene.acts):  # "10 bags at 500"
        return told.quantity is not None and not _is_of_another(scene, asked)
    named = told.item is not None and asked.item is not None
    return named and told.kind is asked.kind and is_told(asked.item, told.item or "")


def _priced(scene: Scene, draft: Draft) -> Draft | None:
    """By an amount in all, or by the price of each where it is known how many there are."""
    if _is_of_another(scene, draft):
        return None
    if scene.bare_amount is not None:
        return replace(draft, amount=scene.bare_amount, currency=None, doubt=None)
    each = scene.acts[0].unit_price if len(scene.acts) == 1 else None
    if not each or not draft.quantity or scene.acts[0].intent is not Intent.UNKNOWN:
        return None
    amount = each * draft.quantity
    return replace(draft, amount=amount, unit_price=each, currency=None, doubt=None)


def _is_of_another(scene: Scene, draft: Draft) -> bool:
    """`sabuni 80`, while it is asked what the salt was sold for."""
    item = next((act.item for act in scene.acts if act.item), None)
    return item is not None and draft.item is not None and not is_told(draft.item, item)


def _direction(scene: Scene) -> EntryKind | None:
    """By its digit, or by its name: "mauzo"."""
    if scene.digit is not None:
        return DIRECTIONS.get(scene.digit)
    named = [act for act in scene.acts if act.item is None and act.amount is None]
    return KINDS.get(named[0].intent) if len(scene.acts) == len(named) == 1 else None


def _is_denied(scene: Scene, draft: Draft) -> bool:
    if draft.doubt is Doubt.DIRECTION:
        return scene.digit == OTHER
    return draft.doubt is Doubt.DONE and scene.yes_or_no() is False


def _remembered(scene: Scene) -> list[Effect]:
    """A choice between two readings is asked only once."""
    if _waiting(scene)[0].doubt is not Doubt.EACH or scene.digit not in READINGS:
        return []
    return [Remember(EACH_OR_ALL, READINGS[scene.digit])]


def _take(scene: Scene, waiting: Sequence[Draft]) -> Turn:
    """Book the drafts that are sure; the others wait behind those that wait already.

    Where the reader asks, nothing is booked: what is sure waits behind what is in doubt, and
    shares its fate.
    """
    understanding, found = scene.heard.understanding, drafts(scene)
    sure = [draft for draft in found if draft.doubt is None]
    doubted = [draft for draft in found if draft.doubt]
    later = [replies.asked_later(doubted)] if waiting and doubted else []
    if understanding.outcome is not Outcome.ACT and doubted:
        return _finish(scene, [], later, [*waiting, *doubted, *sure])
    said = [receipt(scene, sure), *later] if sure else later
    said += [replies.unread(understanding.unread)] if understanding.unread else []
    return _finish(scene, sure, said, [*waiting, *doubted])


def _finish(
    scene: Scene,
    sure: Sequence[Draft],
    said: Sequence[Reply],
    waiting: Sequence[Draft],
    also: Sequence[Effect] = (),
) -> Turn:
    """Raise what is sure, say what was done, ask about what still waits."""
    today = scene.shop.business_date(scene.heard.at)
    named = [buyers.named(scene.shop, draft) for draft in sure]
    raised = [draft.event(scene.organization.currency, today) for draft in named]
    conversation = scene.conversation.rest()
    if waiting:
        said = [*said, _ask(scene, waiting)]
        slots: dict[str, Json] = {"waiting": [draft.to_json() for draft in waiting]}
        awaiting = AWAITING[waiting[0].doubt or Doubt.AMOUNT]
        conversation = conversation.ask(NAME, awaiting, slots)
    return Turn(conversation, (*raised, *also, Say(in_one_bubble(said))))


def _waiting(scene: Scene) -> list[Draft]:
    stored = cast("list[dict[str, object]]", scene.conversation.slots["waiting"])
    return [Draft.from_json(document) for document in stored]


def _ask(scene: Scene, waiting: Sequence[Draft]) -> Reply:
    draft, currency = waiting[0], scene.organization.currency
    if draft.doubt is Doubt.DIRECTION:
        return replies.which_direction(_asked(waiting), draft.currency or currency)
    if draft.doubt is Doubt.DONE:
        return replies.is_it_done(draft, draft.currency or currency)
    if draft.doubt is Doubt.EACH and draft.rate is not None:
        whole = draft.rate * (draft.quantity or 1)
        return replies.each_or_all(draft, Money(draft.rate, currency), Money(whole, currency))
    if draft.currency not in (None, currency):
        return replies.how_much_in(currency)
    return replies.how_much(draft)


TOPIC = Topic(
    intents=frozenset(KINDS),
    begin=begin,
    answer=answer,
    question=question,
    questions=frozenset({"direction", *PRICES}),
)
