"""What Karani says in a phone call; what is always the same may be a recorded clip."""

from __future__ import annotations

from bot.reply import N_, Reply


def greeting(shop: str) -> Reply:
    """Who calls, before anything else."""
    return Reply(N_("This is Karani, the clerk of %(shop)s."), {"shop": shop})


def keys() -> Reply:
    """How to answer."""
    return Reply(N_("Press 1 for yes, 2 for no."))


def not_heard() -> Reply:
    """Nothing was pressed."""
    return Reply(N_("I heard no answer, so I ask once more."))


def wrong_key() -> Reply:
    """Neither yes nor no."""
    return Reply(N_("That was neither 1 nor 2, so I ask once more."))


def ask_pin() -> Reply:
    """It is about more than a call alone may decide."""
    return Reply(N_("This is a large amount. Key in your PIN, then press the hash key."))


def wrong_pin() -> Reply:
    """It is asked for once more."""
    return Reply(N_("That is not your PIN. Key it in once more, then press the hash key."))


def needs_whatsapp() -> Reply:
    """The same, for one who has no PIN."""
    return Reply(
        N_("This is too large to decide in a call without a PIN. Please answer by WhatsApp.")
    )


def locked() -> Reply:
    """Too many wrong PINs."""
    return Reply(
        N_("Too many wrong PINs: for a while none counts. You can answer by WhatsApp.")
    )


def changed(question: str, code: str) -> Reply:
    """What was asked about is another thing by now."""
    return Reply(
        N_(
            "This changed since I asked, so nothing is decided: %(question)s"
            " Answer YES %(code)s or NO %(code)s by message."
        ),
        {"question": question, "code": code},
    )


def undecided() -> Reply:
    """Nobody answered in this call."""
    return Reply(N_("Nothing is decided. You can still answer by message."))


def once_more() -> Reply:
    """Between a text and its repetition."""
    return Reply(N_("Once more:"))


def goodbye() -> Reply:
    """The end of every call."""
    return Reply(N_("Goodbye."))


def shillings(amount: str) -> Reply:
    """An amount as it is spoken."""
    return Reply(N_("%(amount)s shillings"), {"amount": amount})
