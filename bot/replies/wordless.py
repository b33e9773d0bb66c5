"""What Karani says to what is shown or spoken, and not written."""

from __future__ import annotations

from collections.abc import Mapping

from bot.conversation import Shown
from bot.reply import N_, Reply

_CANNOT: Mapping[Shown, str] = {
    Shown.VOICE: N_("I cannot listen to voice notes. Please write it to me."),
    Shown.PICTURE: N_("I cannot read photos. Please write to me what is on it."),
    Shown.FILE: N_("I cannot open files. Please write it to me."),
    Shown.PLACE: N_("I cannot read a map. Please write to me where it is."),
    Shown.CARD: N_("I cannot open contact cards. Please write the name and the number to me."),
    Shown.CHANGE: N_(
        "Changing a message in the chat changes nothing in your book."
        " To correct the last entry write CORRECT and the right amount, or UNDO."
    ),
}


def cannot(shown: Shown) -> Reply | None:
    """A request to write instead; None for what nobody expects an answer to."""
    text = _CANNOT.get(shown)
    return Reply(text) if text else None
