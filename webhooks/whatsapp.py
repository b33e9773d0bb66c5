"""What Meta reports of our WhatsApp number: signed batches, stored whole, answered at once."""

from __future__ import annotations

import structlog
from flask import Blueprint, Response, request

from engine.channels.meta import MetaChannel
from engine.inbound import braking, intake
from engine.runtime import Runtime
from webhooks.errors import problem
from webhooks.receive import as_webhook

LARGEST_BATCH = 3 * 1024 * 1024
"""As much as Meta sends at once: a thousand updates."""

_log = structlog.get_logger(__name__)


def doors(rt: Runtime) -> Blueprint:
    """Meta's question whether the door is ours, and its updates."""
    blueprint = Blueprint("whatsapp", __name__, url_prefix="/webhooks/whatsapp")
    channel = rt.channels["meta"]
    assert isinstance(channel, MetaChannel)  # noqa: S101 -- The composition root made it.

    @blueprint.get("")
    def challenge() -> Response:
        answer = channel.challenged(request.args)
        if answer is None:
            return problem(403, "The verify token is not WHATSAPP_VERIFY_TOKEN.")
        return Response(answer, mimetype="text/plain")

    @blueprint.post("")
    def updates() -> Response:
        request.max_content_length = LARGEST_BATCH
        webhook = as_webhook(rt.settings)
        if not channel.is_genuine(webhook):
            _log.warning("Refused a webhook that is not signed as it should be")
            return problem(403, "The signature does not fit this body.")
        if items := list(channel.read(webhook)):
            intake.take(rt, braking.slowed(rt, items))
        return Response(status=200)

    return blueprint
