"""Put right what an entry is, on which day it was, or how it was paid."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from bot import late_changes
from bot.conversation import Turn
from bot.drafts import GOODS, ON_CREDIT, PARTIES
from bot.effects import Replace, Say
from bot.nlu.understanding import Act
from bot.replies import entries
from bot.replies import undo as replies
from bot.reversals import again, named, total
from bot.shop import Entry, EntryKind
from bot.topic import Scene


def put_otherwise(scene: Scene, entry: Entry, act: Act) -> Turn:
    """Reverse it and book it once more as it was; what cannot be so is written anew."""
    kind = EntryKind(act.kind) if act.kind in GOODS else entry.kind
    credit = act.payment == "credit" or (act.payment and entry.kind in ON_CREDIT)
    other = kind is not entry.kind and entry.kind not in GOODS
    today = scene.shop.business_date(scene.heard.at)
    day = act.date or entry.business_date
    if credit or other or day > today or late_changes.is_late(scene, entry):
        return scene.say(replies.write_anew(named(scene, entry)))
    payment = act.payment or entry.payment
    right = replace(entry, kind=kind, business_date=day, payment=payment)
    stays = kind in PARTIES or (kind, day) == (entry.kind, entry.business_date)
    shown = named(scene, right)
    if act.date and kind in PARTIES:
        shown = entries.on_day(shown, day)
    after = total(scene, right, Decimal() if stays else right.amount)
    return scene.close(
        Replace(entry.id, again(scene, right, right.amount).event(entry.currency, day)),
        Say(replies.corrected(shown, after)),
    )
