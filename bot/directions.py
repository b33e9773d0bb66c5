"""Turn acts where the book knows more than the words: whom the shop owes, who works there."""

from __future__ import annotations

from dataclasses import replace

from bot import phones
from bot.nlu.understanding import Act, Intent
from bot.people import meant, words
from bot.shop import Shop
from bot.topic import Scene

NUMBER_OF = "number_of"
"""The slot with the name of a customer whose number was just missed."""
SHORTEST_NUMBER = 9
"""Digits of a telephone number; fewer are an amount."""
STOCK = "stock"
"""How the reader names the report that is about the stock."""


def directed(scene: Scene) -> Scene:
    """The same message, each act under the intent of the topic that can do it."""
    if scene.shop.organization is None:
        return scene
    meant_so = _number_of_known(scene) or _right_amount(scene)
    directed_ = (_directed(act, scene.shop) for act in scene.acts)
    acts = (meant_so,) if meant_so else tuple(directed_)
    return scene if acts == scene.acts else scene.about(acts)


def _number_of_known(scene: Scene) -> Act | None:
    """`Asha 0712 345 678`, or the number alone just after it was missed: how she is reached."""
    digits = sum(sign.isdigit() for sign in scene.heard.text)
    if digits < SHORTEST_NUMBER or any(act.intent is not Intent.UNKNOWN for act in scene.acts):
        return None
    phone = phones.found(scene.heard.text, scene.organization.country)
    if phone is None:
        return None
    told = "".join(sign for sign in scene.heard.text if not sign.isdigit())
    missed = scene.conversation.slots.get(NUMBER_OF) if not words(told) else told
    known = meant(str(missed or ""), scene.shop.customers()).sure
    return Act(Intent.CUSTOMER, party=known.name, phone=phone.number) if known else None


def _right_amount(scene: Scene) -> Act | None:
    """An amount alone that quotes a receipt is the right one, where none is asked for."""
    quoted, amount = scene.heard.quoted, scene.bare_amount
    if quoted is None or amount is None or scene.conversation.floor is not None:
        return None
    entry = scene.shop.quoted_entry(quoted)
    return Act(Intent.CORRECT, amount=amount) if entry else None


def _directed(act: Act, shop: Shop) -> Act:
    if act.intent is Intent.SUMMARY and act.kind == STOCK:
        return replace(act, intent=Intent.STOCK_COUNT, kind=None)
    if act.intent is Intent.RECORD_EXPENSE and _is_owed(act, shop):
        return replace(act, intent=Intent.PAYABLE_PAID)
    if act.intent is Intent.RECORD_SALE and _is_of_member(act, shop):
        return Act(Intent.SUMMARY)
    return act


def _is_of_member(act: Act, shop: Shop) -> bool:
    """`mauzo ya Baraka`, without a figure: what he sold, for nobody sells Baraka."""
    told = (act.amount, act.quantity, act.unit_price)
    if act.item is None or any(figure is not None for figure in told):
        return False
    item = act.item.casefold().removesuffix("'s")
    return any(item == member.name.casefold() for member in shop.members())


def _is_owed(act: Act, shop: Shop) -> bool:
    """`I paid Kamau 400`: to somebody whom the shop owes, it is his debt."""
    if act.party is None or act.item is not None:
        return False
    known = meant(act.party, shop.customers()).sure
    return known is not None and known.we_owe > 0
