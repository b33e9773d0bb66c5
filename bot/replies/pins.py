"""What Karani says about PINs."""

from __future__ import annotations

from collections.abc import Mapping

from bot.reply import N_, Reply


def ask(purpose: str | None = None) -> Reply:
    """Before something grave, with what it leads to: later the PIN is said without it."""
    return Reply(PURPOSES.get(purpose or "", N_("What is your PIN?")))


PURPOSES: Mapping[str, str] = {
    "erase": N_("What is your PIN, so that I forget you?"),
    "person": N_("What is your PIN, so that I give you your data?"),
    "shop": N_("What is your PIN, so that I give you the shop's book?"),
    "remove": N_("What is your PIN, so that they work here no longer?"),
    "role": N_("What is your PIN, so that their role changes?"),
}
"""By what was wished for."""


def wrong() -> Reply:
    """Another try."""
    return Reply(N_("That is not your PIN. What is it?"))


def locked() -> Reply:
    """Too many tries."""
    return Reply(N_("Too many wrong PINs: for a while none counts, and nothing was done."))


def left() -> Reply:
    """The speaker does not want to say it."""
    return Reply(N_("All right, nothing was done."))


def hint() -> Reply:
    """How to answer while a PIN is chosen."""
    return Reply(N_("Send the digits of the PIN alone, or STOP to leave it."))


def ask_new() -> Reply:
    """A PIN is to be chosen."""
    return Reply(N_("Which 4 to 6 digits shall be your new PIN?"))


def too_easy() -> Reply:
    """Anybody would guess it."""
    return Reply(N_("That is easy to guess. Which other 4 to 6 digits shall be your new PIN?"))


def ask_again() -> Reply:
    """A slip of the finger would lock people out."""
    return Reply(N_("What is your new PIN, once more?"))


def differ() -> Reply:
    """The second was another one."""
    return Reply(N_("That was another one. Which 4 to 6 digits shall be your new PIN?"))


def kept() -> Reply:
    """It counts from now on."""
    return Reply(
        N_("Your PIN is set. I ask for it before something grave; never tell it to anybody.")
    )


def not_here() -> Reply:
    """Nobody proves who writes by this way."""
    return Reply(N_("By this way I cannot tell that it is you. Write SET PIN by WhatsApp."))


def one_time_code(code: str) -> Reply:
    """To set a new PIN with."""
    return Reply(
        N_(
            "%(code)s is your code to set a new PIN. It is good for 10 minutes; tell it nobody."
        ),
        {"code": code},
    )
