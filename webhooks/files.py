"""Signed short-lived files: a chart or an export, for whoever holds its address."""

from __future__ import annotations

from flask import Blueprint, Response

from engine.files import files, reports
from engine.privacy import downloads
from engine.privacy.downloads import OverError
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
        if picture is not None:
            return Response(picture, headers=HEADERS, mimetype="image/png")
        return _export(rt, token) or problem(404, "This file is not here, or no longer.")

    return blueprint


def _export(rt: Runtime, token: str) -> Response | None:
    try:
        found = downloads.find(rt, token)
    except OverError:
        return problem(410, "This address was good for 24 hours: ask for a new one.")
    if found is None:
        return None
    headers = {
        "Cache-Control": "private, no-store",
        "Content-Disposition": f'attachment; filename="{found.name}"',
        "X-Robots-Tag": "noindex",
        "Referrer-Policy": "no-referrer",
    }
    return Response(found.content, headers=headers, mimetype=found.mime_type)
