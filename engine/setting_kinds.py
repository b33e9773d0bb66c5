"""What some settings must look like, and what to say where one does not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, BeforeValidator, SecretStr

_PATH = re.compile(r"[A-Za-z0-9_-]{20,200}")
_SENDER = re.compile(r"(?:[^<>\x00-\x1f\x7f]{0,100}<(?P<named>[^<>\s]+)>|(?P<plain>[^<>\s]+))")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_VOICE = re.compile(r"[A-Za-z0-9._-]{2,60}")
_MAILBOX = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9.-]{1,190}")


def _path_secret(secret: SecretStr) -> SecretStr:
    if _PATH.fullmatch(secret.get_secret_value()):
        return secret
    raise ValueError(
        "must be 20 or more letters and digits, for it is a part of an address:"
        " use `openssl rand -hex 32`"
    )


def _sms_sender(sender: str) -> str:
    if re.fullmatch(r"\d{3,8}|[A-Za-z0-9 ._-]{3,11}", sender):
        return sender
    raise ValueError("must be a short code, such as 22384, or a name of 3 to 11 letters")


def _ussd_code(code: str) -> str:
    if re.fullmatch(r"\*\d{2,6}(?:\*\d{1,8}){0,4}#", code):
        return code
    raise ValueError("must be what people dial, such as *384*123#")


def _mail_server(url: SecretStr) -> SecretStr:
    try:
        parts = urlsplit(url.get_secret_value())
        is_good = parts.port != 0 and _names_a_server(parts)
        (parts.hostname or "").encode("idna")  # As it is looked up: `a..b` is no name.
    except ValueError:
        is_good = False
    if is_good:
        return url
    raise ValueError(
        "must be smtp://user:password@host:587 or smtps://user:password@host:465, with signs"
        " such as @ and : in the password written as %40 and %3A"
    )


def _names_a_server(parts: SplitResult) -> bool:
    is_alone = parts.path in {"", "/"} and not (parts.query or parts.fragment)
    is_whole = bool(parts.username) == bool(parts.password)
    return parts.scheme in {"smtp", "smtps"} and bool(parts.hostname) and is_alone and is_whole


def _mailbox(sender: str) -> str:
    found = _SENDER.fullmatch(sender)
    if found and _MAILBOX.fullmatch(found["named"] or found["plain"]):
        return sender
    raise ValueError(
        "must be an e-mail address, with or without a name before it:"
        " Karani <karani@example.com>"
    )


def _by_language(given: object) -> object:
    """`en=Polly.Amy, sw=Google.sw-KE-Standard-A` as what it says of each language."""
    if not isinstance(given, str):
        return given
    parts = [part.strip() for part in given.split(",") if part.strip()]
    found = {
        code.strip(): value.strip() for code, _, value in (p.partition("=") for p in parts)
    }
    if not all(_LANGUAGE.fullmatch(code) and value for code, value in found.items()):
        raise ValueError("must name a language before each value, as in en=Polly.Amy,sw=...")
    return found


def _voices(names: Mapping[str, str]) -> Mapping[str, str]:
    if all(_VOICE.fullmatch(name) for name in names.values()):
        return names
    raise ValueError("must be Twilio's names of voices, such as Google.sw-KE-Standard-A")


def _clips(addresses: Mapping[str, str]) -> Mapping[str, str]:
    if all(
        urlsplit(url).scheme == "https" and urlsplit(url).netloc for url in addresses.values()
    ):
        return {code: url.rstrip("/") for code, url in addresses.items()}
    raise ValueError(
        "must be https addresses of folders, as in sw=https://example.com/clips/sw"
    )


PathSecret = Annotated[SecretStr, AfterValidator(_path_secret)]
"""What opens a door as a part of its address."""

SmsSender = Annotated[str, AfterValidator(_sms_sender)]
"""A short code, or a registered name."""

UssdCode = Annotated[str, AfterValidator(_ussd_code)]
"""What is dialled to open the menu."""

MailServer = Annotated[SecretStr, AfterValidator(_mail_server)]
"""A URL with the password of a mail server in it."""

Mailbox = Annotated[str, AfterValidator(_mailbox)]
"""An e-mail address that others see, with a name before it or without."""

Voices = Annotated[Mapping[str, str], BeforeValidator(_by_language), AfterValidator(_voices)]
"""Who speaks which language in a call."""

Clips = Annotated[Mapping[str, str], BeforeValidator(_by_language), AfterValidator(_clips)]
"""Where the recorded clips of a language lie."""

VOICES: Mapping[str, str] = {"en": "Polly.Amy", "sw": "Google.sw-KE-Standard-A"}
NO_CLIPS: Mapping[str, str] = {}
