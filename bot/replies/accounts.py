"""What Karani says to whoever signs in elsewhere."""

from __future__ import annotations

from bot.reply import N_, Reply

__all__ = ["Reply", "about_code", "one_time_code"]


def one_time_code(code: str, purpose: str) -> Reply:
    """To prove that this phone is theirs: to register with a password, or to sign in."""
    if purpose == "register":
        sentence = N_(
            "%(code)s is your code to set a password for Karani. It is good for 10 minutes;"
            " tell it nobody. Was it not you? Then do nothing."
        )
    else:
        sentence = N_(
            "%(code)s is your code to sign in to Karani. It is good for 10 minutes; tell it"
            " nobody. Was it not you? Then do nothing."
        )
    return Reply(sentence, {"code": code})


def about_code() -> Reply:
    """The subject of the e-mail with it."""
    return Reply(N_("Your code for Karani"))
