"""The cast: Amina, her shop in Nairobi or Dar es Salaam, and who works there."""

from __future__ import annotations

from uuid import UUID

from bot.memberships import Invitation
from bot.shop import Member, Organization, Speaker


def newcomer(country: str | None = "KE") -> Speaker:
    """Amina before her first message."""
    return Speaker(UUID(int=1), name=None, language=None, country=country, consented=False)


def amina(language: str = "sw") -> Speaker:
    """The owner of Duka la Amina."""
    return Speaker(UUID(int=1), name="Amina", language=language, country="KE", consented=True)


def duka_la_amina(role: str = "OWNER", country: str = "KE") -> Organization:
    """Amina's shop in Nairobi, in Dar es Salaam or in Kampala."""
    currency, zone = {
        "TZ": ("TZS", "Africa/Dar_es_Salaam"),
        "UG": ("UGX", "Africa/Kampala"),
    }.get(country, ("KES", "Africa/Nairobi"))
    return Organization(UUID(int=2), "Duka la Amina", country, currency, zone, role)


def staff() -> list[Member]:
    """Amina, and Baraka who works for her."""
    return [
        Member(UUID(int=1), "Amina", "OWNER", "+254711***001"),
        Member(UUID(int=3), "Baraka", "STAFF", "+254722***002"),
    ]


def invitation(role: str = "STAFF") -> Invitation:
    """Amina's, to whoever speaks."""
    return Invitation(UUID(int=8), "Duka la Amina", role, "Amina")
