"""Keep secrets out of what is shown, whatever a line came to hold by mistake."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from urllib.parse import parse_qs, unquote, urlsplit

from pydantic import SecretStr

from engine.settings import Settings
from karani.doctor.findings import Finding
from karani.logs import hidden

STARS = "***"
SHORTEST = 6
"""What is shorter would blot out half of what is said, and is no secret."""
OURS = frozenset({"karani", "postgres", "password", "postgresql", "database"})
"""Words that we say ourselves: as a password they are no secret either."""
_TELLING = re.compile(r"TOKEN|SECRET|KEY|PASS|CREDENTIAL|SMTP_URL")


def secrets(settings: Settings, environment: Mapping[str, str]) -> tuple[str, ...]:
    """All that must not be shown, the longest first."""
    found = {value for name, value in environment.items() if _TELLING.search(name.upper())}
    for name in Settings.model_fields:
        value = getattr(settings, name)
        if isinstance(value, SecretStr):
            found.add(value.get_secret_value())
    for url in (*environment.values(), settings.database_url, settings.redis_url, *found):
        found = found | set(_inside(url or ""))
    long = (one for one in found - OURS if len(one) >= SHORTEST)
    return tuple(sorted(long, key=len, reverse=True))


def masked(finding: Finding, hide: Iterable[str]) -> Finding:
    """A finding that can be shown: no secret, no phone number, nothing a terminal chokes on."""
    says, do, about = (_clean(text, hide) for text in (finding.says, finding.do, finding.about))
    return replace(finding, says=says, do=do, about=about)


def _clean(text: str, hide: Iterable[str]) -> str:
    for secret in hide:
        text = text.replace(secret, STARS)
    shown = "".join(sign if sign.isprintable() else "?" for sign in hidden(text))
    return shown.encode("utf-8", "replace").decode("utf-8")


def _inside(url: str) -> Iterator[str]:
    """The passwords in an address, as they are written and as they are meant."""
    if "://" not in url:
        return
    try:
        parts = urlsplit(url)
        passwords = [parts.password or "", *parse_qs(parts.query).get("password", [])]
    except ValueError:
        yield url  # Nobody can tell which part of it is the password.
        return
    for password in passwords:
        yield from (password, unquote(password))
