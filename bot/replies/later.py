"""What Karani says about work that it does not do."""

from __future__ import annotations

from bot.nlu.understanding import Intent
from bot.reply import N_, Reply

SENTENCES: dict[Intent, str] = {
    Intent.FEEDBACK: N_(
        "Sorry! UNDO takes back the last entry, and CORRECT with a number puts it right."
    ),
    Intent.REJECT: N_("Nothing waits for your answer. UNDO takes back the last entry."),
}
"""Every sentence names what is missing, and what can be done instead."""


def not_yet(intent: Intent) -> Reply:
    """An honest answer; `intent` is a key of `SENTENCES`."""
    return Reply(SENTENCES[intent])
