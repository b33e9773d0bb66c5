"""What Karani says to a newcomer."""

from __future__ import annotations

from bot.reply import N_, Languages, Reply

NOTICE = "2026-11"
"""The version of the privacy notice in `ask_consent`: a new one whenever its sense changes."""


def welcome() -> Reply:
    """Who speaks."""
    return Reply(N_("Welcome! I am Karani, the clerk of your shop."))


def kept() -> Reply:
    """The newcomer began with a sale or an expense."""
    return Reply(N_("I will write down what you sent as soon as we finish."))


def not_yet() -> Reply:
    """A newcomer asks for what only a shop can have."""
    return Reply(N_("I can do that once your shop's book is open: write it again then."))


def other_languages(codes: tuple[str, ...]) -> Reply:
    """How to change the language that was guessed."""
    return Reply(
        N_("For another language write %(languages)s."), {"languages": Languages(codes)}
    )


def ask_language(codes: tuple[str, ...]) -> Reply:
    """Said before a language is known: the same text in every catalogue."""
    return Reply(
        N_("Habari, hello! I am Karani. Which language, lugha gani: %(languages)s?"),
        {"languages": Languages(codes, numbered=True)},
    )


def ask_consent() -> Reply:
    """The privacy notice in one line, with its question."""
    return Reply(
        N_(
            "I keep your number, your name and your records only for your shop's book."
            " Do you agree to this privacy notice (1 Yes, 2 No)?"
        )
    )


def ask_country() -> Reply:
    """Only where the phone number does not tell."""
    return Reply(N_("In which country do you trade: 1 Kenya, 2 Tanzania, 3 Uganda?"))


def ask_name() -> Reply:
    """The person's name."""
    return Reply(N_("What is your name?"))


def ask_shop(name: str) -> Reply:
    """The shop's name."""
    return Reply(N_("Thank you, %(name)s. What is your shop's name?"), {"name": name})


def refused() -> Reply:
    """No consent: nothing is kept."""
    return Reply(N_("All right, I keep nothing. If you change your mind, just write to me."))


def paused() -> Reply:
    """The person wants to stop half way."""
    return Reply(N_("All right, I stop here. Write to me whenever you want to go on."))


def opened(name: str, shop: str) -> Reply:
    """Registration is over."""
    return Reply(
        N_("Done, %(name)s! The book of %(shop)s is open."), {"name": name, "shop": shop}
    )


def already_open(shop: str) -> Reply:
    """A member asks to register."""
    return Reply(N_("The book of %(shop)s is already open."), {"shop": shop})
