"""Counts of the stock that are taken back: which are meant, and what it leads to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.conversation import Turn
from bot.effects import Json, Raise, Replace, Say
from bot.nlu.understanding import Awaiting, Intent
from bot.replies import stock as replies
from bot.replies import undo
from bot.reply import Reply, in_one_bubble
from bot.reversals import refused, reversal
from bot.shop import Count, Entry
from bot.topic import Scene

COUNTS = "counts"
"""The slot with the ids of the counts in question."""


def meant(scene: Scene, entry: Entry | None) -> Sequence[Count]:
    """The counts that an undo or a correction is about; none where it is about an entry."""
    if scene.heard.quoted is not None:
        found = [] if entry else list(scene.shop.quoted_counts(scene.heard.quoted))
    else:
        found = list(scene.shop.last_counts())
        if not found or (entry is not None and entry.id > found[-1].id):
            return ()
    act = next((act for act in scene.acts if act.intent is Intent.UNDO), None)
    if act is None or (act.item is None and act.amount is None):
        return found
    item = (act.item or "").casefold()
    return [one for one in found if one.item.casefold() == item or one.quantity == act.amount]


def begin(scene: Scene, counts: Sequence[Count], *, ask_first: bool) -> Turn:
    """Take them back, or put the only one right; who may not is told who may."""
    for count in counts:
        at = count.counted_at or scene.heard.at
        day = scene.shop.business_date(at)
        refusal = refused(scene, count.person_id, day, replies.figure(count))
        if refusal is not None:
            return scene.say(refusal)
    if scene.wants(Intent.CORRECT):
        return _correct(scene, counts)
    if ask_first:
        return _ask(scene, counts)
    return take_back(scene, counts)


def take_back(scene: Scene, counts: Sequence[Count]) -> Turn:
    """Reverse them, the newest first, and remember that this was done last."""
    taken = [reversal(count.id) for count in reversed(counts)]
    slots: dict[str, Json] = {"taken_back": str(counts[-1].id)}
    said = in_one_bubble([replies.taken_back(count) for count in counts])
    return Turn(replace(scene.conversation.rest(), slots=slots), (*taken, Say(said)))


def answer(scene: Scene) -> Turn | None:
    """Hear whether these are to be taken back too."""
    counts, wanted = asked_about(scene), scene.yes_or_no()
    if not counts or wanted is None:
        return None
    return take_back(scene, counts) if wanted else scene.say(undo.stays())


def question(scene: Scene) -> Reply | None:
    """Ask again, unless they are no longer what was counted last."""
    counts = asked_about(scene)
    return undo.ask_again(replies.figures(counts)) if counts else None


def asked_about(scene: Scene) -> Sequence[Count]:
    """The counts in question, while they all stand and are the last ones."""
    wanted = scene.conversation.slots.get(COUNTS)
    last = scene.shop.last_counts()
    return last if [str(count.id) for count in last] == wanted else ()


def _ask(scene: Scene, counts: Sequence[Count]) -> Turn:
    slots: dict[str, Json] = {COUNTS: [str(count.id) for count in counts]}
    conversation = scene.conversation.ask("undo", Awaiting.CONSENT, slots)
    return Turn(conversation, (Say(undo.ask_again(replies.figures(counts))),))


def _correct(scene: Scene, counts: Sequence[Count]) -> Turn:
    """`badilisha 45` on the receipt of a count; behind one it may be about an older sale."""
    figures = scene.heard.understanding.amounts
    amount = figures[0] if len(figures) == 1 else None
    if amount is None or len(counts) != 1 or scene.heard.quoted is None:
        return scene.say(replies.count_again())
    (count,) = counts
    right: dict[str, Json] = {
        "item": count.item,
        "quantity": f"{amount:f}",
        "unit": count.unit,
    }
    if count.threshold is not None:
        right["threshold"] = f"{count.threshold:f}"
    new = replace(count, quantity=amount)
    said = Say(replies.counted([(new.item, new.quantity, new.unit)]))
    return scene.close(Replace(count.id, Raise("STOCK_COUNTED", right)), said)
