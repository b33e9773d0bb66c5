"""What Meta says of our WhatsApp number: its quality, whether it may send, where news goes."""

from __future__ import annotations

from dataclasses import dataclass

from engine.channels.base import ChannelError
from engine.channels.inquiry import Inquiry
from engine.channels.json_parts import Node, node, said
from engine.channels.meta_api import Number
from engine.channels.meta_errors import refusal

KNOWN = "display_phone_number,quality_rating"
"""Fields that every version has and every token may read."""
STATUS, HEALTH, HOOKS = (
    "status,name_status,account_mode",
    "health_status",
    "webhook_configuration",
)
"""Asked one by one: a version that does not know a field refuses the whole question."""
_OVERRIDES = ("phone_number", "whatsapp_business_account", "application")
"""Which of the addresses that are set goes before the others."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Our number in Meta's words; empty is whatever it does not tell.

    `phone` is the number as people see it, `webhook` the address that Meta calls,
    `may_send` AVAILABLE, LIMITED or BLOCKED.
    """

    phone: str
    quality: str
    name_status: str
    mode: str
    status: str
    may_send: str
    webhook: str


def standing(number: Number) -> Standing:
    """How the number stands. Raises `ChannelError`."""
    inquiry, url = Inquiry(refusal, number.authorization), f"{number.base}/{number.id}"
    told = inquiry.ask(url, fields=KNOWN)
    status = _told(inquiry, url, STATUS)
    health, hooks = (node(_told(inquiry, url, name).get(name)) for name in (HEALTH, HOOKS))
    return Standing(
        phone=said(told.get("display_phone_number")),
        quality=said(told.get("quality_rating")),
        name_status=said(status.get("name_status")),
        mode=said(status.get("account_mode")),
        status=said(status.get("status")),
        may_send=said(health.get("can_send_message")),
        webhook=next(filter(None, (said(hooks.get(name)) for name in _OVERRIDES)), ""),
    )


def _told(inquiry: Inquiry, url: str, names: str) -> Node:
    try:
        return inquiry.ask(url, fields=names)
    except ChannelError:
        return {}  # Nice to know, and no more: not every token may read it.
