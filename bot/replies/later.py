"""What Karani says about work that it does not do."""

from __future__ import annotations

from bot.nlu.understanding import Intent
from bot.reply import N_, Reply

_DEBTS = (
    Intent.RECORD_DEBT,
    Intent.DEBT_PAID,
    Intent.RECORD_PAYABLE,
    Intent.PAYABLE_PAID,
    Intent.DISPUTE,
    Intent.WHO_OWES,
)
_APPOINTMENTS = (
    Intent.SCHEDULE_APPOINTMENT,
    Intent.CANCEL_APPOINTMENT,
    Intent.RESCHEDULE_APPOINTMENT,
    Intent.APPOINTMENTS,
    Intent.REMIND,
)
_TEAM = (Intent.TEAM, Intent.JOIN, Intent.SWITCH_SHOP)

SENTENCES: dict[Intent, str] = {
    **dict.fromkeys(
        (Intent.RECORD_PURCHASE, Intent.STOCK_COUNT),
        N_("I cannot keep stock yet. Write what you paid as spent: spent 900 on charcoal."),
    ),
    Intent.RECORD_DRAWING: N_(
        "I cannot note money taken out yet: I write down sales and expenses."
    ),
    **dict.fromkeys(
        _DEBTS,
        N_("I cannot keep debts yet, so I wrote nothing: I write down sales and expenses."),
    ),
    **dict.fromkeys(
        _APPOINTMENTS,
        N_("I cannot keep appointments or reminders yet: I write down sales and expenses."),
    ),
    Intent.MOBILE_MONEY: N_(
        "I cannot read payment messages yet, so I wrote nothing. Try: sold bread for 50."
    ),
    **dict.fromkeys(
        _TEAM, N_("I cannot bring people or shops together yet: I keep one book for you alone.")
    ),
    **dict.fromkeys(
        (Intent.RULE, Intent.RULES),
        N_("I cannot follow rules of yours yet: I write down sales and expenses."),
    ),
    **dict.fromkeys(
        (Intent.EXPORT, Intent.ERASE),
        N_("I cannot send or erase your data by chat yet: please ask whoever runs Karani."),
    ),
    **dict.fromkeys(
        (Intent.STOP, Intent.START),
        N_("I only write when you write to me, so there is nothing to stop or start."),
    ),
    Intent.FEEDBACK: N_(
        "Sorry! UNDO takes back the last entry, and CORRECT with a number puts it right."
    ),
    Intent.REJECT: N_("Nothing waits for your answer. UNDO takes back the last entry."),
}
"""Every sentence names what is missing, and what can be done instead."""


def not_yet(intent: Intent) -> Reply:
    """An honest answer; `intent` is a key of `SENTENCES`."""
    return Reply(SENTENCES[intent])
