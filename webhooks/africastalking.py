"""Africa's Talking's calls: behind a secret path, for they are not signed."""

from __future__ import annotations

import hmac

from flask import Blueprint, Response, request
from pydantic import SecretStr

from engine import intake
from engine.channels.base import Webhook
from engine.runtime import Runtime
from webhooks.errors import problem

KINDS = ("sms", "delivery", "optout")


def doors(rt: Runtime, secret: SecretStr) -> Blueprint:
    """What people write, what became of ours, and who wants none of it."""
    blueprint = Blueprint(
        "africastalking", __name__, url_prefix="/webhooks/africastalking/<guess>"
    )
    channel = rt.channels["africastalking"]

    @blueprint.before_request
    def refuse() -> Response | None:
        guess = str((request.view_args or {}).get("guess", ""))
        known = secret.get_secret_value()
        if hmac.compare_digest(guess.encode("utf-8", "replace"), known.encode()):
            return None
        return problem(404)  # As for any address that there is not.

    def receive(guess: str) -> Response:
        # The kind is the last part of the path; nobody needs the secret behind this door.
        kind = request.path.rpartition("/")[2]
        webhook = Webhook(f"{rt.settings.base_url}/{kind}", {}, request.get_data(cache=False))
        if items := list(channel.read(webhook)):
            intake.take(rt, items)
        return Response(status=200, mimetype="text/plain")

    for kind in KINDS:
        blueprint.add_url_rule(f"/{kind}", kind, receive, methods=["POST"])
    return blueprint
