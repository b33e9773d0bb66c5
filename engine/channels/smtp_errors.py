"""What a mail server's refusals ask of us."""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable

from engine.channels.base import ChannelError, Trouble

Refusal = Callable[[int, bytes], ChannelError]
"""What an answer's code and words mean at one command; the message was not taken."""

_ENHANCED = re.compile(rb"\s*[245]\.(\d{1,3})\.(\d{1,3})\b")
_LOGIN = frozenset({530, 534, 535, 538})
"""Codes by which a server wants to know us first, at whatever command."""
_POLICY, _ADDRESS, _MAILBOX = 7, 1, 2
"""Subjects of enhanced status codes (RFC 3463)."""


def of_greeting(code: int, words: bytes) -> ChannelError:
    """It does not let us in: 421 is too much at once, 554 no service for us."""
    return _refused(code, words, Trouble.ACCOUNT)


def of_login(code: int, words: bytes) -> ChannelError:
    """It does not know us, or cannot say at the moment."""
    return _refused(code, words, Trouble.ACCOUNT)


def of_sender(code: int, words: bytes) -> ChannelError:
    """It does not let us write as EMAIL_FROM."""
    return _refused(code, words, Trouble.ACCOUNT)


def of_receiver(code: int, words: bytes) -> ChannelError:
    """There is no such mailbox; what is refused by policy says nothing about the mailbox."""
    by_policy = _subject(words) == _POLICY
    return _refused(code, words, Trouble.OTHER if by_policy else Trouble.ADDRESS)


def of_content(code: int, words: bytes) -> ChannelError:
    """It does not take the message; some servers look for the mailbox only now."""
    by_address = _subject(words) in {_ADDRESS, _MAILBOX}
    return _refused(code, words, Trouble.ADDRESS if by_address else Trouble.CONTENT)


def no_encryption() -> ChannelError:
    """It offers no TLS."""
    detail = "the server offers no STARTTLS: name one that does, or smtps://"
    return ChannelError("no_starttls", detail, trouble=Trouble.ACCOUNT)


def before_content(error: Exception) -> ChannelError:
    """The connection broke before the message was handed over: it was not taken."""
    if isinstance(error, ssl.SSLCertVerificationError):
        detail = "its certificate is not good for its name"
        return ChannelError("bad_certificate", detail, trouble=Trouble.ACCOUNT)
    return ChannelError(
        "unreachable", type(error).__name__, retryable=True, trouble=Trouble.BUSY
    )


def _refused(code: int, words: bytes, lasting: Trouble) -> ChannelError:
    """4xx may pass; else it is the trouble that the command tells of.

    The server's words name people: only its codes are kept.
    """
    found = _ENHANCED.match(words)
    name = f"smtp_{code}" + (f"_{found[0].strip().decode()}" if found else "")
    if 400 <= code < 500:
        return ChannelError(name, f"code {code}", retryable=True, trouble=Trouble.BUSY)
    if code in _LOGIN:
        return ChannelError(name, f"code {code}", trouble=Trouble.ACCOUNT)
    if code < 500 or code > 599:  # Also -1: an answer that is none, and nothing was taken.
        return ChannelError(name, f"code {code}", retryable=True, trouble=Trouble.BUSY)
    return ChannelError(name, f"code {code}", trouble=lasting)


def _subject(words: bytes) -> int | None:
    found = _ENHANCED.match(words)
    return int(found[1]) if found else None
