"""What Meta's error codes ask of us, whether it refuses a message or reports on one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from engine.channels.base import ChannelError, Trouble
from engine.channels.http import LONGEST_PAUSE_S, Answer, retry_after
from engine.channels.json_parts import node, nodes, number, parsed

_CODES: Mapping[Trouble, str] = {
    # Too fast for the app, the account or the number; or a fault of Meta's own.
    Trouble.BUSY: "1 2 4 17 32 613 80007 80008 130429 131000 131016 131057 133004 133016",
    Trouble.PAIR: "131056",
    Trouble.WINDOW: "131047",
    # Not on WhatsApp, too old a version, not reached by a number for a person without one; or
    # not reached from us, which says nothing of all others.
    Trouble.ADDRESS: "131021 131026 131030 131062 130497",
    # They said no to marketing, or WhatsApp spares them: no other channel instead.
    Trouble.CONSENT: "131050",
    Trouble.SPARED: "130472 131049",
    # The text, the template or the picture is at fault, whoever gets it.
    Trouble.CONTENT: (
        "100 131008 131009 131051 131052 131053 132000 132001 132005 132007 132012 132015"
        " 132016 132018 132068 132069 135000"
    ),
    # Credentials, rights, funds, a ban, a number that is not registered, a name not approved.
    Trouble.ACCOUNT: (
        "0 3 10 33 102 190 368 131005 131031 131037 131042 131045 131048 131055 133000 133005"
        " 133006 133008 133009 133010 133015 134011"
    ),
}
_RIGHTS = map(str, range(200, 300))  # Which right is missing makes no difference.
TROUBLES: Mapping[str, Trouble] = {
    **dict.fromkeys(_RIGHTS, Trouble.ACCOUNT),
    **{code: trouble for trouble, codes in _CODES.items() for code in codes.split()},
}

NOT_TAKEN = TROUBLES.keys() & {
    *("4", "17", "32", "613", "80007", "80008", "130429"),
    *("131016", "131056", "131057", "133004"),
}
"""What says, under any HTTP status, that the message was not taken: it may be repeated."""

_NO_SUCH_NUMBER = 33  # Beside code 100: the token does not reach our number, or it is gone.


def trouble_of(code: str | None) -> Trouble:
    """The kind of trouble that a code means."""
    return TROUBLES.get(code or "", Trouble.OTHER)


def code_of(error: object) -> str | None:
    """The code of an error as Meta writes it."""
    code = number(node(error).get("code"))
    return None if code is None else str(code)


def refusal(answer: Answer) -> ChannelError:
    """What an answer that is no success means for the message."""
    error = node(node(parsed(answer.body)).get("error"))
    code = code_of(error)
    word = code or f"http_{answer.status}"
    is_ours = code != "100" or number(error.get("error_subcode")) != _NO_SUCH_NUMBER
    trouble = _trouble(code, answer.status) if is_ours else Trouble.ACCOUNT
    detail = f"HTTP {answer.status}, {trouble.value}"
    if answer.status >= 500 and code not in NOT_TAKEN:
        return ChannelError(word, detail, ambiguous=True, trouble=trouble)
    return ChannelError(
        word,
        detail,
        retryable=trouble in {Trouble.BUSY, Trouble.PAIR},
        trouble=trouble,
        after=retry_after(answer) or _regained(answer),
    )


def unreadable() -> ChannelError:
    """Meta said something, but nobody can tell what."""
    return ChannelError("unreadable", "an answer that is none", ambiguous=True)


def _trouble(code: str | None, status: int) -> Trouble:
    if code is not None:
        return trouble_of(code)
    if status == 429 or status >= 500:
        return Trouble.BUSY
    return Trouble.ACCOUNT if status in {401, 403} else Trouble.OTHER


def _regained(answer: Answer) -> timedelta | None:
    """How long the account has used up what it may, as Meta estimates it: in minutes."""
    usage = parsed(answer.headers.get("X-Business-Use-Case-Usage", "").encode()) or {}
    waits = [
        number(one.get("estimated_time_to_regain_access")) or 0
        for account in usage.values()
        for one in nodes(account)
    ]
    longest = max(waits, default=0)
    return timedelta(seconds=min(longest * 60, LONGEST_PAUSE_S)) if longest else None
