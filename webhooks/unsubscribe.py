"""The door below every e-mail: its reader gets no more of them."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template

from engine.runtime import Runtime
from engine.sending import unsubscribing
from engine.sending.unsubscribing import Page
from webhooks.errors import problem

HEADERS = {"X-Robots-Tag": "noindex"}


def doors(rt: Runtime) -> Blueprint:
    """`/unsubscribe/<token>`: a GET only shows, for mail programs open addresses unasked."""
    blueprint = Blueprint("unsubscribe", __name__)

    @blueprint.get(f"{unsubscribing.PATH}<token>")
    def show(token: str) -> Response:
        leaver = unsubscribing.read(rt.settings, token)
        return _shown(unsubscribing.page(rt, leaver, is_done=False) if leaver else None)

    @blueprint.post(f"{unsubscribing.PATH}<token>")
    def leave(token: str) -> Response:
        leaver = unsubscribing.read(rt.settings, token)
        page = unsubscribing.page(rt, leaver, is_done=True) if leaver else None
        if leaver is not None and page is not None:
            unsubscribing.leave(rt, leaver)
        return _shown(page)

    return blueprint


def _shown(page: Page | None) -> Response:
    if page is None:
        return problem(404, "This address lets nobody go: it is not whole, or they are gone.")
    response = make_response(render_template("unsubscribe.html", page=page))
    response.headers.update(HEADERS)
    return response
