"""What tests of the doors say and look up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from engine.runtime import Runtime
from engine.settings import Settings
from tests.channels.twilio_fakes import FORM, signature

MESSAGES, STATUS = "/webhooks/twilio/messages", "/webhooks/twilio/status"


def twilio_posts(
    client: FlaskClient,
    form: Mapping[str, str],
    *,
    path: str = MESSAGES,
    sign: Mapping[str, str] | None = None,
) -> TestResponse:
    """A webhook as Twilio sends it, signed over `sign` where that is not the form."""
    url = f"https://karani.example.com{path}"
    headers = {"X-Twilio-Signature": signature(url, form if sign is None else sign)}
    return client.post(path, data=urlencode(form).encode(), content_type=FORM, headers=headers)


def stored(rt: Runtime) -> list[tuple[str, str, str]]:
    """Every message that was kept: account, provider reference, text."""
    query = text("select account, provider_reference, body from inbound_messages order by id")
    with rt.db.every_tenant() as tx:
        return [(r.account, r.provider_reference, r.body) for r in tx.execute(query)]


def with_settings(rt: Runtime, **values: object) -> Runtime:
    """The same parts under other settings."""
    return replace(rt, settings=Settings(**{**rt.settings.model_dump(), **values}))
