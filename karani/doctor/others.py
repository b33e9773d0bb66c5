"""Africa's Talking, the mail server and the model: whether they know us."""

from __future__ import annotations

from decimal import Decimal

from engine.channels import africastalking_account
from engine.channels.africastalking_account import Balance
from engine.channels.base import ChannelError
from engine.channels.smtp import SmtpChannel
from engine.settings import SettingsError
from karani.doctor import troubles
from karani.doctor.findings import Finding, Findings, note, warning, well, wrong
from karani.doctor.installation import Installation
from karani.doctor.troubles import Provider

AFRICASTALKING = Provider(
    "Africa's Talking",
    "AFRICASTALKING_API_URL",
    "AFRICASTALKING_USERNAME and AFRICASTALKING_API_KEY",
    "make a new key in the settings of this very application",
)
MAIL = Provider(
    "mail server",
    "SMTP_URL",
    "the login and the password in SMTP_URL, and EMAIL_FROM",
    "docs/connect-email.md; signs such as @ are written as %40",
)
LITTLE = Decimal(50)
"""Of whatever currency: some dozens of SMS in Kenya, fewer elsewhere."""


def africastalking(at: Installation) -> Findings:
    """Whether it knows us, and what money is left."""
    if at.settings.africastalking_username is None:
        return
    try:
        balance = africastalking_account.balance(at.settings)
    except ChannelError as error:
        yield troubles.told(AFRICASTALKING, error)
        return
    yield of_balance(balance)
    if at.settings.africastalking_username == "sandbox":
        says = "is sandbox: nothing reaches a real phone"
        yield warning("AFRICASTALKING_USERNAME", says, "set the name of a live application")


def of_balance(balance: Balance | None) -> Finding:
    """Whether the money lasts for the next message."""
    name, do = AFRICASTALKING.name, "pay in by its dashboard"
    if balance is None:
        return well(name, "knows us")
    left = f"{balance.currency} {balance.amount:.2f}"
    if balance.amount <= 0:
        return wrong(name, f"knows us, but no money is left ({left}): nothing is sent", do)
    if balance.amount < LITTLE:
        return warning(name, f"knows us; {left} are left", do)
    return well(name, f"knows us; {left} are left")


def mail(at: Installation) -> Findings:
    """Whether it lets us in."""
    if at.settings.smtp_url is None:
        return
    try:
        SmtpChannel(at.settings).greet()
    except SettingsError as error:
        yield wrong("SECRET_KEY", "is needed for e-mails and is not set", str(error))
        return
    except ChannelError as error:
        yield of_mail(error)
        return
    yield well(MAIL.name, "lets us in")


def of_mail(error: ChannelError) -> Finding:
    """Why it does not let us in."""
    if error.code == "no_starttls":
        says = "offers no encryption: no password and no word goes there in the clear"
        return wrong(MAIL.name, says, "name one that does in SMTP_URL, or begin it with smtps:")
    return troubles.told(MAIL, error)


def model(at: Installation) -> Findings:
    """Whether the model server knows us and the models that are named."""
    key = at.settings.openai_api_key
    if key is None:
        says = "is not set: the rules read what people write; voice notes are not heard"
        yield note("OPENAI_API_KEY", says, "docs/assistants.md, if you want one")
        return
    from engine.ai import acquaintance  # Half a second that few need.
    from engine.ai.base import AIError
    from engine.ai.openai import OPENAI

    named = {
        "OPENAI_MODEL": at.settings.openai_model,
        "OPENAI_TRANSCRIBE_MODEL": at.settings.openai_transcribe_model,
    }
    address = at.settings.openai_base_url or OPENAI
    for variable, name in named.items():
        try:
            acquaintance.greet(key.get_secret_value(), name, address)
        except AIError as error:
            yield of_model(variable, error.code, is_theirs=address == OPENAI)
            if error.code != "not_found":
                return  # The other would be answered alike.
        else:
            yield well(variable, "is known to the model server, and so are we")


def of_model(variable: str, code: str, *, is_theirs: bool) -> Finding:
    """Why a model cannot be had; `is_theirs`: at OpenAI itself, not at a compatible server."""
    if code == "not_allowed":
        says = "is not taken by the model server"
        return wrong("OPENAI_API_KEY", says, "make a new key, or check OPENAI_BASE_URL")
    if code == "not_found" and is_theirs:
        says = "is no model that OpenAI knows for this key"
        return wrong(variable, says, "name one that your project may use")
    if code == "not_found":
        says = "is not described by the server, which may answer by it all the same"
        return note(variable, says, "compare it with what the server lists at /models")
    if code == "unreachable":
        do = "let this machine reach it (DNS, firewall); check OPENAI_BASE_URL if it is set"
        return wrong("model server", "cannot be reached", do)
    says = f"gives no answer that can be used at the moment (code {code})"
    return warning("model server", says, "look again in a while; the rules read meanwhile")
