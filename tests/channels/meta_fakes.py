"""Meta as a fake port: what it posts, signed as it signs."""

from __future__ import annotations

import hmac
import json
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from engine.channels.base import Letter, Signs, Webhook
from engine.channels.meta import MetaChannel
from engine.settings import Settings
from tests.graph import NUMBER_ID, TOKEN, Graph

SECRET = "a-secret-of-the-fake-app"
VERIFY = "a-verify-token-of-the-fake"
PHONE, SCOPED = "254711000001", "KE.1A2B3C4D5E"
AMINA = f"+{PHONE}"
ACCOUNT = f"meta:whatsapp:{NUMBER_ID}"
URL = "https://karani.example.com/webhooks/whatsapp"
WAMID = "wamid.HBgMMjU0NzExMDAwMDAxFQIAEhgUM0E="

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
LETTER = Letter(UUID(int=1), ACCOUNT, "whatsapp", AMINA, "Nimeandika 300.", NOON)

Node = Mapping[str, Any]


def settings(**values: object) -> Settings:
    """An installation with one number at Meta."""
    chosen: dict[str, object] = {
        "public_url": "https://karani.example.com",
        "whatsapp_token": TOKEN,
        "whatsapp_phone_number_id": NUMBER_ID,
        "whatsapp_app_secret": SECRET,
        "whatsapp_verify_token": VERIFY,
        **values,
    }
    return Settings(**chosen)  # type: ignore[arg-type]  # As the environment would say it.


def channel(fake: Graph) -> MetaChannel:
    """The adapter, led to a fake of the API."""
    return MetaChannel(settings(whatsapp_api_url=fake.base))


def signs(fake: Graph) -> Signs:
    """What the adapter shows besides messages."""
    found = channel(fake).signs
    assert found is not None
    return found


def value(number_id: str = NUMBER_ID, **more: Any) -> dict[str, Any]:
    """What stands around messages and statuses."""
    metadata = {"display_phone_number": "254700123456", "phone_number_id": number_id}
    return {"messaging_product": "whatsapp", "metadata": metadata, **more}


def contact(phone: str | None = PHONE, scoped: str | None = SCOPED) -> dict[str, Any]:
    """Somebody who writes, with their phone, their business-scoped id, or both."""
    named = {"profile": {"name": "Mama Amina"}, "country_code": "KE"}
    ids = {"wa_id": phone, "user_id": scoped}
    return {**named, **{name: one for name, one in ids.items() if one}}


def written_now() -> str:
    """The time of a message that was written just now."""
    return str(int(time.time()))  # noqa: TID251 -- As the provider's clock says it.


def message(kind: str = "text", **more: Any) -> dict[str, Any]:
    """A message of Amina's; of text unless it is said what else."""
    content = {"text": {"body": "nimeuza sukari kilo 2 kwa 300"}} if kind == "text" else {}
    whose = {"from": PHONE, "id": WAMID, "timestamp": "1795417200"}
    return {**whose, "type": kind, **content, **more}


def status(state: str = "delivered", **more: Any) -> dict[str, Any]:
    """What became of a message of ours."""
    about = {"id": "wamid.ours", "timestamp": "1795417201", "recipient_id": PHONE}
    return {**about, "status": state, **more}


def envelope(*values: Node, field: str = "messages") -> dict[str, Any]:
    """What Meta posts, of one change for each value."""
    changes = [{"field": field, "value": one} for one in values]
    return {
        "object": "whatsapp_business_account",
        "entry": [{"id": "102290129340398", "changes": changes}],
    }


def saying(*messages: Node, **more: Any) -> dict[str, Any]:
    """A batch of messages to our number."""
    return envelope(value(contacts=[contact()], messages=list(messages), **more))


def reporting(*statuses: Node) -> dict[str, Any]:
    """A batch of statuses of our messages."""
    return envelope(value(statuses=list(statuses)))


def encoded(document: object) -> bytes:
    """As it travels; bytes as they are."""
    return document if isinstance(document, bytes) else json.dumps(document).encode()


def signature(body: bytes, secret: str = SECRET) -> str:
    """Meta's signature of a body, written down from its documentation."""
    return "sha256=" + hmac.digest(secret.encode(), body, "sha256").hex()


def signed(document: object) -> Webhook:
    """A genuine webhook."""
    body = encoded(document)
    return Webhook(URL, {"x-hub-signature-256": signature(body)}, body)
