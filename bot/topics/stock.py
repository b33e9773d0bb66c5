"""Count the stock, say when an item runs low, and tell what there is."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot import goods
from bot.conversation import Turn
from bot.effects import Raise, Remember, Say
from bot.names import named
from bot.nlu.understanding import Act, Awaiting, Intent
from bot.replies import stock as replies
from bot.replies.smalltalk import only_look
from bot.reply import Reply, in_one_bubble
from bot.shop import StockItem
from bot.topic import Scene, Topic

NAME = "stock"
LEAVING = (Intent.REJECT, Intent.UNDO, Intent.STOP)
SHOWN = 12
"""As many items as one answer lists."""


def begin(scene: Scene) -> Turn:
    """Take the counts; without a figure, tell what there is."""
    counts = [act for act in scene.acts if act.item and act.quantity is not None]
    if not counts:
        return _tell(scene)
    if not scene.may_write:
        return scene.say(only_look())
    raised = [_counted(act) for act in counts]
    said = [
        replies.counted(
            [(act.item or "", act.quantity or Decimal(), act.unit) for act in counts]
        ),
        replies.from_now_on(),
    ]
    return _and_ask(scene, counts, raised, said)


def answer(scene: Scene) -> Turn | None:
    """Hear the threshold."""
    item = str(scene.conversation.slots["item"])
    if not scene.may_write or any(scene.wants(intent) for intent in LEAVING):
        return _kept(scene, item, replies.will_not_warn(item), "")
    if scene.digit == 0:
        return _kept(scene, item, replies.will_not_warn(item), "")
    figure = scene.bare_amount
    if figure is None:
        return None
    return _kept(scene, item, replies.will_warn(item, figure), f"{figure:f}")


def question(scene: Scene) -> Reply | None:
    """Once is enough: the next message is heard as anything else."""
    return None


def _counted(act: Act) -> Raise:
    payload = {"item": act.item, "quantity": f"{act.quantity:f}", "unit": act.unit}
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
    return Turn(conversation, (*raised, Remember(goods.threshold_name(item), ""), asked))


def _has_been_asked(scene: Scene, item: str) -> bool:
    stock = scene.shop.stock(item)
    has_one = stock is not None and stock.threshold is not None
    return has_one or scene.shop.choice(goods.threshold_name(item)) is not None


def _kept(scene: Scene, item: str, said: Reply, value: str) -> Turn:
    return scene.close(Remember(goods.threshold_name(item), value), Say(said))


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
