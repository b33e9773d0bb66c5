"""A phone in the browser: the page, and what its screen shows."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import TypeVar

from flask import Blueprint, Response, render_template, request

from engine.channels import simulator
from engine.inbound import phone
from engine.runtime import Runtime
from webhooks import guards

_T = TypeVar("_T")


def doors(rt: Runtime) -> Blueprint:
    """`/phone`, its files and its messages."""
    blueprint = Blueprint(
        "phone",
        __name__,
        url_prefix="/phone",
        template_folder="templates",
        static_folder="static",
    )
    guards.stand_by_host(blueprint, rt.settings)

    @blueprint.get("")
    def show() -> str:
        return render_template("phone.html")

    @blueprint.get("/messages")
    def messages() -> Response:
        number = _argument("phone", simulator.phone)
        channel = _argument("channel", lambda name: simulator.channel_kind(name or "whatsapp"))
        page = _argument("after", lambda after: phone.history(rt, number, channel, after))
        document = {"items": [asdict(item) for item in page.items], "cursor": page.cursor}
        body = json.dumps(document, default=lambda moment: moment.isoformat())
        return Response(body, content_type="application/json")

    return blueprint


def _argument(name: str, read: Callable[[str | None], _T]) -> _T:
    try:
        return read(request.args.get(name))
    except ValueError as error:
        raise simulator.FieldsError({name: str(error)}) from None
