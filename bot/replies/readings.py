"""What Karani says about what a model has read, heard or seen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.drafts import DEBTS, KINDS, Draft
from bot.nlu.understanding import Act, Intent
from bot.replies import entries
from bot.reply import N_, Param, Reply, Several
from bot.shop import EntryKind

AS = {
    EntryKind.SALE: N_("sold: %(entry)s"),
    EntryKind.EXPENSE: N_("spent: %(entry)s"),
    EntryKind.PURCHASE: N_("goods bought: %(entry)s"),
    EntryKind.DRAWING: N_("taken out: %(entry)s"),
    EntryKind.DEBT: N_("on credit: %(entry)s"),
    EntryKind.DEBT_PAID: N_("debt paid: %(entry)s"),
    EntryKind.PAYABLE: N_("you owe: %(entry)s"),
    EntryKind.PAYABLE_PAID: N_("you paid back: %(entry)s"),
}


def confirm(acts: Sequence[Act], at: datetime, currency: str) -> Reply:
    """What was read, before it counts."""
    return Reply(
        N_("Did I understand you: %(acts)s (1 Yes, 2 No)?"), {"acts": _all(acts, at, currency)}
    )


def read(acts: Sequence[Act], at: datetime, currency: str) -> Reply:
    """What was read, before something is asked about it."""
    return Reply(N_("I read: %(acts)s."), {"acts": _all(acts, at, currency)})


def dropped() -> Reply:
    """It was read wrongly."""
    return Reply(
        N_("All right, I wrote nothing down. Write for example: sold sugar 2 kg for 300.")
    )


def not_now() -> Reply:
    """Whoever hears and sees for us is away."""
    return Reply(
        N_("I could not make that out just now, so I wrote nothing down. Please type it.")
    )


def not_clear(heard: str | None) -> Reply:
    """Something was heard or seen, but nothing that could be written down."""
    if heard is None:
        return Reply(
            N_("I could not read that picture, so I wrote nothing down. Please type it.")
        )
    return Reply(
        N_('I heard "%(heard)s" and did not understand it. Please type it.'),
        {"heard": heard[:200]},
    )


def _all(acts: Sequence[Act], at: datetime, currency: str) -> Several:
    return Several(tuple(_act(act, at, currency) for act in acts))


def _act(act: Act, at: datetime, currency: str) -> Reply:
    kind = KINDS.get(act.intent) or DEBTS.get(act.intent)
    if act.intent is Intent.STOCK_COUNT and act.item:
        counted = entries.counted(act.item, act.quantity, act.unit)
        return Reply(N_("stock: %(goods)s"), {"goods": counted})
    if act.intent is Intent.SCHEDULE_APPOINTMENT:
        return _visit(act)
    entry = entries.entry(Draft.of(act, at), act.currency or currency)
    if act.date is not None:
        entry = entries.on_day(entry, act.date)
    return Reply(AS[kind], {"entry": entry}) if kind else entry


def _visit(act: Act) -> Reply:
    params: dict[str, Param] = {"name": act.party or act.item or "?"}
    if act.when is not None:
        moment: dict[str, Param] = {"day": act.when.date(), "hour": act.when.timetz()}
        return Reply(N_("appointment: %(name)s, %(day)s, %(hour)s"), {**params, **moment})
    if act.date is not None:
        return Reply(N_("appointment: %(name)s, %(day)s"), {**params, "day": act.date})
    return Reply(N_("appointment: %(name)s"), params)
