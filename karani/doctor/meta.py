"""WhatsApp at Meta: whether it knows us, how our number stands, and where its news goes."""

from __future__ import annotations

from collections.abc import Iterator

from engine.channels import meta_account
from engine.channels.base import ChannelError
from engine.channels.meta_account import Standing
from engine.channels.meta_api import Number
from karani.doctor import addresses, troubles
from karani.doctor.findings import Finding, Findings, warning, well, wrong
from karani.doctor.installation import Installation
from karani.doctor.troubles import Provider

META = Provider(
    "Meta",
    "WHATSAPP_API_URL",
    "WHATSAPP_TOKEN",
    "docs/connect-whatsapp.md tells how to make one without an end",
)
DOOR = "/webhooks/whatsapp"
_EXPIRED, _NO_SUCH = "190", "100"
_RIGHTS = frozenset({"10", *map(str, range(200, 300))})
_NOT_SENDING = frozenset({"BANNED", "DELETED", "DISCONNECTED", "UNVERIFIED", "OFFLINE"})


def look(at: Installation) -> Findings:
    """Ask about our number."""
    settings = at.settings
    token, number_id = settings.whatsapp_token, settings.whatsapp_phone_number_id
    if token is None or number_id is None:
        return
    number = Number(number_id, token.get_secret_value(), settings.whatsapp_api_url)
    try:
        standing = meta_account.standing(number)
    except ChannelError as error:
        yield refused(error)
        return
    yield from of_number(standing)
    yield from of_webhook(standing, settings.base_url + DOOR)


def refused(error: ChannelError) -> Finding:
    """Why the number is not told of."""
    if error.code == _EXPIRED:
        says = "is not taken: it has ended, was taken back, or is another app's"
        return wrong("WHATSAPP_TOKEN", says, META.where)
    if error.code == _NO_SUCH:
        says = "is not known to Meta, or the token may not use it"
        do = "copy the id from WhatsApp > API Setup; give the system user the account"
        return wrong("WHATSAPP_PHONE_NUMBER_ID", says, do)
    if error.code in _RIGHTS:
        says = "has no right to read the number"
        do = "make one with whatsapp_business_messaging and whatsapp_business_management"
        return wrong("WHATSAPP_TOKEN", says, do)
    return troubles.told(META, error)


def of_number(standing: Standing) -> Iterator[Finding]:
    """How the number stands."""
    which = f"the number that ends with {ending(standing.phone)}"
    manager = "see WhatsApp Manager > Account tools > Phone numbers"
    if standing.may_send == "BLOCKED" or standing.status in _NOT_SENDING:
        yield wrong("Meta", f"knows us, but {which} may not send", manager)
    elif standing.may_send == "LIMITED":
        yield warning("Meta", f"knows us, but {which} may send with limits alone", manager)
    else:
        yield well("Meta", f"knows us and {which}")
    if standing.quality == "RED":
        says = f"rates {which} red: it soon may send less"
        yield warning("Meta", says, "write to fewer people who did not ask for it")
    if standing.mode == "SANDBOX":
        yield warning(
            "Meta", f"holds {which} for one of trials", "register a number of your own"
        )
    if standing.name_status in {"DECLINED", "EXPIRED"}:
        yield warning("Meta", f"has approved no name for {which}", manager)


def of_webhook(standing: Standing, ours: str) -> Iterator[Finding]:
    """Whether what people write comes to us."""
    do = f"set the callback URL to PUBLIC_URL{DOOR} (docs/connect-whatsapp.md, 4)"
    if standing.webhook and not addresses.same(standing.webhook, ours):
        yield wrong("Meta", "sends what people write to another address than ours", do)
    elif standing.webhook:
        yield well("Meta", "sends what people write to PUBLIC_URL")


def ending(phone: str) -> str:
    """The last three digits of a number: enough to tell it, too few to dial it."""
    digits = "".join(sign for sign in phone if sign.isdigit())
    return digits[-3:] or "?"
