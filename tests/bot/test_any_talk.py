"""Whatever is understood, in whatever order, the conversation holds."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as some

from bot.conversation import Conversation
from bot.nlu.understanding import Act, Intent, Outcome
from bot.topics import TOPICS
from tests.bot.chat import Chat, stranger

AMOUNTS = some.none() | some.sampled_from([Decimal(50), Decimal("65.50"), Decimal(0)])
ACTS = some.builds(
    Act,
    intent=some.sampled_from(Intent),
    amount=AMOUNTS,
    currency=some.sampled_from([None, "KES", "USD"]),
    item=some.sampled_from([None, "sukari", "mkate %s"]),
    quantity=AMOUNTS,
    unit_price=AMOUNTS,
    party=some.sampled_from([None, "Asha", "Asha Otieno", "Kamau", "👍"]),
    kind=some.sampled_from([None, "en", "sw", "1", "week", "stock", "received", "sent"]),
    provider=some.sampled_from([None, "mpesa_ke"]),
    code=some.sampled_from([None, "UJ1", "UJ2"]),
)
MESSAGES = some.tuples(
    some.sampled_from(
        ["", "0", "1", "2", "3", "4", "5", "9", "Kenya", "nimeuza mkate", "👍", "50%"]
    ),
    some.lists(ACTS, max_size=3),
    some.sampled_from(Outcome),
    some.sampled_from(
        [None, "direction", "done", "amount", "unit_or_total", "debtor", "amount_unclear"]
    ),
)


def talk(chat: Chat, said: list[tuple[str, list[Act], Outcome, str | None]]) -> None:
    chat.talkative = True  # Three topics in one message may need three SMS parts.
    for text, acts, outcome, question in said:
        booked = len(chat.shop.raised)

        chat.hear(text, *acts, outcome=outcome, question=question)

        assert Conversation.from_json(chat.conversation.to_json()) == chat.conversation
        assert chat.conversation.floor is None or chat.conversation.floor in TOPICS
        assert (chat.conversation.floor is None) == (chat.conversation.awaiting is None)
        assert all("amount" not in e.payload or e.payload["amount"] != "0" for e in chat.raised)
        in_book = [e for e in chat.raised if not e.type.startswith("CUSTOMER_")]
        assert len(chat.shop.raised) == booked + len(in_book)


@settings(max_examples=150, deadline=None)
@given(some.lists(MESSAGES, max_size=8))
def test_a_member_may_say_anything_in_any_order(
    said: list[tuple[str, list[Act], Outcome, str | None]],
) -> None:
    talk(Chat(), said)


@settings(max_examples=150, deadline=None)
@given(some.lists(MESSAGES, max_size=8), some.sampled_from(["KE", "RW", None]))
def test_a_newcomer_may_say_anything_in_any_order(
    said: list[tuple[str, list[Act], Outcome, str | None]], country: str | None
) -> None:
    talk(stranger(country), said)
