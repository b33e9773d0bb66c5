"""Twilio: whether it knows us, whether our numbers are ours, and where their messages go."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from engine.channels import twilio_account
from engine.channels.base import ChannelError
from engine.channels.twilio_account import SANDBOX, Owned, Standing
from engine.channels.twilio_api import Account
from engine.channels.twilio_proof import RETRIES
from engine.settings import Settings
from karani.doctor import addresses, troubles
from karani.doctor.findings import Finding, Findings, note, warning, well, wrong
from karani.doctor.installation import Installation
from karani.doctor.troubles import Provider

TWILIO = Provider(
    "Twilio",
    "TWILIO_API_URL",
    "TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN",
    "they are on the first page of Twilio's console",
)
DOOR = "/webhooks/twilio/messages"
_TEST_CREDENTIALS = "20008"
_UNKNOWN = frozenset({"20404", "http_404"})


def look(at: Installation) -> Findings:
    """Ask about the account, then about each number."""
    settings = at.settings
    sid, token = settings.twilio_account_sid, settings.twilio_auth_token
    if sid is None or token is None:
        return
    account = Account(sid, token.get_secret_value(), settings.twilio_api_url)
    try:
        yield of_account(twilio_account.standing(account))
    except ChannelError as error:
        yield refused(error)
        return
    yield from _numbers(account, settings)


def refused(error: ChannelError) -> Finding:
    """Why the account is not told of."""
    if error.code == _TEST_CREDENTIALS:
        do = f"set the live ones: {TWILIO.where}"
        return wrong(TWILIO.name, "knows these as test credentials, which send nothing", do)
    if error.code in _UNKNOWN:
        return wrong("TWILIO_ACCOUNT_SID", "names no account that Twilio knows", TWILIO.where)
    return troubles.told(TWILIO, error)


def of_account(standing: Standing) -> Finding:
    """Whether the account may send."""
    if standing.status != "active":
        do = "see in Twilio's console what it is about, mostly money"
        return wrong(TWILIO.name, "has suspended or closed the account", do)
    if standing.is_trial:
        says = "knows us; a trial account writes to verified phones alone"
        return warning(TWILIO.name, says, "upgrade it before shops use it")
    return well(TWILIO.name, "knows us, and the account is active")


def of_number(variable: str, owned: Owned | None, ours: str) -> Iterator[Finding]:
    """Whether a number is ours and works; `ours` is where its messages should go."""
    if owned is None:
        says = "is no number of this account"
        yield wrong(variable, says, "check it; write it with + and the country's code")
        return
    if not owned.works:
        says = "is this account's, but cannot do this, or is not online"
        yield wrong(variable, says, "see in Twilio's console what it may do")
        return
    if owned.webhook and not addresses.same(owned.webhook, ours):
        says = "is this account's, but its messages go elsewhere"
        do = f"let it call PUBLIC_URL{DOOR}{RETRIES} by POST (docs/connect-twilio.md)"
        yield warning(variable, says, do)
        return
    yield well(variable, "is this account's")


def _numbers(account: Account, settings: Settings) -> Iterator[Finding]:
    ours = settings.base_url + DOOR
    if phone := settings.twilio_sms_from:
        asks = partial(twilio_account.number, account, phone, "sms")
        yield from _asked("TWILIO_SMS_FROM", asks, ours)
    if phone := settings.twilio_voice_from:
        asks = partial(twilio_account.number, account, phone, "voice")
        yield from _asked("TWILIO_VOICE_FROM", asks, ours)
    if phone := settings.twilio_whatsapp_from:
        if phone == SANDBOX:
            says = "is Twilio's sandbox: each phone must join it anew after three days"
            yield warning("TWILIO_WHATSAPP_FROM", says, "register a sender of your own")
            return
        asks = partial(twilio_account.whatsapp, account, phone)
        yield from _asked("TWILIO_WHATSAPP_FROM", asks, ours)


def _asked(variable: str, question: Callable[[], Owned | None], ours: str) -> Iterator[Finding]:
    try:
        owned = question()
    except ChannelError as error:
        says = f"may be this account's or not: Twilio does not say (code {error.code})"
        yield note(variable, says, "see in its console")
        return
    yield from of_number(variable, owned, ours)
