"""Take back the last entry, or put its amount right."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from bot.conversation import Turn
from bot.drafts import KINDS, Draft
from bot.effects import Json, Raise, Say
from bot.nlu.understanding import Awaiting, Intent
from bot.replies import entries
from bot.replies import undo as replies
from bot.replies.smalltalk import only_look
from bot.reply import Money, Reply
from bot.shop import Entry
from bot.topic import Scene, Topic

NAME = "undo"
LEAVING = (Intent.REJECT, Intent.UNDO, Intent.STOP)


def begin(scene: Scene) -> Turn:
    """Take back or correct at once; ask first when an entry was taken back just now."""
    if not scene.may_write:
        return scene.say(only_look())
    entry = scene.shop.last_entry()
    if entry is None:
        return scene.say(replies.nothing())
    if scene.wants(Intent.CORRECT):
        amount = next((act.amount for act in scene.acts if act.amount), None)
        return _correct(scene, entry, amount) if amount else _ask_amount(scene, entry)
    if "taken_back" in scene.conversation.slots:
        return _ask(scene, entry, Awaiting.CONSENT, replies.ask_again(_named(scene, entry)))
    return _take_back(scene, entry)


def answer(scene: Scene) -> Turn | None:
    """Hear the right amount, or whether one more entry is to be taken back."""
    if not scene.may_write:
        return scene.say(only_look())
    entry = _asked_about(scene)
    if entry is None:
        return None
    if scene.conversation.awaiting is Awaiting.AMOUNT:
        return _hear_amount(scene, entry)
    if scene.wants(Intent.CORRECT):
        return begin(scene)
    wanted = scene.yes_or_no()
    if wanted is None:
        return None
    return _take_back(scene, entry) if wanted else scene.say(replies.stays())


def question(scene: Scene) -> Reply | None:
    """Ask again, unless the entry is no longer the last one, or will not be after this."""
    entry = _asked_about(scene)
    if entry is None or any(scene.wants(intent) for intent in KINDS):
        return None
    if scene.conversation.awaiting is Awaiting.AMOUNT:
        return replies.ask_amount(_named(scene, entry))
    return replies.ask_again(_named(scene, entry))


def _hear_amount(scene: Scene, entry: Entry) -> Turn | None:
    if any(scene.wants(intent) for intent in LEAVING):
        return scene.say(replies.stays())
    stated = next((act.amount for act in scene.acts if act.intent is Intent.CORRECT), None)
    amount = stated or scene.bare_amount
    return _correct(scene, entry, amount) if amount else None


def _take_back(scene: Scene, entry: Entry) -> Turn:
    """Reverse it, and remember that it was this that was done last."""
    total = _total(scene, entry, -entry.amount)
    said = Say(replies.taken_back(_named(scene, entry), total))
    slots: dict[str, Json] = {"taken_back": str(entry.id)}
    return Turn(
        replace(scene.conversation.rest(), slots=slots), (_reversal(entry, "taken back"), said)
    )


def _correct(scene: Scene, entry: Entry, amount: Decimal) -> Turn:
    """Reverse it and book it once more: nothing is rewritten."""
    draft = Draft.again(entry, scene.heard.at, amount)
    total = _total(scene, entry, amount - entry.amount)
    return scene.close(
        _reversal(entry, "corrected"),
        draft.event(entry.currency, entry.business_date),
        Say(replies.corrected(entries.entry(draft, entry.currency), total)),
    )


def _ask_amount(scene: Scene, entry: Entry) -> Turn:
    return _ask(scene, entry, Awaiting.AMOUNT, replies.ask_amount(_named(scene, entry)))


def _ask(scene: Scene, entry: Entry, awaiting: Awaiting, asked: Reply) -> Turn:
    conversation = scene.conversation.ask(NAME, awaiting, {"entry": str(entry.id)})
    return Turn(conversation, (Say(asked),))


def _asked_about(scene: Scene) -> Entry | None:
    """The entry in question, while it is still the last one."""
    entry = scene.shop.last_entry()
    asked = scene.conversation.slots.get("entry")
    return entry if entry is not None and str(entry.id) == asked else None


def _reversal(entry: Entry, reason: str) -> Raise:
    return Raise("ENTRY_REVERSED", {"entry": str(entry.id), "reason": reason})


def _named(scene: Scene, entry: Entry) -> Reply:
    return entries.entry(Draft.again(entry, scene.heard.at, entry.amount), entry.currency)


def _total(scene: Scene, entry: Entry, change: Decimal) -> Reply:
    """The total of the entry's day after the change."""
    amount = scene.shop.total(entry.kind, entry.business_date) + change
    today = scene.shop.business_date(scene.heard.at)
    return entries.total(entry.kind, Money(amount, entry.currency), entry.business_date, today)


TOPIC = Topic(
    intents=frozenset({Intent.UNDO, Intent.CORRECT}),
    begin=begin,
    answer=answer,
    question=question,
)
