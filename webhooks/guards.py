"""Guards at the doors: request ids, headers for browsers, and under which host they open."""

from __future__ import annotations

import hmac
from urllib.parse import urlsplit
from uuid import uuid4

import structlog
from flask import Blueprint, Flask, Response, g, request
from pydantic import SecretStr

from engine.settings import Settings, is_loopback
from webhooks.errors import problem

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


def stand_by_host(doors: Blueprint, settings: Settings) -> None:
    """Open these doors only under a name of ours.

    Another site may let its own name lead to this machine (DNS rebinding): its pages then
    speak to us from a visitor's browser as if we were that site.
    """

    @doors.before_request
    def refuse() -> Response | None:
        host = _host()
        if is_loopback(host) or (host and host == settings.base_host):
            return None
        return problem(403, "This door opens only under localhost or the host of PUBLIC_URL.")


def stand_by_secret(doors: Blueprint, secret: SecretStr) -> None:
    """Open these doors only under the secret part of their path, `<guess>`.

    Their callers sign nothing: that they know it is all they prove.
    """

    @doors.before_request
    def refuse() -> Response | None:
        guess = str((request.view_args or {}).get("guess", ""))
        known = secret.get_secret_value()
        if hmac.compare_digest(guess.encode("utf-8", "replace"), known.encode()):
            return None
        return problem(404)  # As for any address that there is not.


def _host() -> str | None:
    try:
        return urlsplit(f"//{request.headers.get('Host', '')}").hostname
    except ValueError:
        return None


def _name_the_request() -> None:
    g.request_id = uuid4().hex
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request=g.request_id)


def _warn_the_browser(response: Response) -> Response:
    response.headers.update(HEADERS)
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers["X-Request-Id"] = g.request_id
    return response
