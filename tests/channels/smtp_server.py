"""A real SMTP server on loopback, which refuses, stays silent or breaks off as it is told."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "karani", "p@ss:word"


@dataclass
class Office:
    """What the server took, and what it says instead where it is told to.

    `hangs_up` names the command behind which it breaks off, `sleeps` for how many seconds it
    thinks about a message.
    """

    port: int = 0
    rcpt: str = "250 OK"
    mail: str = "250 OK"
    data: str = "250 OK"
    hangs_up: str | None = None
    sleeps: float = 0
    tries: int = 0
    got: list[Envelope] = field(default_factory=list)

    @property
    def messages(self) -> list[EmailMessage]:
        """What was taken, parsed."""
        return [_parsed(one) for one in self.got]

    async def handle_MAIL(  # noqa: N802 -- aiosmtpd's names.
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: object
    ) -> str:
        if self.mail.startswith("250"):
            envelope.mail_from = address
        return self.mail

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: object
    ) -> str:
        if self.hangs_up == "RCPT":
            _break_off(server)
        if self.rcpt.startswith("25"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        self.tries += 1
        if self.hangs_up == "DATA":
            _break_off(server)
        await asyncio.sleep(self.sleeps)
        if self.data.startswith("250"):
            self.got.append(envelope)
        return self.data


class _Controller(Controller):
    """Finds a free port: its own way knocks at port 0 to see whether it is there."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call] # It has no types.


@contextmanager
def office(
    *, signs_in: bool = False, context: ssl.SSLContext | None = None
) -> Iterator[Office]:
    """The server, for as long as it is needed; with `signs_in` it wants `USER`."""
    told = Office()
    controller = _Controller(
        told,
        hostname="127.0.0.1",
        port=0,
        ssl_context=context,
        ready_timeout=10,
        auth_required=signs_in,
        auth_require_tls=not signs_in,
        authenticator=_knows,
    )
    controller.start()
    try:
        told.port = controller.port
        yield told
    finally:
        controller.stop()


def _knows(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, said: LoginPassword
) -> AuthResult:
    good = said.login == USER.encode() and said.password == PASSWORD.encode()
    return AuthResult(success=good, handled=False)


def _break_off(server: SMTP) -> None:
    cast(asyncio.Transport, server.transport).abort()


def _parsed(envelope: Envelope) -> EmailMessage:
    content = envelope.content
    assert isinstance(content, bytes)
    return message_from_bytes(content, policy=default)
