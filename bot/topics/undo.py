"""Take back what was booked, or put an amount right."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from bot import done_last, late_changes, spoken_of, unbooking, uncounting
from bot.conversation import Turn
from bot.drafts import DEBTS, GOODS, KINDS
from bot.effects import Json, Replace, Say
from bot.nlu.understanding import Act, Awaiting, Intent
from bot.put_otherwise import put_otherwise
from bot.replies import undo as replies
from bot.replies.smalltalk import not_understood, only_look
from bot.reply import Money, Reply
from bot.reversals import again, named, refusal, reversal, total, totals
from bot.shop import Entry
from bot.topic import Scene, Topic

NAME = "undo"
LEAVING = (Intent.REJECT, Intent.UNDO, Intent.STOP)
Question = Callable[[Scene, Entry], Reply]
ONE, ALL, NONE = 1, 2, 3
"""The digits offered where a message booked several entries."""


def begin(scene: Scene) -> Turn:
    """Take back or correct at once; ask first where more than one entry may be meant."""
    if not scene.may_write:
        return scene.say(only_look())
    if scene.conversation.floor not in (None, NAME) and any(map(_is_other_way, scene.acts)):
        return Turn(scene.conversation)  # It is about what is asked, which is not written yet.
    entry = spoken_of.entry(scene)
    is_named = entry is not None and spoken_of.is_named(scene, entry)
    if done_last.is_elsewhere(scene) and not is_named:
        return _elsewhere(scene, entry)
    other = _no_entry(scene, entry)
    if other is not None:
        return other
    if entry is None:
        return scene.say(replies.gone() if scene.heard.quoted else _nothing(scene))
    refused = refusal(scene, entry)
    if refused is not None:
        return scene.say(refused)
    if scene.wants(Intent.CORRECT):
        return _put_right(scene, entry)
    return _take_back(scene, [entry]) if is_named else _undo(scene, entry)


def _nothing(scene: Scene) -> Reply:
    return replies.nothing_to_correct() if scene.wants(Intent.CORRECT) else replies.nothing()


def _undo(scene: Scene, entry: Entry) -> Turn:
    """Take the last one back, unless it is one of several, or may not be what is meant."""
    if len(scene.shop.companions(entry.id)) > 1:
        return _ask(scene, entry, _which)
    unsure = _was_taken_back(scene) or spoken_of.names_another(scene, entry)
    if unsure and scene.heard.quoted is None:
        return _ask(scene, entry, _one_more)
    return _take_back(scene, [entry])


def _elsewhere(scene: Scene, entry: Entry | None) -> Turn:
    """What was done last is not in the book: an older entry is changed only on a yes."""
    taken = done_last.take_back(scene)
    if taken is not None:
        return taken
    if entry is None or scene.wants(Intent.CORRECT):
        return scene.say(replies.not_found() if entry else _nothing(scene))
    refused = refusal(scene, entry)
    return scene.say(refused) if refused else _ask(scene, entry, _one_more)


def _no_entry(scene: Scene, entry: Entry | None) -> Turn | None:
    """What is about an appointment, or a count of the stock, that is newer than the entry."""
    counts = uncounting.meant(scene, entry)
    change = unbooking.meant(scene, entry, counts)
    if change is not None:
        return unbooking.take_back(scene, change)
    if not counts:
        return None
    ask_first = _was_taken_back(scene) and scene.heard.quoted is None
    return uncounting.begin(scene, counts, ask_first=ask_first)


def _put_right(scene: Scene, entry: Entry) -> Turn:
    """Another amount, or another thing in place of the one that was written."""
    if scene.heard.quoted is None and spoken_of.names_another(scene, entry):
        return scene.say(replies.not_found())
    otherwise = next((act for act in scene.acts if _is_other_way(act)), None)
    if otherwise is not None:
        return put_otherwise(scene, entry, otherwise)
    amount = next((act.amount for act in scene.acts if act.amount), None)
    item = next((act.item for act in scene.acts if act.item), None)
    if amount or item is None:
        return _correct(scene, entry, amount) if amount else _ask(scene, entry, _amount)
    if not spoken_of.is_named(scene, entry):
        return scene.say(not_understood())  # It speaks of something else.
    return _correct(scene, entry, entry.amount, item)


def _is_other_way(act: Act) -> bool:
    """`it was yesterday`, `ilikuwa matumizi`: neither the amount nor the thing was wrong."""
    return act.intent is Intent.CORRECT and bool(act.kind in GOODS or act.date or act.payment)


def answer(scene: Scene) -> Turn | None:
    """Hear the right amount, or what is to be taken back."""
    if not scene.may_write:
        return scene.say(only_look())
    if uncounting.COUNTS in scene.conversation.slots:
        return uncounting.answer(scene)
    entry = _asked_about(scene)
    if entry is None:
        return None
    if scene.conversation.awaiting is Awaiting.AMOUNT:
        return _hear_amount(scene, entry)
    if scene.wants(Intent.CORRECT) or scene.heard.quoted:
        return begin(scene) if _wants_change(scene) else None
    if scene.conversation.awaiting is Awaiting.CHOICE:
        return _hear_which(scene, entry)
    wanted = scene.yes_or_no()
    if wanted is None:
        return None
    return _take_back(scene, [entry]) if wanted else scene.say(replies.stays())


def question(scene: Scene) -> Reply | None:
    """Ask again, unless the entry is no longer the last one, or will not be after this."""
    if uncounting.COUNTS in scene.conversation.slots:
        return uncounting.question(scene)
    entry = _asked_about(scene)
    if entry is None or any(scene.wants(intent) for intent in (*KINDS, *DEBTS)):
        return None
    return ASKED[scene.conversation.awaiting or Awaiting.CONSENT](scene, entry)


def _wants_change(scene: Scene) -> bool:
    return scene.wants(Intent.CORRECT) or scene.wants(Intent.UNDO)


def _was_taken_back(scene: Scene) -> bool:
    return "taken_back" in scene.conversation.slots


def _hear_amount(scene: Scene, entry: Entry) -> Turn | None:
    if any(scene.wants(intent) for intent in LEAVING):
        return scene.say(replies.stays())
    stated = next((act.amount for act in scene.acts if act.intent is Intent.CORRECT), None)
    amount = stated or scene.bare_amount
    return _correct(scene, entry, amount) if amount else None


def _hear_which(scene: Scene, entry: Entry) -> Turn | None:
    if scene.digit == NONE or scene.wants(Intent.REJECT):
        return scene.say(replies.stays())
    if scene.digit == ONE:
        return _take_back(scene, [entry])
    if scene.digit == ALL:
        return _take_back(scene, scene.shop.companions(entry.id))
    return None


def _take_back(scene: Scene, taken: Sequence[Entry]) -> Turn:
    """Reverse them, and remember that it was this that was done last."""
    if any(late_changes.is_late(scene, each) for each in taken):
        return late_changes.take_back(scene, taken)
    entry = taken[-1]
    after = totals(scene, taken)
    said = replies.list_taken_back(len(taken), after)
    if len(taken) == 1:
        said = replies.taken_back(named(scene, entry), after[0])
    slots: dict[str, Json] = {"taken_back": str(entry.id)}
    reversed_ = [reversal(each.id) for each in taken]
    return Turn(replace(scene.conversation.rest(), slots=slots), (*reversed_, Say(said)))


def _correct(scene: Scene, entry: Entry, amount: Decimal, item: str | None = None) -> Turn:
    """Reverse it and book it once more: nothing is rewritten."""
    right = replace(entry, amount=amount, item=item or entry.item)
    draft = again(scene, right, amount)
    if late_changes.is_late(scene, entry):
        return late_changes.put_right(scene, entry, right, draft)
    after = total(scene, entry, amount - entry.amount)
    return scene.close(
        Replace(entry.id, draft.event(entry.currency, entry.business_date)),
        Say(replies.corrected(named(scene, right), after)),
    )


def _amount(scene: Scene, entry: Entry) -> Reply:
    return replies.ask_amount(named(scene, entry))


def _one_more(scene: Scene, entry: Entry) -> Reply:
    first = "first" in scene.conversation.slots
    asked = replies.ask_first if first else replies.ask_again
    return asked(named(scene, entry))


def _which(scene: Scene, entry: Entry) -> Reply:
    together = scene.shop.companions(entry.id)
    whole = sum((each.amount for each in together), start=Decimal())
    return replies.ask_which(named(scene, entry), len(together), Money(whole, entry.currency))


ASKED: Mapping[Awaiting, Question] = {
    Awaiting.AMOUNT: _amount,
    Awaiting.CONSENT: _one_more,
    Awaiting.CHOICE: _which,
}
AWAITING: Mapping[Question, Awaiting] = {asked: awaiting for awaiting, asked in ASKED.items()}


def _ask(scene: Scene, entry: Entry, asked: Question) -> Turn:
    slots: dict[str, Json] = {"entry": str(entry.id)}
    if asked is _one_more and not _was_taken_back(scene):
        slots["first"] = True
    if spoken_of.is_named(scene, entry):
        slots["named"] = True
    if scene.heard.quoted is not None:
        slots["quoted"] = scene.heard.quoted
    conversation = scene.conversation.ask(NAME, AWAITING[asked], slots)
    question = asked(replace(scene, conversation=conversation), entry)
    return Turn(conversation, (Say(question),))


def _asked_about(scene: Scene) -> Entry | None:
    """The entry in question while it still counts: quoted, named, or of the last message."""
    slots = scene.conversation.slots
    found = _in_reach(scene, slots.get("quoted"), is_named="named" in slots)
    return next((entry for entry in found if entry and str(entry.id) == slots["entry"]), None)


def _in_reach(scene: Scene, quoted: Json, *, is_named: bool) -> Sequence[Entry | None]:
    if quoted:
        return [scene.shop.quoted_entry(str(quoted))]
    if is_named:
        return spoken_of.newest(scene)
    last = spoken_of.last(scene)
    return scene.shop.companions(last.id) if last else ()


TOPIC = Topic(
    intents=frozenset({Intent.UNDO, Intent.CORRECT}),
    begin=begin,
    answer=answer,
    question=question,
)
