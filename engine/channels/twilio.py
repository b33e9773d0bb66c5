"""Twilio: WhatsApp and SMS, both directions, and calls."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC

from pydantic import SecretStr

from engine.channels import twilio_api, twilio_form, twilio_media, twilio_proof
from engine.channels.base import (
    Archive,
    Attachment,
    ChannelError,
    Letter,
    Media,
    Reported,
    Signs,
    Template,
    Trouble,
    Webhook,
)
from engine.channels.http import LARGEST_MEDIA, Line
from engine.channels.twilio_archive import TwilioArchive
from engine.channels.twilio_calls import Calls, number_of
from engine.channels.twilio_choices import Choices, Shelf, variables
from engine.channels.twilio_errors import unreadable
from engine.channels.twilio_form import MESSAGE_ID, is_reference, prefix
from engine.channels.twilio_proof import RETRIES, Keys
from engine.settings import Settings, SettingsError

STATUS_PATH = "/webhooks/twilio/status"


class TwilioChannel:
    """Our numbers at Twilio, for WhatsApp, for SMS and for calls.

    `shelf` remembers the contents that show choices; without one they are made anew by each
    process. What a letter `quotes` is not shown: Twilio offers no way to.
    """

    name = "twilio"
    signs: Signs | None = None
    signed = True

    def __init__(self, settings: Settings, shelf: Shelf | None = None) -> None:
        if not (settings.twilio_account_sid and settings.twilio_auth_token):
            raise SettingsError("TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN are missing")
        token = settings.twilio_auth_token.get_secret_value()
        self._account = twilio_api.Account(
            settings.twilio_account_sid, token, settings.twilio_api_url
        )
        self._keys = Keys(
            (token, *_secrets(settings.twilio_auth_token_previous)),
            _secrets(settings.twilio_shared_key),
        )
        self._numbers: twilio_form.Numbers = {
            "whatsapp": settings.twilio_whatsapp_from,
            "sms": settings.twilio_sms_from,
        }
        number = settings.twilio_sms_from
        self.sms_account: str | None = f"twilio:sms:{number}" if number else None
        self._status_callback = settings.base_url + STATUS_PATH
        self._client = twilio_api.connect(self._account)
        self._media_line = Line(LARGEST_MEDIA)
        self.archive: Archive | None = TwilioArchive(self._client, self._numbers)
        self._choices = Choices(self._client, {} if shelf is None else shelf)
        self._calls = Calls(self._client, settings.base_url, self._status_callback)

    def is_genuine(self, webhook: Webhook) -> bool:
        """Whether it is signed with a key of ours, over our URL and everything it carries."""
        return twilio_proof.is_genuine(webhook, self._keys, self._account.sid)

    def read(self, webhook: Webhook) -> Iterable[Reported]:
        """The message or status report of a genuine webhook, if it is one that we know."""
        return twilio_form.read(webhook, self._numbers)

    def send(self, letter: Letter) -> str:
        """Hand over a message or a call; its sid. Raises `ChannelError`."""
        if letter.channel == "voice":
            return self._calls.ring(letter)
        if letter.template is not None:
            return self._hand_over(letter, _filled(letter.template))
        shown = self._choices.of(letter)
        if shown is None:
            return self._hand_over(letter, _words(letter))
        try:
            return self._hand_over(letter, _content(shown.reference, shown.variables))
        except ChannelError as error:
            if error.ambiguous or error.trouble is not Trouble.CONTENT:
                raise
            # It certainly was not taken, and the text says the same.
            self._choices.forget(shown)
            return self._hand_over(letter, _words(letter))

    def find(self, letter: Letter) -> Sequence[str]:
        """The sids of the messages that have this text, receiver and time; or of the calls."""
        if letter.channel == "voice":
            return self._calls.find(letter)
        claimed_at = letter.claimed_at.astimezone(UTC)
        found = twilio_api.ask(
            lambda: self._client.messages.list(
                to=prefix(letter.channel) + letter.to,
                date_sent_after=claimed_at - twilio_api.SAME_MOMENT,
                limit=200,
            )
        )
        return [
            str(message.sid)
            for message in found
            if (message.body or "").split() == letter.text.split()
            and twilio_api.is_of_then(message.date_created, claimed_at)
        ]

    def fetch(self, attachment: Attachment) -> Media:
        """The bytes of media that Twilio keeps for us."""
        return twilio_media.fetch(self._media_line, self._account, attachment.reference)

    def _hand_over(self, letter: Letter, what: Mapping[str, str]) -> str:
        message = twilio_api.ask(
            lambda: self._client.messages.create(
                to=prefix(letter.channel) + letter.to,
                from_=prefix(letter.channel) + number_of(letter),
                status_callback=self._reports_on(letter),
                **what,
            )
        )
        if not is_reference(message.sid):
            raise unreadable()
        return str(message.sid)

    def _reports_on(self, letter: Letter) -> str:
        # The report brings our id back: so it settles a message whose answer was lost.
        return f"{self._status_callback}?{MESSAGE_ID}={letter.id}{RETRIES}"


def voice_account(settings: Settings) -> str | None:
    """The account that calls people; None without a number for it."""
    number = settings.twilio_voice_from
    return f"twilio:voice:{number}" if number else None


def _words(letter: Letter) -> Mapping[str, str]:
    picture = {"media_url": letter.media_url} if letter.media_url else {}
    return {"body": letter.text, **picture}


def _filled(template: Template) -> Mapping[str, str]:
    words = variables(template.variables) if template.variables else ""
    return _content(template.reference, words)


def _content(reference: str, words: str) -> Mapping[str, str]:
    return {"content_sid": reference, **({"content_variables": words} if words else {})}


def _secrets(secret: SecretStr | None) -> tuple[str, ...]:
    return (secret.get_secret_value(),) if secret and secret.get_secret_value() else ()
