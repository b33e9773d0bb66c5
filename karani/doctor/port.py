"""The port: whether it is free, ours or another's; and whether PUBLIC_URL leads to us."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Iterator
from contextlib import closing, suppress
from urllib.parse import urlsplit

from engine.channels.base import ChannelError
from engine.channels.http import Line
from engine.channels.json_parts import Node, node, parsed
from engine.settings import is_loopback
from karani.doctor.findings import Finding, Findings, note, warning, well, wrong
from karani.doctor.installation import Installation

PATIENCE_S = 2
MOST = 10_000
_ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 -- compared, not bound.


def look(at: Installation) -> Findings:
    """Who has the port, here on this machine."""
    host, port = at.settings.host, at.settings.port
    told = _ready(_ANYWHERE.get(host, host), port)
    if told is not None:
        yield from ours(told, port)
    elif (reason := _taken(host, port)) is None:
        says = f"{port} on {host} is free: the web process does not run here"
        yield note("PORT", says, "start it with `karani up`, or `karani web`")
    else:
        says = f"{port} on {host} cannot be used, and no Karani answers there: {reason}"
        yield wrong("PORT", says, "stop what has it, or choose another one: PORT, --port")


def from_outside(at: Installation) -> Findings:
    """Whether PUBLIC_URL leads to a Karani, as far as it can be seen from here."""
    address = at.settings.public_url
    if address is None or is_loopback(urlsplit(address).hostname):
        return
    try:
        answer = Line().call("GET", f"{address}/healthz")
    except ChannelError:
        says = "does not answer from here: no such name, no way, or no good certificate"
        do = f"open PUBLIC_URL/healthz from outside; a proxy must lead it to {_door(at)}"
        yield warning("PUBLIC_URL", says, do)
        return
    if answer.status == http.client.OK and (parsed(answer.body) or {}).get("status") == "alive":
        yield well("PUBLIC_URL", "leads to a Karani that lives")
        return
    says = f"is answered with HTTP {answer.status}, and not by Karani"
    yield warning("PUBLIC_URL", says, f"let its proxy lead to {_door(at)}, all paths")


def ours(told: Node, port: int) -> Iterator[Finding]:
    """What the web process that runs there says of itself."""
    if told.get("status") == "ready":
        yield well("PORT", f"{port} is Karani's own: the web process is ready")
        return
    named = node(told.get("parts"))
    bad = [name for name in ("database", "migrations", "redis") if named.get(name) != "ok"]
    says = f"{port} is Karani's own, but not ready: {', '.join(bad)}"
    yield wrong("PORT", says, "see what is said of these below; restart it if they are well")


def _door(at: Installation) -> str:
    return f"port {at.settings.port} of {at.settings.host}"


def _ready(host: str, port: int) -> Node | None:
    """What `/readyz` of a Karani says; None where none answers."""
    with (
        suppress(OSError, http.client.HTTPException, UnicodeError),
        closing(http.client.HTTPConnection(host, port, timeout=PATIENCE_S)) as connection,
    ):
        connection.request("GET", "/readyz")
        told = parsed(connection.getresponse().read(MOST)) or {}
        return told if told.get("status") in {"ready", "not ready"} else None
    return None


def _taken(host: str, port: int) -> str | None:
    """Why nobody can listen there; None where one can."""
    try:
        with closing(socket.socket(_family(host))) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        return error.strerror or "no such address"
    except UnicodeError:
        return "no name of a host is written so"
    return None


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET
