"""Prove that a webhook is Twilio's: its signature over our address and all it carries."""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import parse_qs, unquote_to_bytes, urlparse

from twilio.request_validator import (  # type: ignore[import-untyped] # The SDK has no types.
    HMAC_SHA1,
    HMAC_SHA256,
    add_port,
    get_signature_algorithm,
    remove_port,
)

from engine.channels.base import Webhook

RETRIES = "#rc=3&rp=all"
"""How often Twilio shall try a webhook of ours again: the end of the address it is given."""

Pairs = list[tuple[bytes, bytes]]

_Digest = Literal["sha1", "sha256"]
_DIGESTS: Mapping[str, _Digest] = {HMAC_SHA1: "sha1", HMAC_SHA256: "sha256"}


@dataclass(frozen=True, slots=True)
class Keys:
    """What Twilio may sign with: the account's tokens, the new and the old, or a shared key.

    A shared key is one that the operator made for webhooks alone.
    """

    tokens: tuple[str, ...] = field(repr=False)
    shared: tuple[str, ...] = field(default=(), repr=False)

    def of(self, settings: str) -> tuple[str, ...]:
        """The keys for what a webhook says of its signature; nothing is said of the token's.

        Where there is a shared key the token signs nothing that claims to be signed by one.
        """
        return (self.shared or self.tokens) if settings else self.tokens


def is_genuine(webhook: Webhook, keys: Keys, account_sid: str) -> bool:
    """Whether it is signed with a key of ours, over our URL and everything it carries."""
    settings = webhook.headers.get("x-twilio-webhooks-signature-settings", "")
    digest = _DIGESTS.get(get_signature_algorithm(settings).upper())
    given = webhook.headers.get("x-twilio-signature", "").encode()
    if digest is None or not given:
        return False
    pairs = pairs_of(webhook.body)
    if any(name == b"AccountSid" and sid != account_sid.encode() for name, sid in pairs):
        return False
    matches = [
        hmac.compare_digest(given, _signature(key, url, content, digest))
        for key in keys.of(settings)
        for url in _spellings(webhook.url)
        for content in _signed_contents(webhook, pairs)
    ]
    return any(matches)  # All are compared: how long it takes says nothing.


def pairs_of(body: bytes) -> Pairs:
    """The names and values of a form, byte for byte: blank, repeated and ill-coded too."""
    parts = (part.replace(b"+", b" ").partition(b"=") for part in body.split(b"&") if part)
    return [(unquote_to_bytes(name), unquote_to_bytes(value)) for name, _, value in parts]


def _signed_contents(webhook: Webhook, pairs: Pairs) -> Iterator[bytes]:
    """What may follow the URL under a signature: the form, or nothing if the URL vouches."""
    yield b"".join(name + value for name, value in sorted(set(pairs)))
    claimed = parse_qs(urlparse(webhook.url).query).get("bodySHA256", [""])[0]
    if hmac.compare_digest(hashlib.sha256(webhook.body).hexdigest().encode(), claimed.encode()):
        yield b""


def _spellings(url: str) -> set[str]:
    """Twilio signs the URL with or without its port; whether without its retries is unsaid."""
    parsed = urlparse(url)
    ways = {url, add_port(parsed), remove_port(parsed)}
    return ways | {way + RETRIES for way in ways}


def _signature(key: str, url: str, content: bytes, digest: _Digest) -> bytes:
    return b64encode(hmac.digest(key.encode(), url.encode() + content, digest))
