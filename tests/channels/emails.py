"""E-mails to be sent, by a channel of ours to a server of the test's."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest

from engine.channels.base import ChannelError, Letter
from engine.channels.farewell import Farewell
from engine.channels.smtp import SmtpChannel
from engine.settings import Settings
from tests.channels.smtp_server import Office

MESSAGE = UUID("0193f1a0-0000-7000-8000-000000000001")
FAREWELL = Farewell("https://karani.example.com/unsubscribe/abc", "No more of these:")


def channel(
    there: Office, url: str | None = None, sender: str = "Karani <k@x.co>"
) -> SmtpChannel:
    return SmtpChannel(
        Settings.model_validate(
            {
                "smtp_url": url or f"smtp://127.0.0.1:{there.port}",
                "email_from": "Karani <k@x.co>",
                "secret_key": "s" * 32,
            }
        )
    )


def letter(
    text: str = "Habari, Asha.\n\nDeni: Ksh 300 < Ksh 500.",
    to: str = "asha@example.com",
    subject: str | None = "Duka la Amina",
    farewell: Farewell | None = FAREWELL,
) -> Letter:
    return Letter(
        id=MESSAGE,
        account="smtp:email:k@x.co",
        channel="email",
        to=to,
        text=text,
        claimed_at=datetime(2026, 11, 23, 7, 0, tzinfo=UTC),
        subject=subject,
        farewell=farewell,
    )


def refusal(
    there: Office, *, url: str | None = None, to: str = "asha@example.com"
) -> ChannelError:
    with pytest.raises(ChannelError) as caught:
        channel(there, url).send(letter(to=to))
    return caught.value
