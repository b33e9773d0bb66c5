"""What Karani shows on the screens of USSD: short, every choice by a digit."""

from __future__ import annotations

from bot.reply import N_, Reply


def menu(shop: str, approvals: int) -> Reply:
    """The first screen of who works in a shop."""
    text = N_(
        "%(shop)s\n1 Record a sale\n2 Approvals (%(count)s)\n3 Today\n4 Who owes me\n"
        "5 Something else"
    )
    return Reply(text, {"shop": shop, "count": approvals})


def ask_sale() -> Reply:
    """What was sold."""
    return Reply(N_("What was sold, for how much? For example: bread 50\n0 Back"))


def ask_anything() -> Reply:
    """Whatever they would write in a chat."""
    return Reply(N_("Write what you want to tell me.\n0 Back"))


def no_approvals() -> Reply:
    """Nothing waits for their yes or no."""
    return Reply(N_("Nothing waits for your answer.\n0 Back"))


def which_approval() -> Reply:
    """Above the list of what waits."""
    return Reply(N_("Which one?"))


def yes_or_no(question: str) -> Reply:
    """One approval, whole, with its two answers."""
    return Reply(N_("%(question)s\n1 Yes\n2 No\n0 Back"), {"question": question})


def more() -> Reply:
    """Below a screen that is not the last one."""
    return Reply(N_("9 More"))


def wait() -> Reply:
    """The answer takes longer than a session does."""
    return Reply(N_("I am still writing it down. Please dial again in a moment."))


def done() -> Reply:
    """Nothing is left to say."""
    return Reply(N_("All right."))


def sold(said: str) -> Reply:
    """What a sale is called, in the words that a chat would use."""
    return Reply(N_("sold %(said)s"), {"said": said})


def today() -> Reply:
    """The wish to see today's totals, in the words that a chat would use."""
    return Reply(N_("today's report"))


def debts() -> Reply:
    """The wish to see who owes the shop, in the words that a chat would use."""
    return Reply(N_("who owes me"))


def decided(code: str, *, yes: bool) -> Reply:
    """A decision about an approval, in the words that a chat would use."""
    return Reply(N_("yes %(code)s") if yes else N_("no %(code)s"), {"code": code})
