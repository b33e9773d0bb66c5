"""Installations for the doctor to look at, and what the doctor says of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from engine.settings import Settings
from karani.doctor.findings import Finding, Level
from karani.doctor.installation import Installation, now

KEY = "0f3a9c517be2d846aa01c7e95b3f6d28"
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
WELL, NOTE, WARNING, WRONG = Level
TWILIO: Mapping[str, Any] = {
    "twilio_account_sid": "AC" + "1" * 32,
    "twilio_auth_token": "a-token-of-the-fake",
    "twilio_sms_from": "+15005550006",
}


def installed(
    *,
    data: Path = Path("/nowhere/karani"),
    environment: Mapping[str, str] | None = None,
    brings_own: bool = False,
    complaints: tuple[str, ...] = (),
    **settings: Any,
) -> Installation:
    """An installation with these settings, and a good key unless it is given another."""
    chosen = Settings(**{"secret_key": KEY, **settings})
    return Installation(
        settings=chosen,
        data=data,
        complaints=complaints,
        environment=environment or {},
        brings_own=brings_own,
        clock=now,
    )


def levels(found: Iterable[Finding]) -> dict[str, Level]:
    """How bad each thing is, by its name; of several findings the worst."""
    worst: dict[str, Level] = {}
    for one in found:
        known = worst.get(one.about, WELL)
        worst[one.about] = max(known, one.level, key=list(Level).index)
    return worst


def said(found: Iterable[Finding]) -> str:
    """All that is said, in one text."""
    return "\n".join(f"{one.level.value} {one.about} {one.says} {one.do}" for one in found)
