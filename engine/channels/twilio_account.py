"""What Twilio says of our account: whether it is active, and which numbers belong to it."""

from __future__ import annotations

from dataclasses import dataclass

from engine.channels.inquiry import Inquiry
from engine.channels.json_parts import Node, node, nodes, said
from engine.channels.twilio_api import Account
from engine.channels.twilio_errors import refusal
from engine.settings import TWILIO_API

SENDERS = "https://messaging.twilio.com/v2/Channels/Senders"
SANDBOX = "+14155238886"
"""Twilio's own number for trials: everybody's, so nobody's account lists it."""
_MOST_PAGES = 5
_WORKS = frozenset({"ONLINE", "ONLINE:UPDATING"})


@dataclass(frozen=True, slots=True)
class Standing:
    """An account: `status` is "active", "suspended" or "closed", in Twilio's words."""

    status: str
    is_trial: bool


@dataclass(frozen=True, slots=True)
class Owned:
    """A number of the account: whether it can do what it is for, and where its messages go.

    `webhook` is empty where none is set, or where a messaging service decides.
    """

    works: bool
    webhook: str


def standing(account: Account) -> Standing:
    """How the account stands. Raises `ChannelError`."""
    told = _inquiry(account).ask(f"{_of(account)}.json")
    return Standing(said(told.get("status")), said(told.get("type")).lower() == "trial")


def number(account: Account, phone: str, ability: str) -> Owned | None:
    """A number for SMS ("sms") or calls ("voice"); None if it is not of this account.

    Raises `ChannelError`.
    """
    inquiry = _inquiry(account)
    url = f"{_of(account)}/IncomingPhoneNumbers.json"
    for row in nodes(inquiry.ask(url, PhoneNumber=phone).get("incoming_phone_numbers")):
        if said(row.get("phone_number")) == phone:
            can = node(row.get("capabilities")).get(ability) is not False
            return Owned(can, said(row.get("sms_url")) if ability == "sms" else "")
    if ability == "voice" and _is_verified(inquiry, account, phone):
        return Owned(works=True, webhook="")
    return None


def whatsapp(account: Account, phone: str) -> Owned | None:
    """The WhatsApp sender with this number; None if the account has none such.

    Raises `ChannelError`.
    """
    inquiry, url = _inquiry(account), account.reach(SENDERS)
    params = {"Channel": "whatsapp", "PageSize": "50"}
    for _ in range(_MOST_PAGES):
        told = inquiry.ask(url, **params)
        for row in nodes(told.get("senders")):
            if said(row.get("sender_id")) == f"whatsapp:{phone}":
                return _sender(row)
        following = said(node(told.get("meta")).get("next_page_url"))
        if not following.startswith(SENDERS):
            return None
        url, params = account.reach(following), {}
    return None


def _sender(row: Node) -> Owned:
    return Owned(
        said(row.get("status")) in _WORKS, said(node(row.get("webhook")).get("callback_url"))
    )


def _is_verified(inquiry: Inquiry, account: Account, phone: str) -> bool:
    """Whether it is somebody's phone that may be shown as the caller."""
    told = inquiry.ask(f"{_of(account)}/OutgoingCallerIds.json", PhoneNumber=phone)
    return any(
        said(row.get("phone_number")) == phone for row in nodes(told.get("outgoing_caller_ids"))
    )


def _of(account: Account) -> str:
    return account.reach(f"{TWILIO_API}/2010-04-01/Accounts/{account.sid}")


def _inquiry(account: Account) -> Inquiry:
    return Inquiry(refusal, auth=(account.sid, account.token))
