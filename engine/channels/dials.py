"""A step of a USSD session, whoever carries it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dial:
    """A step of a session: `typed` holds every line so far, none when it was just dialled.

    `account` names our code at the provider ("africastalking:ussd:*384*7#"), `phone` is E.164.
    """

    account: str
    session: str
    phone: str
    typed: tuple[str, ...]
