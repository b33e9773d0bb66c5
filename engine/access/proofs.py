"""How sure we are who answers: a signed way, or a code and a PIN where nobody signs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from bot.pin_book import Checked
from engine.access import pins
from engine.context.desk import Desk
from store.approvals import Approval

LIMITS: Mapping[str, Decimal] = {
    "KES": Decimal(10_000),
    "TZS": Decimal(200_000),
    "UGX": Decimal(300_000),
    "RWF": Decimal(100_000),
    "BIF": Decimal(250_000),
    "ETB": Decimal(10_000),
    "ZAR": Decimal(1_500),
    "NGN": Decimal(100_000),
    "GHS": Decimal(1_000),
}
"""What an SMS that nobody signs may decide about: about a week's wage of a shop assistant."""
OTHERWISE = Decimal(75)


class Lack(StrEnum):
    """What an answer lacks to count."""

    CODE = "code"
    PIN = "pin"
    NO_PIN = "no_pin"
    """A PIN is needed, and this person has none."""
    WRONG_PIN = "wrong_pin"
    LOCKED = "locked"


LACKS: Mapping[Checked, Lack] = {
    Checked.WRONG: Lack.WRONG_PIN,
    Checked.LOCKED: Lack.LOCKED,
    Checked.NONE: Lack.NO_PIN,
}


@dataclass(frozen=True, slots=True)
class Proof:
    """By what an answer shows whose it is: `signed` by the provider, its code, a PIN."""

    signed: bool = True
    coded: bool = True
    pin: str | None = field(default=None, repr=False)


SIGNED = Proof()


def limit(desk: Desk) -> Decimal:
    """What an unsigned SMS may decide about in this shop, in its currency."""
    shop = desk.organization
    if shop.sms_limit is not None:
        return shop.sms_limit
    return LIMITS.get(shop.currency, OTHERWISE)


def lack(desk: Desk, approval: Approval, by: UUID, proof: Proof) -> Lack | None:
    """What this answer lacks; None where it may count. A wrong PIN is counted.

    What is about no sum of money, or of another currency, may be worth anything.
    """
    if proof.signed:
        return None
    if not proof.coded:
        return Lack.CODE
    if approval.amount is not None and approval.amount <= limit(desk):
        return None
    if proof.pin is None:
        return Lack.PIN if pins.is_set(desk.tx, by) else Lack.NO_PIN
    return LACKS.get(pins.check(desk.tx, by, proof.pin))
