"""Signed addresses of files: whoever has one may fetch one file for a day, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from itsdangerous import BadData, URLSafeSerializer

from engine.files.reports import Wanted
from engine.settings import Settings

PATH = "/files/"
LIFETIME = timedelta(hours=24)
CHART, EXPORT = "karani.files.chart", "karani.files.export"
"""Parts of the key: what is signed for one thing opens no other."""


@dataclass(frozen=True, slots=True)
class WantedExport:
    """Which file of which export; `is_over` when its day is."""

    export_id: UUID
    file_format: str
    is_over: bool


def path(settings: Settings, wanted: Wanted, now: datetime) -> str | None:
    """Where the chart may be fetched until a day from now; None without SECRET_KEY."""
    period = wanted.first.isoformat(), wanted.last.isoformat()
    return _signed(settings, CHART, [wanted.organization_id.hex, *period, wanted.language], now)


def export_path(
    settings: Settings, export_id: UUID, file_format: str, now: datetime
) -> str | None:
    """Where a file of an export may be fetched for a day; None without SECRET_KEY."""
    return _signed(settings, EXPORT, [export_id.hex, file_format], now)


def read(settings: Settings, token: str, now: datetime) -> Wanted | None:
    """The chart that a token opens; None for one that is not ours, not for this, or over."""
    opened = _opened(settings, CHART, token)
    try:
        organization_id, first, last, language, until = opened
        wanted = Wanted(
            UUID(organization_id), date.fromisoformat(first), date.fromisoformat(last), language
        )
        return wanted if now.timestamp() < until else None
    except (ValueError, TypeError, AttributeError):
        return None


def read_export(settings: Settings, token: str, now: datetime) -> WantedExport | None:
    """The file that a token opens, also when its day is over; None for one that opens none."""
    opened = _opened(settings, EXPORT, token)
    try:
        export_id, file_format, until = opened
        return WantedExport(UUID(export_id), str(file_format), now.timestamp() >= until)
    except (ValueError, TypeError, AttributeError):
        return None


def _signed(
    settings: Settings, purpose: str, content: Sequence[str], now: datetime
) -> str | None:
    signer = _signer(settings, purpose)
    if signer is None:
        return None
    until = int((now + LIFETIME).timestamp())
    return f"{PATH}{signer.dumps([*content, until])}"


def _opened(settings: Settings, purpose: str, token: str) -> Any:
    signer = _signer(settings, purpose)
    if signer is None:
        return None
    try:
        return signer.loads(token)
    except (BadData, ValueError, TypeError):
        return None


def _signer(settings: Settings, purpose: str) -> URLSafeSerializer | None:
    if settings.secret_key is None:
        return None
    return URLSafeSerializer(settings.secret_key.get_secret_value(), salt=purpose)
