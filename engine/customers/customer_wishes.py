"""Carry out what concerns customers: whom they hear from, what they say of debts, reminders."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from bot.effects import AnswerDebt, OptIn, OptOut, RemindDebt
from bot.reply import Reply
from engine.context.desk import Desk
from engine.customers import debt_answers, debt_reminders
from engine.privacy import consents
from engine.privacy.consents import Heard
from engine.runtime import Runtime
from store.database import Transaction

Wish = OptOut | OptIn | AnswerDebt | RemindDebt


def carry_out(
    rt: Runtime,
    tx: Transaction,
    shop: UUID | None,
    heard: Heard,
    wish: Wish,
    *,
    careful: bool = False,
) -> Sequence[Reply]:
    """Carry a wish out, in whatever shops it concerns; what is to be said of it.

    `shop` is the speaker's own, to which the transaction's scope comes back.
    """
    match wish:
        case OptOut() | OptIn():
            consents.carry_out(rt, tx, heard, wish, careful=careful)
        case AnswerDebt():
            debt_answers.carry_out(rt, tx, heard, wish, careful=careful)
        case RemindDebt():
            assert shop is not None  # noqa: S101 -- Only an owner has that wish.
            return [debt_reminders.carry_out(Desk(rt, tx, shop, careful), wish)]
    tx.scope(organization_id=shop, person_id=heard.person_id)
    return ()
