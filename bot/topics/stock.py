"""Count the stock, say when an item runs low, and tell what there is."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.conversation import Turn
from bot.effects import Json, Raise, Remember, Say
from bot.names import named
from bot.nlu.understanding import Act, Awaiting, Intent
from bot.replies import stock as replies
from bot.replies.smalltalk import only_look
from bot.reply import Reply, in_one_bubble
from bot.shop import StockItem
from bot.topic import Scene, Topic

NAME = "stock"
LEAVING = (Intent.REJECT, Intent.UNDO, Intent.STOP)
ASKED = "asked"
SHOWN = 12
"""As many items as one answer lists."""


def begin(scene: Scene) -> Turn:
    """Take the counts; without a figure, tell what there is."""
    unnamed = [act.quantity for act in scene.acts if act.quantity is not None]
    if scene.heard.understanding.question == "item" and unnamed:
        return scene.say(replies.of_what(unnamed[0]))
    counts = [act for act in scene.acts if act.item and act.quantity is not None]
    if not counts:
        return _tell(scene)
    if not scene.may_write:
        return scene.say(only_look())
    lines = [(act.item or "", act.quantity or Decimal(), act.unit) for act in counts]
    raised = [_counted(*line) for line in lines]
    said = [replies.counted(lines), replies.from_now_on()]
    return _and_ask(scene, counts, raised, said)


def answer(scene: Scene) -> Turn | None:
    """Hear the threshold."""
    if not scene.may_write:
        return scene.say(only_look())
    item = str(scene.conversation.slots["item"])
    if scene.digit == 0 or any(scene.wants(intent) for intent in LEAVING):
        return scene.say(replies.will_not_warn(item))
    figure, stock = scene.bare_amount, scene.shop.stock(item)
    if figure is None or stock is None:
        return None
    counted = _counted(stock.item, stock.quantity, stock.unit, figure)
    return scene.close(counted, Say(replies.will_warn(item, figure)))


def question(scene: Scene) -> Reply | None:
    """Once is enough: the next message is heard as anything else, but for a cry for help."""
    if not scene.wants(Intent.HELP):
        return None
    return replies.ask_threshold(str(scene.conversation.slots["item"]))


def _counted(
    item: str, quantity: Decimal, unit: str | None, threshold: Decimal | None = None
) -> Raise:
    """A count; a threshold is told with one, and stays until another is told."""
    payload: dict[str, Json] = {"item": item, "quantity": f"{quantity:f}", "unit": unit}
    if threshold is not None:
        payload["threshold"] = f"{threshold:f}"
    return Raise("STOCK_COUNTED", payload)


def _and_ask(
    scene: Scene, counts: Sequence[Act], raised: Sequence[Raise], said: Sequence[Reply]
) -> Turn:
    """After a count, ask once where the item runs low."""
    unasked = [act.item for act in counts if act.item and not _has_been_asked(scene, act.item)]
    if len(counts) != 1 or not unasked:
        return scene.close(*raised, Say(in_one_bubble(said)))
    item = unasked[0]
    conversation = scene.conversation.ask(NAME, Awaiting.AMOUNT, {"item": item})
    asked = Say(in_one_bubble([*said, replies.ask_threshold(item)]))
    return Turn(conversation, (*raised, Remember(_question(item), ASKED), asked))


def _question(item: str) -> str:
    """Under which name it is remembered that the threshold was asked for."""
    return f"threshold {item.casefold()}"


def _has_been_asked(scene: Scene, item: str) -> bool:
    stock = scene.shop.stock(item)
    has_one = stock is not None and stock.threshold is not None
    return has_one or scene.shop.choice(_question(item)) is not None


def _tell(scene: Scene) -> Turn:
    """One item where the message names one, else all that was counted."""
    items = scene.shop.stocks(SHOWN)
    acts_item = next((act.item for act in scene.acts if act.item), None)
    item = acts_item or named(scene.heard.text, scene.shop.catalogue().items)
    if item is None:
        return scene.say(_all(items))
    stock = scene.shop.stock(item)
    return scene.say(_all([stock]) if stock else replies.not_counted(item))


def _all(items: Sequence[StockItem]) -> Reply:
    lines = [(stock.item, stock.quantity, stock.unit) for stock in items]
    return replies.in_stock(lines) if lines else replies.never_counted()


TOPIC = Topic(
    intents=frozenset({Intent.STOCK_COUNT}),
    begin=begin,
    answer=answer,
    question=question,
)
