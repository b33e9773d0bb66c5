"""Africa's Talking's calls: behind a secret path, for they are not signed."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, request
from pydantic import SecretStr

from engine.channels import africastalking_ussd
from engine.channels.base import Webhook
from engine.inbound import braking, intake, ussd
from engine.runtime import Runtime
from webhooks import guards
from webhooks.errors import problem

REPORTS = ("sms", "delivery", "optout")
View = Callable[[str], Response]


def doors(rt: Runtime, secret: SecretStr) -> Blueprint:
    """What people write, what became of ours, who wants none of it; and the screens of USSD."""
    blueprint = Blueprint(
        "africastalking", __name__, url_prefix="/webhooks/africastalking/<guess>"
    )
    guards.stand_by_secret(blueprint, secret)

    for kind in REPORTS:
        blueprint.add_url_rule(f"/{kind}", kind, _reports(rt), methods=["POST"])
    blueprint.add_url_rule("/ussd", "ussd", _screens(rt), methods=["POST"])
    blueprint.add_url_rule("/ussd-events", "ussd-events", _heard, methods=["POST"])
    return blueprint


def _reports(rt: Runtime) -> View:
    channel = rt.channels["africastalking"]

    def receive(guess: str) -> Response:
        # The kind is the last part of the path; nobody needs the secret behind this door.
        kind = request.path.rpartition("/")[2]
        webhook = Webhook(f"{rt.settings.base_url}/{kind}", {}, request.get_data(cache=False))
        if items := list(channel.read(webhook)):
            intake.take(rt, braking.slowed(rt, items))
        return _heard(guess)

    return receive


def _screens(rt: Runtime) -> View:
    def dial(guess: str) -> Response:
        step = africastalking_ussd.read(request.get_data(cache=False))
        if step is None:
            return problem(422, "A step of a session names sessionId and phoneNumber.")
        screen = ussd.take(rt, step)
        said = f"{'END' if screen.ends else 'CON'} {screen.text}"
        return Response(said, mimetype="text/plain")

    return dial


def _heard(guess: str) -> Response:
    return Response(status=200, mimetype="text/plain")
