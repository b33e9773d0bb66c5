"""`karani rebuild`: prove that every shop's book follows from its events, or put it right."""

from __future__ import annotations

from engine import rebuild
from engine.rebuild import Examined
from engine.runtime import Runtime
from karani import bars
from karani.errors import NotAsItShouldBeError

SHOWN = 20


def run(rt: Runtime, *, repair: bool) -> None:
    """Rebuild every book. Raises `NotAsItShouldBeError` on a difference that stays."""
    shops = rebuild.shops(rt)
    work = rebuild.repair if repair else rebuild.examine
    events = sum(shop.events for shop in shops)
    with bars.bar() as bar:
        task = bar.add_task("Rebuilding", total=events)
        found = [work(rt, shop, lambda: bar.advance(task)) for shop in shops]
    for one in found:
        _show(one)
    differences = sum(len(one.differences) for one in found)
    if not differences:
        print(f"Shops: {len(shops)}, events: {events:,}. Every book follows from its events.")
    elif repair:
        print(f"Put right: {differences:,}. Every book follows from its events now.")
    else:
        raise NotAsItShouldBeError(
            f"the book is not what the events say; differences found: {differences:,};"
            " `karani rebuild --repair` puts it right"
        )


def _show(one: Examined) -> None:
    if not one.differences:
        return
    print(f"organization {one.shop.id}: differences: {len(one.differences):,}")
    for difference in one.differences[:SHOWN]:
        print(f"  {difference.what}")
    if len(one.differences) > SHOWN:
        print(f"  and {len(one.differences) - SHOWN:,} more")
