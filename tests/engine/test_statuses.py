"""Whatever order providers report in, and however often: a message ends the same."""

from __future__ import annotations

from decimal import Decimal
from itertools import permutations

import pytest

from engine import upkeep
from engine.channels.base import ChannelError, Letter, StatusReport
from engine.inbound import intake
from tests.engine.world import AMINA, World

WORDS = ("sent", "delivered", "read", "failed")
RANK = {"sent": 0, "failed": 1, "delivered": 2, "read": 3}


def reports(*words: str, reference: str = "ref-1") -> list[StatusReport]:
    return [StatusReport("post", reference, word) for word in words]  # type: ignore[arg-type]


def test_every_order_with_repeats_ends_at_the_highest(world: World) -> None:
    orders = [order for length in (1, 2, 3, 4) for order in permutations(WORDS, length)]
    orders += [(*order, *reversed(order), order[0]) for order in orders]
    for _ in orders:
        world.says(AMINA, "Hi")
    references = [str(row[0]) for row in world.rows(
        "select provider_reference from outbound_messages order by id"
    )]  # fmt: skip

    for reference, order in zip(references, orders, strict=True):
        ranks = [-1]
        for report in reports(*order, reference=reference):
            intake.take(world.rt, [report])
            (row,) = world.rows(
                "select status::text from outbound_messages"
                f" where provider_reference = '{reference}'"
            )
            ranks.append(RANK[str(row[0])])
        assert ranks == sorted(ranks)  # Never lower.
        assert ranks[-1] == max(RANK[word] for word in order)


@pytest.mark.parametrize("order", list(permutations(("sent", "delivered", "read"))))
def test_reports_before_our_own_commit_are_not_lost_in_any_order(
    world: World, order: tuple[str, ...]
) -> None:
    def reports_at_once(letter: Letter) -> None:
        for report in reports(*order, *order):
            intake.take(world.rt, [report])

    world.post.answer = reports_at_once
    world.says(AMINA, "Hi")
    upkeep.settle_early_reports(world.rt)

    assert world.rows("select status::text from outbound_messages") == [("read",)]
    assert world.rows("select id from early_reports") == []


@pytest.mark.parametrize("is_early", [True, False])
def test_news_that_names_our_message_settles_what_was_in_doubt(
    world: World, is_early: bool
) -> None:
    named: list[StatusReport] = []

    def loses_the_answer(letter: Letter) -> None:
        named.append(StatusReport("post", "ref-lost", "delivered", message_id=letter.id))
        if is_early:
            intake.take(world.rt, named)
        raise ChannelError("timeout", "no answer", ambiguous=True)

    world.post.answer = loses_the_answer
    world.says(AMINA, "Hi")
    if not is_early:
        intake.take(world.rt, named)
    upkeep.settle_early_reports(world.rt)

    assert world.rows("select status::text, provider_reference from outbound_messages") == [
        ("delivered", "ref-lost")
    ]
    assert len(named) == 1


def test_a_price_is_kept_even_where_the_status_is_no_news(world: World) -> None:
    world.says(AMINA, "Hi")
    intake.take(world.rt, reports("read"))

    told = StatusReport(
        "post", "ref-1", "sent", price=Decimal("0.004"), currency="USD", category="utility"
    )
    intake.take(world.rt, [told])

    assert world.rows(
        "select status::text, price::text, price_currency, price_category"
        " from outbound_messages"
    ) == [("read", "0.004000", "USD", "utility")]
