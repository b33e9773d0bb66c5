"""Settings that are good each by itself, and bad together or in public."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from urllib.parse import urlsplit

from engine.settings import Settings, is_loopback
from karani.doctor.findings import Finding, Findings, note, warning, well, wrong
from karani.doctor.installation import Installation

FEWEST_SIGNS = 8
"""Different ones: chance gives a key of 32 hexadecimal digits fewer once in many million."""
WEAK_WORDS = ("change", "secret", "password", "example", "karani", "12345678", "abcdefgh")
SHORTEST_TOKEN = 16
_MAKE = "make one with `openssl rand -hex 32`"


def look(at: Installation) -> Findings:
    """Keys that can be guessed, addresses nobody reaches, doors that stand open."""
    if not at.is_wrong("SECRET_KEY"):
        yield from secret_key(at)
    if not at.is_wrong("PUBLIC_URL"):
        yield from public_url(at.settings)
    yield from simulator(at.settings)
    yield from proxies(at.settings)
    yield from metrics(at.settings)
    if at.settings.failpoints:
        says = "disturbs this installation on purpose"
        yield warning("FAILPOINTS", says, "unset it unless you test faults")


def secret_key(at: Installation) -> Iterator[Finding]:
    """Whether what Karani signs can be believed."""
    key = at.settings.secret_key
    if key is not None and is_weak(key.get_secret_value()):
        says = "can be guessed: whoever guesses it may sign in as anybody"
        yield wrong("SECRET_KEY", says, f"{_MAKE}, and keep it")
    elif key is not None:
        yield well("SECRET_KEY", "is set and long enough")
    elif at.brings_own:
        says = "is not set: `karani up` makes one and keeps it in its folder"
        yield note("SECRET_KEY", says)
    else:
        says = "is not set: without it there is no API, no console, no chart and no export"
        yield warning("SECRET_KEY", says, f"{_MAKE}, and set it for every process alike")


def is_weak(key: str) -> bool:
    """Whether a person, and not chance, has made a key."""
    lower = key.lower()
    return len(set(key)) < FEWEST_SIGNS or any(word in lower for word in WEAK_WORDS)


def public_url(settings: Settings) -> Iterator[Finding]:
    """Whether providers can reach us under the address that they are told."""
    callers = calling(settings)
    who = " and ".join(callers)
    host = urlsplit(settings.public_url or "").hostname
    if callers and not settings.reaches_people:
        yield note("PUBLIC_URL", f"is needed by nobody outside: {who} is a test server here")
    elif callers and settings.public_url is None:
        says = f"is not set: {who} cannot reach Karani, and no signature can be checked"
        yield wrong("PUBLIC_URL", says, "set it to the https address that leads here")
    elif callers and is_inside(host):
        says = f"leads to this machine or a private network: {who} cannot reach it"
        yield wrong("PUBLIC_URL", says, "set it to the https address that leads here")
    elif settings.public_url and not settings.public_url.startswith("https:"):
        yield from _plain(callers, who, host)
    elif settings.public_url:
        yield well("PUBLIC_URL", "is an https address")
    else:
        yield note("PUBLIC_URL", "is not set, and nobody outside needs it")


def calling(settings: Settings) -> list[str]:
    """Who calls us from outside."""
    named = [name for name in settings.providers if name != "SMTP"]
    return [*named, *(["M-Pesa"] if settings.mpesa_webhook_secret else [])]


def is_inside(host: str | None) -> bool:
    """Whether a host is this machine or in a private network, as far as its name shows it."""
    if host is None or is_loopback(host) or host.endswith((".local", ".lan", ".internal")):
        return True
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return "." not in host


def simulator(settings: Settings) -> Iterator[Finding]:
    """Whether anyone may be anyone, and who can get there."""
    if not settings.simulator_on:
        return
    with_whom = " and ".join(settings.providers)
    outside = not is_loopback(settings.host) or not is_loopback(settings.base_host)
    off = "set SIMULATOR=off"
    if settings.has_provider:
        says = f"is on beside {with_whom}: anyone at /phone may speak as any real person"
        yield wrong("SIMULATOR", says, off)
    elif outside or settings.trusted_proxies:
        says = "is on where others can reach it: anyone at /phone may speak as anybody"
        yield wrong("SIMULATOR", says, f"{off}, or let HOST and PUBLIC_URL be this machine")
    else:
        yield well("SIMULATOR", "is on: the phone at /phone is for this machine alone")


def proxies(settings: Settings) -> Iterator[Finding]:
    """Whether the address of whoever calls is known."""
    is_public = settings.base_url.startswith("https:") and not is_inside(settings.base_host)
    if is_public and not settings.trusted_proxies:
        says = (
            "is 0, but whatever speaks https for Karani is a proxy: all callers seem to come"
            " from it and share one limit"
        )
        yield warning("TRUSTED_PROXIES", says, "set it to the number of proxies, mostly 1")
    elif settings.trusted_proxies and not is_loopback(settings.host):
        says = "trusts a proxy: whoever passes it by may name any address as theirs"
        yield note("TRUSTED_PROXIES", says, "let the proxy alone reach HOST and PORT")


def metrics(settings: Settings) -> Iterator[Finding]:
    """Who may read /metrics."""
    token = settings.metrics_token
    if token is not None and len(token.get_secret_value()) < SHORTEST_TOKEN:
        yield warning("METRICS_TOKEN", "is short enough to be guessed", _MAKE)
    elif token is None and not is_loopback(settings.base_host):
        says = "is not set: /metrics is shown to this machine alone, and to nobody by a proxy"
        yield note("METRICS_TOKEN", says, _MAKE)


def _plain(callers: list[str], who: str, host: str | None) -> Iterator[Finding]:
    if callers:
        says = f"is plain http: what {who} brings, secrets too, would go in the clear"
        yield wrong("PUBLIC_URL", says, "put a proxy with a certificate in front; name https")
    elif not is_inside(host):
        says = "is plain http: tokens and what people write go in the clear"
        yield warning("PUBLIC_URL", says, "put a proxy with a certificate in front; name https")
    else:
        yield well("PUBLIC_URL", "leads to this machine or the network around it")
