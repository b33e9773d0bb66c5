"""Twilio asks what to say in a call of ours; answered with TwiML."""

from __future__ import annotations

from flask import Blueprint, Response

from engine.channels import twilio_call
from engine.inbound import ringing
from engine.runtime import Runtime
from webhooks.receive import as_webhook, refusal


def doors(rt: Runtime) -> Blueprint:
    """`/webhooks/twilio/voice`: what is pressed there is kept and logged nowhere."""
    blueprint = Blueprint("voice", __name__, url_prefix="/webhooks/twilio")
    channel = rt.channels["twilio"]

    @blueprint.post("/voice")
    def voice() -> Response:
        webhook = as_webhook(rt.settings)
        if refused := refusal(channel, webhook):
            return refused
        said = ringing.take(rt, twilio_call.read(webhook))
        return Response(said, mimetype="text/xml")

    return blueprint
