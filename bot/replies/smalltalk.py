"""What Karani says about itself."""

from __future__ import annotations

from bot.nlu.understanding import Awaiting
from bot.reply import N_, Languages, Reply


def greeting(name: str) -> Reply:
    """Back to someone known."""
    return Reply(N_("Hello %(name)s! Tell me what you sold or spent."), {"name": name})


def example() -> Reply:
    """How to begin."""
    return Reply(N_("Write for example: sold sugar 2 kg for 300."))


def not_understood() -> Reply:
    """The fallback."""
    return Reply(
        N_("I did not understand, so I wrote nothing down. Try: sold sugar 2 kg for 300.")
    )


def not_written() -> Reply:
    """Something in the message could not be carried out; it is set aside whole."""
    return Reply(
        N_("I could not write this down, so nothing of it is in the book. Please say it anew.")
    )


def only_done() -> Reply:
    """A plan, a wish, a denial or a price: nothing that belongs in the book."""
    return Reply(
        N_(
            "I booked nothing: I write down what was sold or spent,"
            " for example: sold sugar 2 kg for 300."
        )
    )


def help_at_rest() -> Reply:
    """What can be done."""
    return Reply(
        N_(
            "I write down what you sell and spend. Try: sold sugar 2 kg for 300."
            " Or: Asha took bread 65 on credit; stock sugar 40. REPORT gives the day's"
            " totals, UNDO takes back the last entry, LANGUAGE changes the language."
        )
    )


HINTS = {
    Awaiting.LANGUAGE: N_("Answer with the digit or the name of the language."),
    Awaiting.CONSENT: N_("Answer with 1 for yes or 2 for no."),
    Awaiting.CHOICE: N_("Answer with the digit."),
    Awaiting.NAME: N_("Write the name I shall call you by."),
    Awaiting.SHOP: N_("Write the name your customers know."),
    Awaiting.TIME: N_("Answer with the number, or write the day and the hour."),
    Awaiting.AMOUNT: N_("Write only the amount, for example 300, or UNDO to leave it."),
}


def hint(awaiting: Awaiting | None) -> Reply | None:
    """How to answer the open question."""
    text = HINTS.get(awaiting) if awaiting else None
    return Reply(text) if text else None


def ask_language(codes: tuple[str, ...]) -> Reply:
    """A member wants another language, but which."""
    return Reply(
        N_("Which language do you want: %(languages)s?"),
        {"languages": Languages(codes, numbered=True)},
    )


def language_changed(code: str) -> Reply:
    """Said in the new language."""
    return Reply(N_("From now on I write %(language)s."), {"language": Languages((code,))})


def only_look() -> Reply:
    """A viewer tries to write."""
    return Reply(N_("You may read this shop's book but not write in it. Please ask the owner."))
