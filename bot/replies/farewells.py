"""What is said to whoever wants no more e-mails."""

from __future__ import annotations

from bot.reply import N_, Reply


def below(shop: str) -> Reply:
    """Below an e-mail, before the address that ends them."""
    sentence = N_(
        "Answers to this e-mail reach nobody. To get no more e-mails from %(shop)s, open:"
    )
    return Reply(sentence, {"shop": shop})


def question(shop: str) -> Reply:
    """On the page of that address."""
    return Reply(N_("Do you want to get no more e-mails from %(shop)s?"), {"shop": shop})


def aside() -> Reply:
    """What the button does not touch."""
    return Reply(N_("WhatsApp and SMS stay as they are."))


def button() -> Reply:
    """What is pressed."""
    return Reply(N_("No more e-mails"))


def done(shop: str) -> Reply:
    """When it was pressed, or before."""
    return Reply(N_("You get no more e-mails from %(shop)s."), {"shop": shop})
