"""What Twilio's error codes ask of us, whether it refuses a message or reports on one."""

from __future__ import annotations

import json
from collections.abc import Mapping

from engine.channels.base import ChannelError, Trouble
from engine.channels.http import Answer, retry_after

_CODES: Mapping[Trouble, str] = {
    # Too fast, a full queue, or a fault on the way, Twilio's or WhatsApp's. 63018 is WhatsApp's
    # limit of people a day as well: then later means tomorrow.
    Trouble.BUSY: (
        "20429 21611 30001 30008 30017 30022 63005 63009 63010 63011 63012 63017 63018 63023"
    ),
    Trouble.WINDOW: "63016",
    # Nobody there on this channel; or this sender may not reach that country or network, which
    # says nothing of all others: for one foreign number an account must not stand still.
    Trouble.ADDRESS: (
        "21211 21214 21217 21408 21604 21606 21608 21612 21614 30003 30005 30006 30011 30014"
        " 30018 30024 63003 63015 63024 63031 63035 63036"
    ),
    # They said no, or blocked us; what WhatsApp spares them for a while is no word of theirs.
    Trouble.CONSENT: "21610 63014 63033",
    Trouble.SPARED: "63032 63049",
    # The text, the template or the picture is at fault, whoever gets it.
    Trouble.CONTENT: (
        "21602 21605 21617 21618 21620 21623 21654 21655 21656 21658 30007 30019 63006 63013"
        " 63019 63021 63027 63028 63029 63030 63034 63037 63040 63041 63042 92007"
    ),
    # Credentials, funds, a ban, a sender that is none, a day's allowance used up.
    Trouble.ACCOUNT: (
        "20003 20005 20006 20010 20403 21212 21603 21607 21616 30002 30023 30032 63001 63002"
        " 63007 63008 63020 63022 63026 63038 63039"
    ),
}
TROUBLES: Mapping[str, Trouble] = {
    code: trouble for trouble, codes in _CODES.items() for code in codes.split()
}


def trouble_of(code: str | None) -> Trouble:
    """The kind of trouble that a code means."""
    return TROUBLES.get(code or "", Trouble.OTHER)


def refusal(answer: Answer) -> ChannelError:
    """What an answer that is no success means for the message."""
    status = answer.status
    code = _code(answer.body)
    word = code if code and code != str(status) else f"http_{status}"
    trouble = _trouble(word, status)
    detail = f"HTTP {status}, {trouble.value}"
    if status >= 500 and status != 503:
        return ChannelError(word, detail, ambiguous=True, trouble=trouble)
    return ChannelError(
        word,
        detail,
        retryable=trouble is Trouble.BUSY,
        trouble=trouble,
        after=retry_after(answer),
    )


def unreadable() -> ChannelError:
    """Twilio said something, but nobody can tell what."""
    return ChannelError("unreadable", "an answer that is none", ambiguous=True)


def _trouble(word: str, status: int) -> Trouble:
    known = TROUBLES.get(word)
    if known is not None:
        return known
    if status == 429 or status >= 500:
        return Trouble.BUSY
    return Trouble.ACCOUNT if status in {401, 403} else Trouble.OTHER


def _code(body: bytes) -> str | None:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return None
    code = document.get("code") if isinstance(document, dict) else None
    if isinstance(code, bool) or not isinstance(code, int):
        return None
    return str(code) if 0 < code < 10**9 else None
