"""Talk SMTP to one mail server, within one bound of time for all of it."""

from __future__ import annotations

import smtplib
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from threading import Timer
from typing import Self
from urllib.parse import unquote, urlsplit

import certifi

from engine.channels import smtp_errors as errors
from engine.settings import is_loopback

WHOLE_TALK_S = 25.0
"""Shorter than the lease of a message: from the connection to the last answer."""
CONNECT_S, ANSWER_S, LEAVE_S = 5.0, 10.0, 2.0


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server: where it is, whether TLS comes first or is asked for, who we are."""

    host: str
    port: int
    is_tls_first: bool
    asks_for_tls: bool
    user: str | None
    password: str | None
    we: str
    authorities: str

    @classmethod
    def of(cls, url: str, we: str, authorities: str | None = None) -> Self:
        """What SMTP_URL names, as `settings` has checked it; `we` is our domain.

        `authorities` is a file of certificates to trust in the place of the usual ones.
        """
        parts = urlsplit(url)
        is_tls_first = parts.scheme == "smtps"
        host = parts.hostname or ""
        return cls(
            host=host,
            port=parts.port or (465 if is_tls_first else 587),
            is_tls_first=is_tls_first,
            asks_for_tls=not is_tls_first and not is_loopback(host),
            user=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
            we=we,
            authorities=authorities or certifi.where(),
        )


class Talk:
    """One connection. Raises `OSError` or `SMTPException` where it breaks.

    A time-out bounds each piece of an answer alone: a server that drips letters would hold a
    worker for ever, so the whole is cut off by a clock beside it.
    """

    def __init__(self, server: Server) -> None:
        self._server = server
        self._is_over = False
        # Its own way to find our name asks the network for it.
        self._smtp = smtplib.SMTP(local_hostname=server.we)
        self._clock = Timer(WHOLE_TALK_S, self._cut)
        self._clock.daemon = True
        self._clock.start()

    def begin(self) -> None:
        """Connect, encrypt and sign in, as far as the server and its settings want it.

        Raises `ChannelError` for what is wrong with the account.
        """
        server = self._server
        self._smtp.sock = socket.create_connection((server.host, server.port), CONNECT_S)
        self._line.settimeout(ANSWER_S)
        if server.is_tls_first:
            self._wrap()
        code, words = self._smtp.getreply()
        if code != 220:
            raise errors.of_greeting(code, words)
        self._smtp.ehlo_or_helo_if_needed()
        if server.asks_for_tls:
            self._encrypt()
        if server.user is not None:
            self._sign_in(server.user, server.password or "")

    def ask(self, line: str) -> tuple[int, bytes]:
        """Say one command; the code and the words of the answer."""
        return self._smtp.docmd(line)

    def hand_over(self, content: bytes) -> tuple[int, bytes]:
        """The message itself, ended as DATA ends; what the server says of it."""
        self._smtp.send(content + b".\r\n")
        return self._smtp.getreply()

    def leave(self) -> None:
        """Say goodbye: what was taken stays taken without it."""
        self._line.settimeout(LEAVE_S)
        self._smtp.docmd("QUIT")

    def close(self) -> None:
        """End the connection at once."""
        self._clock.cancel()
        self._smtp.close()

    @property
    def _line(self) -> socket.socket:
        line = self._smtp.sock
        if line is None or self._is_over:
            raise smtplib.SMTPServerDisconnected("the connection is gone")
        return line

    def _encrypt(self) -> None:
        """Raises `ChannelError`: words and password never go in the clear."""
        if not self._smtp.has_extn("starttls"):
            raise errors.no_encryption()
        code, words = self._smtp.docmd("STARTTLS")
        if code != 220:
            raise errors.of_greeting(code, words)
        self._wrap()
        self._smtp.ehlo()  # What was said before is not to be trusted.

    def _wrap(self) -> None:
        context = ssl.create_default_context(cafile=self._server.authorities)
        self._smtp.sock = context.wrap_socket(self._line, server_hostname=self._server.host)
        self._smtp.file = None  # What came in the clear behind the answer is dropped.

    def _sign_in(self, user: str, password: str) -> None:
        try:
            self._smtp.login(user, password)
        except smtplib.SMTPAuthenticationError as error:
            raise errors.of_login(error.smtp_code, _bytes(error.smtp_error)) from None
        except smtplib.SMTPNotSupportedError:
            raise errors.of_login(504, b"") from None

    def _cut(self) -> None:
        self._is_over = True
        line = self._smtp.sock
        if line is not None:
            with suppress(OSError):  # It may have ended by itself.
                line.shutdown(socket.SHUT_RDWR)


def _bytes(words: bytes | str) -> bytes:
    return words if isinstance(words, bytes) else words.encode()
