"""What providers report: prove it, unpack it, have it stored, answer at once."""

from __future__ import annotations

import json
from collections.abc import Callable

import structlog
from flask import Blueprint, Response, request

from engine.channels.base import Channel, Received, Webhook
from engine.inbound import braking, intake
from engine.runtime import Runtime
from engine.settings import Settings
from webhooks import guards
from webhooks.errors import problem

View = Callable[[], Response]
_log = structlog.get_logger(__name__)


def twilio(rt: Runtime) -> Blueprint:
    """Twilio's messages and status reports; answered with empty TwiML."""
    doors = Blueprint("twilio", __name__, url_prefix="/webhooks/twilio")
    receive = _receive(rt, "twilio")
    doors.add_url_rule("/messages", "messages", receive, methods=["POST"])
    doors.add_url_rule("/status", "status", receive, methods=["POST"])
    return doors


def simulator(rt: Runtime) -> Blueprint:
    """What is typed on the phones of the simulator, as JSON."""
    doors = Blueprint("typed", __name__, url_prefix="/webhooks/simulator")
    guards.stand_by_host(doors, rt.settings)
    channel = rt.channels["simulator"]

    @doors.post("/messages")
    def messages() -> Response:
        if not request.is_json:  # Other types another site's page could send from this browser.
            return problem(415, "Send application/json.")
        items = list(channel.read(as_webhook(rt.settings)))
        intake.take(rt, items)
        ids = [item.provider_reference for item in items if isinstance(item, Received)]
        return Response(json.dumps({"id": ids[0]}), 202, content_type="application/json")

    return doors


def _receive(rt: Runtime, provider: str) -> View:
    channel = rt.channels[provider]

    def receive() -> Response:
        webhook = as_webhook(rt.settings)
        if refused := refusal(channel, webhook):
            return refused
        if items := list(channel.read(webhook)):
            intake.take(rt, braking.slowed(rt, items))
        return Response("<Response/>", mimetype="text/xml")

    return receive


def refusal(channel: Channel, webhook: Webhook) -> Response | None:
    """Why a webhook is not heard: its provider has not signed it; None where it has."""
    if channel.is_genuine(webhook):
        return None
    _log.warning("Refused a webhook that is not signed as it should be", url=webhook.url)
    return problem(403, "The signature does not fit this address and body.")


def as_webhook(settings: Settings) -> Webhook:
    """The request under our public address: what a Host header says proves nothing."""
    query = request.query_string.decode("utf-8", "replace")
    return Webhook(
        url=settings.base_url + request.path + (f"?{query}" if query else ""),
        headers={name.lower(): value for name, value in request.headers},
        body=request.get_data(cache=False),
    )
