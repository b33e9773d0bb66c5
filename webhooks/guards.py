"""Guards at every door: request ids, and headers that tell browsers what not to do."""

from __future__ import annotations

from uuid import uuid4

import structlog
from flask import Flask, Response, g

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def stand_at(app: Flask) -> None:
    """Name every request and put the headers on every answer."""
    app.before_request(_name_the_request)
    app.after_request(_warn_the_browser)


def _name_the_request() -> None:
    g.request_id = uuid4().hex
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request=g.request_id)


def _warn_the_browser(response: Response) -> Response:
    response.headers.update(HEADERS)
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers["X-Request-Id"] = g.request_id
    return response
