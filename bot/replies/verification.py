"""What Karani says to a number of which it is not sure whose it is: nothing about any book."""

from __future__ import annotations

from bot.reply import N_, Reply

ASK_SHOP = N_(
    "It has been a long time, so I must be sure who writes. If this number is new to you,"
    " answer 0. What is the shop called?"
)
ASK_AGAIN = N_(
    "That does not fit what I know. If this number is new to you, answer 0. Once more: what is"
    " the shop called?"
)
ASK_OWNER = N_(
    "One more thing, and then I go on. If this number is new to you, answer 0. What is the"
    " owner of the shop called?"
)
ASK_PIN = N_(
    "It has been a long time, so I must be sure who writes. If this number is new to you,"
    " answer 0. What is your PIN?"
)
WRONG_PIN = N_(
    "That is not it. If this number is new to you, answer 0. Once more: what is your PIN?"
)
LOCKED_PIN = N_(
    "Too many wrong PINs: none counts for a while. What you wrote is kept. Is this number new"
    " to you? Then answer 0."
)
WELCOME = N_("Thank you, welcome back! What you wrote meanwhile comes now.")
COME_BACK = N_(
    "That did not fit %(tries)s times. Try again after 24 hours, or ask the owner to add your"
    " number again; what you wrote is kept. Is this number new to you? Then answer 0."
)


def ask_shop(*, again: bool) -> Reply:
    """The first question; it names no shop."""
    return Reply(ASK_AGAIN if again else ASK_SHOP)


def ask_owner() -> Reply:
    """The second one, whatever the first answer was worth."""
    return Reply(ASK_OWNER)


def ask_pin() -> Reply:
    """One question is enough to whoever has a PIN."""
    return Reply(ASK_PIN)


def wrong_pin() -> Reply:
    """It counts as a try."""
    return Reply(WRONG_PIN)


def locked_pin() -> Reply:
    """What can be done meanwhile."""
    return Reply(LOCKED_PIN)


def welcome_back() -> Reply:
    """It is who we know."""
    return Reply(WELCOME)


def come_back(*, tries: int) -> Reply:
    """Too many wrong answers: what can be done."""
    return Reply(COME_BACK, {"tries": tries})
