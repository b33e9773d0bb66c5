"""Where a model server may be: the operator names it, and a slip must lead nowhere bad."""

from __future__ import annotations

import ipaddress
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator

NEAR = (".lan", ".local", ".internal", ".localhost")
NEVER = frozenset({"metadata.google.internal", "instance-data"})


def model_server(url: str) -> str:
    """The address without its last slash. Raises `ValueError`, which says what to do."""
    parts = urlsplit(url)
    host = parts.hostname
    if parts.scheme not in {"http", "https"} or not host:
        raise ValueError("must begin with http:// or https:// and name a host")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ValueError("holds no user, no ? and no #: the key is OPENAI_API_KEY")
    if _is_never(host):
        raise ValueError("names an address at which no model server can be")
    if parts.scheme == "http" and not _is_near(host):
        raise ValueError("must be https: plain http shows everybody what people write")
    return url.rstrip("/")


ModelServer = Annotated[str, AfterValidator(model_server)]
"""An address of a model server, as a setting."""


def _is_near(host: str) -> bool:
    """Tell this machine and those of private networks, by name or address."""
    if host.endswith(NEAR):
        return True
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return "." not in host


def _is_never(host: str) -> bool:
    """One of a cloud's own doors, which give keys away, or nobody's address."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host in NEVER
    return address.is_link_local or address.is_unspecified or address.is_multicast
