"""Put what a customer says of a debt to the owner: a fact, and a rule that asks her."""

from __future__ import annotations

from bot.effects import AnswerDebt
from engine import consequences, starters
from engine.automation import publishing
from engine.consequences import Fact
from engine.context.desk import Desk
from engine.privacy.consents import Heard
from engine.runtime import Runtime
from store import customers, workflows
from store.database import Transaction
from store.events import Event

STARTER = "debt_answers"


def carry_out(
    rt: Runtime, tx: Transaction, heard: Heard, wish: AnswerDebt, *, careful: bool = False
) -> None:
    """Record `DEBT_DISPUTED` in the customer's shop; only for their own debt, once a day.

    The transaction's scope moves into that shop.
    """
    shop = wish.organization_id
    tx.scope(organization_id=shop, person_id=heard.person_id)
    contact = customers.contact(tx, shop, wish.customer_id)
    if contact is None or contact.person_id != heard.person_id:
        return  # The number has passed to somebody else meanwhile.
    if not customers.note_dispute(tx, shop, contact.id, heard.now):
        return
    desk = Desk(rt, tx, shop, careful)
    see_to_it(desk)
    event = Event(
        organization_id=shop,
        type="DEBT_DISPUTED",
        source="chat",
        person_id=heard.person_id,
        message_id=heard.message_id,
        payload={
            "customer": str(contact.id),
            "name": contact.name,
            "amount": format(wish.amount, "f"),
            "answer": wish.answer,
        },
        occurred_at=heard.now,
    )
    consequences.follow(desk, [Fact(event)])


def see_to_it(desk: Desk) -> None:
    """Let the shop have the rule that asks the owner, unless it has it or has ended it."""
    document = starters.document(STARTER, {})
    if workflows.named(desk.tx, desk.organization_id, str(document["name"])) is not None:
        return
    owners = [one.person_id for one in desk.team if one.role == "OWNER"]
    if owners:
        publishing.create(desk, document, by=owners[0], starter=(STARTER, {}))
