"""Where a call to another system may go: addresses taken apart, public or not."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network

LONGEST = 2_048
PORTS = frozenset({443, 8443})
"""Where the world serves HTTPS; other ports belong to mail, databases and the like."""

_URL = re.compile(
    r"(?P<scheme>https?)://(?P<host>\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(?P<port>\d{1,5}))?"
    r"(?P<path>/[!-~]*)?(?P<query>\?[!-~]*)?",
    re.IGNORECASE,
)
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
_WELL_KNOWN_NAT64 = IPv6Network("64:ff9b::/96")
_GLOBAL_UNICAST = IPv6Network("2000::/3")
_NOT_PUBLIC = tuple(
    # Python's own lists learn of these only in later versions than some we run on.
    ipaddress.ip_network(net)
    for net in ("192.0.0.0/24", "192.88.99.0/24", "3fff::/20", "2001::/23", "2001:db8::/32")
)

Address = IPv4Address | IPv6Address


class CallError(Exception):
    """A call was not answered as it should be; the text says what to fix.

    `code` is ours; `retryable`: the same call may be made again, later. `retry_after_s` is
    what the other side asked for, where it did. It never holds a secret or a body.
    """

    def __init__(
        self,
        code: str,
        detail: str,
        *,
        retryable: bool = False,
        retry_after_s: int | None = None,
    ) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.retryable = retryable
        self.retry_after_s = retry_after_s


@dataclass(frozen=True, slots=True)
class Destination:
    """An address that may be called, taken apart; `host` is in lower case, without brackets.

    `is_inner`: the operator named it, so it may be private and need no TLS.
    """

    scheme: str
    host: str
    port: int
    target: str
    is_inner: bool

    @property
    def authority(self) -> str:
        """The `Host` header: without the port that its scheme implies."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        implied = {"https": 443, "http": 80}[self.scheme]
        return host if self.port == implied else f"{host}:{self.port}"


def check_url(url: str, allowed: Set[str] = frozenset()) -> None:
    """Raise `CallError` unless the form of `url` allows a call; nothing is looked up.

    `allowed` holds "host:port" of the operator's own network.
    """
    destination(url, allowed)


def destination(url: str, allowed: Set[str] = frozenset()) -> Destination:
    """`url` taken apart. Raises `CallError`; a name that passes is still to be looked up."""
    if len(url) > LONGEST:
        raise _wrong(f"the address is longer than {LONGEST} signs")
    if not url.isascii():
        raise _wrong("write a name with other letters in its xn-- form, a path with %xx")
    authority = url.partition("://")[2].partition("/")[0].partition("?")[0]
    if "@" in authority:
        raise _wrong("an address holds no user name; use a header")
    match = _URL.fullmatch(url)
    if match is None or "\\" in url or "#" in url:
        raise _wrong("write it as https://host/path, without blanks, backslashes or #")
    scheme, host = match["scheme"].lower(), match["host"].lower()
    port = int(match["port"] or {"https": 443, "http": 80}[scheme])
    target = (match["path"] or "/") + (match["query"] or "")
    if f"{host}:{port}" in allowed:
        return Destination(scheme, host.strip("[]"), port, target, is_inner=True)
    _check_outer(scheme, host, port)
    return Destination(scheme, host.strip("[]"), port, target, is_inner=False)


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the open internet, whatever it is wrapped in."""
    try:
        return _is_public(ipaddress.ip_address(address))
    except ValueError:
        return False


def _check_outer(scheme: str, host: str, port: int) -> None:
    if scheme != "https":
        raise _wrong("only https is called; plain http must be named in CALL_HOSTS")
    if port not in PORTS:
        raise _wrong("only the ports 443 and 8443 are called")
    try:
        literal = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        _check_name(host)
        return
    if not _is_public(literal):
        raise forbidden()


def _check_name(host: str) -> None:
    labels = host.split(".")
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise _wrong("this is not the name of a host")
    if len(labels) < 2:
        raise _wrong("write the whole name of the host, with its domain")
    if _NUMBER.fullmatch(labels[-1]):
        # Resolvers read "2130706433", "0x7f.1" and "127.1" as addresses; nobody else does.
        raise _wrong("write an IP address in its usual form")


def _is_public(ip: Address) -> bool:
    if isinstance(ip, IPv6Address):
        inner = list(_inside(ip))
        if inner:
            return all(map(_is_public, inner))
        if ip not in _GLOBAL_UNICAST:
            return False
    listed = any(ip.version == net.version and ip in net for net in _NOT_PUBLIC)
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or listed)


def _inside(ip: IPv6Address) -> Iterator[IPv4Address]:
    """The IPv4 addresses that a gateway would unwrap from this one."""
    if ip.ipv4_mapped:
        yield ip.ipv4_mapped
    if ip.sixtofour:
        yield ip.sixtofour
    if ip.teredo:
        yield from ip.teredo
    if ip in _WELL_KNOWN_NAT64:
        yield IPv4Address(int(ip) & 0xFFFFFFFF)


def _wrong(detail: str) -> CallError:
    return CallError("bad_url", detail)


def forbidden() -> CallError:
    """A host that is looked up, or written, as an address that nobody outside may name."""
    return CallError(
        "forbidden_address",
        "the host is not on the public internet; an operator may name it in CALL_HOSTS",
    )
