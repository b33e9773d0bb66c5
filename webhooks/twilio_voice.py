"""Twilio asks what to say in a call of ours; answered with TwiML."""

from __future__ import annotations

import structlog
from flask import Blueprint, Response

from engine.channels import twilio_call
from engine.inbound import ringing
from engine.runtime import Runtime
from webhooks.errors import problem
from webhooks.receive import as_webhook

_log = structlog.get_logger(__name__)
_HANG_UP = "<Response><Hangup /></Response>"


def doors(rt: Runtime) -> Blueprint:
    """`/webhooks/twilio/voice`: what is pressed there is kept and logged nowhere."""
    blueprint = Blueprint("voice", __name__, url_prefix="/webhooks/twilio")
    channel = rt.channels["twilio"]

    @blueprint.post("/voice")
    def voice() -> Response:
        webhook = as_webhook(rt.settings)
        if not channel.is_genuine(webhook):
            _log.warning("Refused a call that is not signed as it should be")
            return problem(403, "The signature does not fit this address and body.")
        ring = twilio_call.read(webhook)
        said = ringing.take(rt, ring) if ring else _HANG_UP
        return Response(said, mimetype="text/xml")

    return blueprint
