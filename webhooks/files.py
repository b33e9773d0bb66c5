"""Signed short-lived files: a chart, for whoever holds its address."""

from __future__ import annotations

from flask import Blueprint, Response

from engine import files, reports
from engine.runtime import Runtime
from webhooks.errors import problem

HEADERS = {
    "Cache-Control": "private, max-age=3600",
    "Content-Disposition": 'inline; filename="karani.png"',
    "X-Robots-Tag": "noindex",
}


def doors(rt: Runtime) -> Blueprint:
    """`/files/<token>`."""
    blueprint = Blueprint("files", __name__)

    @blueprint.get(f"{files.PATH}<token>")
    def show(token: str) -> Response:
        wanted = files.read(rt.settings, token, rt.clock())
        picture = reports.draw(rt, wanted) if wanted else None
        if picture is None:
            return problem(404, "This file is not here, or no longer.")
        return Response(picture, headers=HEADERS, mimetype="image/png")

    return blueprint
