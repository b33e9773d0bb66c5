"""E-mail by SMTP: out only, one connection for each message."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress

from engine.channels import smtp_errors as errors
from engine.channels import smtp_letters
from engine.channels.base import (
    Archive,
    Attachment,
    ChannelError,
    Letter,
    Media,
    Reported,
    Signs,
    Webhook,
)
from engine.channels.smtp_line import Server, Talk
from engine.settings import Settings, SettingsError

NAME = "smtp"


def account_of(settings: Settings) -> str | None:
    """The channel account that e-mails leave from; None where none can be sent."""
    if not (settings.smtp_url and settings.email_from):
        return None
    return f"{NAME}:email:{smtp_letters.bare(settings.email_from)}"


class SmtpChannel:
    """The mail server that takes our e-mails."""

    name = NAME
    sms_account: str | None = None
    archive: Archive | None = None
    signs: Signs | None = None
    signed = False

    def __init__(self, settings: Settings) -> None:
        if settings.smtp_url is None or settings.email_from is None:
            raise SettingsError("SMTP_URL or EMAIL_FROM is missing")
        if settings.secret_key is None:
            raise SettingsError(
                "SECRET_KEY: is missing, and signs the address by which people"
                " unsubscribe from e-mails: use `openssl rand -hex 32`"
            )
        self._from = settings.email_from
        we = smtp_letters.bare(self._from).rpartition("@")[2]
        self._server = Server.of(settings.smtp_url.get_secret_value(), we)

    def is_genuine(self, webhook: Webhook) -> bool:
        """False: a mail server calls nobody."""
        return False

    def read(self, webhook: Webhook) -> Iterable[Reported]:
        """Nothing: a mail server tells nothing afterwards."""
        return ()

    def send(self, letter: Letter) -> str:
        """Hand over an e-mail; its Message-ID, made of our own id. Raises `ChannelError`."""
        composed = smtp_letters.compose(letter, self._from)
        with _connected(self._server) as talk:
            talk.begin()
            _expect(talk, f"MAIL FROM:<{composed.sender}>", errors.of_sender)
            _expect(talk, f"RCPT TO:<{composed.to}>", errors.of_receiver)
            _expect(talk, "DATA", errors.of_content, good=354)
            _hand_over(talk, composed.content)
        return composed.message_id

    def greet(self) -> None:
        """Sign in, ask whether we may write, and leave. Nothing is sent. `ChannelError`."""
        sender = smtp_letters.bare(self._from)
        with _connected(self._server) as talk:
            talk.begin()
            _expect(talk, f"MAIL FROM:<{sender}>", errors.of_sender)
            _expect(talk, "RSET", errors.of_greeting)
            with suppress(OSError):
                talk.leave()

    def find(self, letter: Letter) -> Sequence[str]:
        """Raises `ChannelError`: a mail server lists nothing that it was given to send."""
        raise ChannelError("cannot_tell", "what was sent cannot be listed")

    def fetch(self, attachment: Attachment) -> Media:
        """Raises `ChannelError`: no e-mail comes in."""
        raise ChannelError("no_media", "no e-mail comes in")


@contextmanager
def _connected(server: Server) -> Iterator[Talk]:
    """A connection that ends with the message, however that ends."""
    talk = Talk(server)
    try:
        yield talk
    except OSError as error:
        raise errors.before_content(error) from None
    finally:
        talk.close()


def _expect(talk: Talk, line: str, refusal: errors.Refusal, good: int = 250) -> None:
    code, words = talk.ask(line)
    # 251: they forward it themselves; 252: they will see.
    if code != good and not (good == 250 and code in {251, 252}):
        raise refusal(code, words)


def _hand_over(talk: Talk, content: bytes) -> None:
    """From here on a lost answer leaves it open whether the message was taken."""
    try:
        code, words = talk.hand_over(content)
    except OSError:  # Also all that smtplib raises.
        raise ChannelError("lost", "no answer after the message", ambiguous=True) from None
    if 400 <= code < 600:
        raise errors.of_content(code, words)
    if not 200 <= code < 300:  # No answer at all, or one that means nothing here.
        raise ChannelError("unreadable", f"code {code} after the message", ambiguous=True)
    with suppress(OSError):
        talk.leave()
