"""M-Pesa's reports of payments (Daraja C2B): behind a secret path, for they are not signed."""

from __future__ import annotations

import json

from flask import Blueprint, Response, request
from pydantic import SecretStr

from engine.inbound import payments
from engine.inbound.daraja import ACCEPTED
from engine.runtime import Runtime
from webhooks import guards


def doors(rt: Runtime, secret: SecretStr) -> Blueprint:
    """Whether a payment may come in, and that it has."""
    blueprint = Blueprint("mpesa", __name__, url_prefix="/webhooks/mpesa/<guess>")
    guards.stand_by_secret(blueprint, secret)

    @blueprint.post("/validation")
    def validation(guess: str) -> Response:
        # A shop turns no customer's money away; only the confirmation says that it came.
        return _accepted()

    @blueprint.post("/confirmation")
    def confirmation(guess: str) -> Response:
        payments.take(rt, request.get_data(cache=False))
        return _accepted()

    return blueprint


def _accepted() -> Response:
    return Response(json.dumps(ACCEPTED), content_type="application/json")
