"""Fetch what came with a message from Twilio, and from nobody else."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from engine.channels.base import ChannelError, Media
from engine.channels.http import Answer, Line
from engine.channels.twilio_api import Account

HOPS = 3
"""Twilio's API answers with the address of a store, which may have moved once more."""

_API = re.compile(r"api(\.[a-z0-9-]+)*\.twilio\.com")
_STORES = re.compile(r"([a-z0-9-]+\.)+(twilio\.com|twiliocdn\.com|amazonaws\.com)")
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LATER = frozenset({404, 408, 429})  # Media may be a moment behind its message.


def fetch(line: Line, account: Account, address: str) -> Media:
    """The bytes at an address that a message named. Raises `ChannelError`."""
    url = _first(account, address)
    for _ in range(HOPS + 1):
        answer = _ask(line, account, url)
        if answer.status not in _REDIRECTS:
            return _media(answer)
        url = _next(account, url, answer.headers.get("Location", ""))
    raise ChannelError("redirected", "media that is always somewhere else")


def _first(account: Account, address: str) -> str:
    # Only there does the token go.
    if _is_api(account, address):
        return address
    raise ChannelError("foreign_address", "media at no address of Twilio's API")


def _next(account: Account, url: str, location: str) -> str:
    target = urljoin(url, location)
    if location and (_is_api(account, target) or _is_at(_STORES, target)):
        return target
    raise ChannelError("foreign_address", "media at no store of Twilio's")


def _ask(line: Line, account: Account, url: str) -> Answer:
    auth = (account.sid, account.token) if _is_api(account, url) else None
    try:
        return line.call("GET", account.reach(url), auth=auth)
    except ChannelError as error:
        # Whoever only asks may ask again, unless there is too much of it.
        is_too_large = error.code == "too_large"
        raise ChannelError(
            error.code, "media did not arrive", retryable=not is_too_large
        ) from None


def _media(answer: Answer) -> Media:
    if answer.status == 200:
        kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        return Media(answer.body, kind or "application/octet-stream")
    may_come = answer.status in _LATER or answer.status >= 500
    raise ChannelError(f"http_{answer.status}", "media was not handed over", retryable=may_come)


def _is_api(account: Account, url: str) -> bool:
    ours = urlsplit(account.base)
    try:
        theirs = urlsplit(url)
    except ValueError:
        return False
    return (theirs.scheme, theirs.netloc) == (ours.scheme, ours.netloc) or _is_at(_API, url)


def _is_at(hosts: re.Pattern[str], url: str) -> bool:
    try:
        parsed = urlsplit(url)
        port = parsed.port
    except ValueError:
        return False
    host = parsed.hostname or ""
    is_plain = parsed.username is None and port in (None, 443)
    return parsed.scheme == "https" and is_plain and hosts.fullmatch(host) is not None
