"""Meta's WhatsApp Cloud API: one phone number, both directions."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping, Sequence

from engine.channels import meta_letters, meta_media, meta_updates
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
from engine.channels.http import LARGEST_MEDIA, Line
from engine.channels.json_parts import nodes, said
from engine.channels.meta_api import Graph, Number
from engine.channels.meta_errors import unreadable
from engine.channels.meta_signs import MetaSigns
from engine.settings import Settings, SettingsError

_SIGNED = "sha256="


class MetaChannel:
    """Our number at Meta."""

    name = meta_updates.NAME
    sms_account: str | None = None
    archive: Archive | None = None  # It lists nothing; but it repeats a webhook for a week.
    signed = True

    def __init__(self, settings: Settings) -> None:
        token, secret = settings.whatsapp_token, settings.whatsapp_app_secret
        verify, number_id = settings.whatsapp_verify_token, settings.whatsapp_phone_number_id
        if not (token and secret and verify and number_id):
            raise SettingsError("WHATSAPP_TOKEN and what belongs to it are missing")
        self._number = Number(number_id, token.get_secret_value(), settings.whatsapp_api_url)
        self._secret = secret.get_secret_value().encode()
        self._verify_token = verify.get_secret_value().encode()
        self._graph = Graph(self._number, Line())
        self._media_line = Line(LARGEST_MEDIA)
        self.signs: Signs | None = MetaSigns(self._graph)

    def challenged(self, query: Mapping[str, str]) -> str | None:
        """What Meta wants to hear when it asks whether the door is ours; None for others."""
        given = query.get("hub.verify_token", "").encode("utf-8", "replace")
        is_known = hmac.compare_digest(given, self._verify_token)
        if not is_known or query.get("hub.mode") != "subscribe":
            return None
        return query.get("hub.challenge", "")

    def is_genuine(self, webhook: Webhook) -> bool:
        """Whether it is signed with our app's secret."""
        given = webhook.headers.get("x-hub-signature-256", "").encode("utf-8", "replace")
        made = _SIGNED + hmac.digest(self._secret, webhook.body, "sha256").hex()
        return hmac.compare_digest(given, made.encode())

    def read(self, webhook: Webhook) -> Iterable[Reported]:
        """All the messages and statuses of a genuine webhook, up to a thousand."""
        return meta_updates.read(webhook, self._number.id)

    def send(self, letter: Letter) -> str:
        """Hand over a message; its wamid. Raises `ChannelError`."""
        answer = self._graph.post(meta_letters.document(letter))
        taken = nodes(answer.get("messages"))
        reference = said(taken[0].get("id")) if taken else ""
        if not meta_updates.is_reference(reference):
            raise unreadable()
        return reference

    def find(self, letter: Letter) -> Sequence[str]:
        """Nobody can tell: Meta lists no messages, but its statuses bring our ids back."""
        raise ChannelError("not_listed", "Meta lists no messages")

    def fetch(self, attachment: Attachment) -> Media:
        """The bytes of media that Meta keeps for us."""
        reference = attachment.reference
        return meta_media.fetch(self._media_line, self._graph, self._number, reference)
