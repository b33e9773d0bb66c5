"""What Africa's Talking says of our account: how much money is left."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from engine.channels import africastalking_errors as errors
from engine.channels.inquiry import Inquiry
from engine.channels.json_parts import node, said
from engine.settings import Settings, SettingsError

PATH = "/version1/user"
_BALANCE = re.compile(r"([A-Z]{3})\s+(-?\d{1,12}(?:\.\d{1,8})?)")


@dataclass(frozen=True, slots=True)
class Balance:
    """What is left, in a currency by its ISO code."""

    amount: Decimal
    currency: str


def balance(settings: Settings) -> Balance | None:
    """The money of our application; None where it is not told, as in the sandbox.

    Raises `ChannelError`.
    """
    name, key = settings.africastalking_username, settings.africastalking_api_key
    if name is None or key is None:
        raise SettingsError("AFRICASTALKING_USERNAME or AFRICASTALKING_API_KEY is missing")
    headers = {"apiKey": key.get_secret_value(), "Accept": "application/json"}
    inquiry = Inquiry(errors.of_answer, headers)
    told = inquiry.ask(settings.africastalking_base + PATH, username=name)
    found = _BALANCE.fullmatch(said(node(told.get("UserData")).get("balance")).strip())
    return Balance(Decimal(found[2]), found[1]) if found else None
