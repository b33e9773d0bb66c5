"""Fit a text to a channel: GSM-7, SMS parts, the longest body a provider takes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import accumulate

from engine.channels.base import ChannelKind

LONGEST_BODY = 1600  # Twilio refuses a longer one (21617), on WhatsApp and SMS alike.

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = frozenset("\f^{}\\[~]|€")  # Each costs an escape as well: two units.
_GSM7 = _BASIC | _EXTENSION

_PLAIN = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´ʼʻ", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−•·▪‣", "-"),
        "…": "...",
        "×": "x",
        "÷": "/",
        "⁄": "/",
        "→": "->",
        "\t": " ",
        "\u2028": "\n",
        "\u2029": "\n",
    }
)
_SILENT = {"Cc", "Cf", "Cn", "Co", "Cs", "Mn", "Me", "Sk", "So"}  # Emoji, joiners, accents.


def fit(text: str, channel: ChannelKind) -> str:
    """The text as the channel carries it whole; cut with an ellipsis only as a last resort."""
    if channel in {"sms", "ussd"}:
        return _shorten(to_gsm7(text), "...")
    if channel == "email":
        return text  # A mail server takes what Twilio would not.
    return _shorten(text, "…")


def to_gsm7(text: str) -> str:
    """The text with its typographic signs made plain and its emoji left out.

    One in another script stays as it is: it costs more, but it says what it said.
    """
    lines = re.sub(r"\r\n?", "\n", text)
    plain = "".join(_plain(sign) for sign in lines.translate(_PLAIN))
    if plain == text or not is_gsm7(plain):
        return text
    return re.sub(r" +(?=\n|$)", "", re.sub(r" {2,}", " ", plain)).strip(" ")


def is_gsm7(text: str) -> bool:
    """Whether an SMS carries the text in 7 bits a sign."""
    return _GSM7.issuperset(text)


def sms_parts(text: str) -> int:
    """How many SMS the text is sent and paid as; at least one."""
    if is_gsm7(text):
        return _parts((2 if sign in _EXTENSION else 1 for sign in text), 160, 153)
    return _parts((_units(sign) for sign in text), 70, 67)


def with_room(text: str, more: str) -> str:
    """An SMS with more behind it, where that is in no more parts; else the SMS alone."""
    longer = to_gsm7(f"{text} {more}") if more else text
    return longer if sms_parts(longer) <= sms_parts(text) else text


def _plain(sign: str) -> str:
    if sign in _GSM7:
        return sign
    if unicodedata.category(sign) == "Zs":
        return " "
    simple = unicodedata.normalize("NFKD", sign).translate(_PLAIN)
    bare = "".join(part for part in simple if unicodedata.category(part) not in _SILENT)
    return bare if _GSM7.issuperset(bare) else sign


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _parts(widths: Iterable[int], alone: int, joined: int) -> int:
    total, parts, filled = 0, 1, 0
    for width in widths:
        total += width
        filled += width
        if filled > joined:  # A sign of two units is never torn apart: it moves on whole.
            parts, filled = parts + 1, width
    return 1 if total <= alone else parts


def _shorten(text: str, ellipsis: str) -> str:
    if _units(text) <= LONGEST_BODY:
        return text
    room = LONGEST_BODY - len(ellipsis)
    kept = sum(length <= room for length in accumulate(map(_units, text)))
    # Between words where there is one near the end: half an amount would be a wrong amount.
    cut = max(text.rfind(" ", kept - 100, kept + 1), text.rfind("\n", kept - 100, kept + 1))
    return text[: cut if cut > 0 else kept].rstrip() + ellipsis
