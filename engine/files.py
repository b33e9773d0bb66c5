"""Signed addresses of files: whoever has one may fetch one file for a day, and nothing else."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from itsdangerous import BadData, URLSafeSerializer

from engine.reports import Wanted
from engine.settings import Settings

PATH = "/files/"
LIFETIME = timedelta(hours=24)
_PURPOSE = "karani.files.chart"
"""Part of the key: what is signed for something else opens no file."""


def path(settings: Settings, wanted: Wanted, now: datetime) -> str | None:
    """Where the chart may be fetched until a day from now; None without SECRET_KEY."""
    signer = _signer(settings)
    if signer is None:
        return None
    until = int((now + LIFETIME).timestamp())
    period = wanted.first.isoformat(), wanted.last.isoformat()
    token = signer.dumps([wanted.organization_id.hex, *period, wanted.language, until])
    return f"{PATH}{token}"


def read(settings: Settings, token: str, now: datetime) -> Wanted | None:
    """What a token opens; None for one that is not ours, not for this, or over."""
    signer = _signer(settings)
    if signer is None:
        return None
    try:
        organization_id, first, last, language, until = signer.loads(token)
        wanted = Wanted(
            UUID(organization_id), date.fromisoformat(first), date.fromisoformat(last), language
        )
    except (BadData, ValueError, TypeError):
        return None
    return wanted if now.timestamp() < until else None


def _signer(settings: Settings) -> URLSafeSerializer | None:
    if settings.secret_key is None:
        return None
    return URLSafeSerializer(settings.secret_key.get_secret_value(), salt=_PURPOSE)
