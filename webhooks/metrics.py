"""What Prometheus may ask: how many requests came, and how long they took."""

from __future__ import annotations

import hmac
import ipaddress
import time

from flask import Blueprint, Flask, Response, g, request
from prometheus_client import CONTENT_TYPE_LATEST, Counter, Histogram, generate_latest

from engine.settings import Settings
from webhooks.errors import problem

REQUESTS = Counter(
    "karani_http_requests", "Requests that were answered.", ["method", "route", "status"]
)
SECONDS = Histogram("karani_http_request_seconds", "Time to the answer.", ["route"])


def count_in(app: Flask) -> None:
    """Count and time every request of the application."""
    app.before_request(_begin)
    app.after_request(_end)


def doors(settings: Settings) -> Blueprint:
    """`/metrics`, for those who hold METRICS_TOKEN; without one only for this machine."""
    blueprint = Blueprint("metrics", __name__)

    @blueprint.get("/metrics")
    def show() -> Response:
        if not _may_read(settings):
            return problem(
                401,
                "Set METRICS_TOKEN and send it as a bearer token.",
                headers={"WWW-Authenticate": "Bearer"},
            )
        return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)

    return blueprint


def _may_read(settings: Settings) -> bool:
    if settings.metrics_token is None:
        return _is_from_here()
    expected = f"Bearer {settings.metrics_token.get_secret_value()}"
    given = request.headers.get("Authorization", "")
    return hmac.compare_digest(given.encode(), expected.encode())


def _is_from_here() -> bool:
    # Behind a proxy that nobody counted, everyone would seem to come from this machine.
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    try:
        return ipaddress.ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False


def _begin() -> None:
    g.began = time.perf_counter()


def _end(response: Response) -> Response:
    route = request.url_rule.rule if request.url_rule else "none"
    REQUESTS.labels(_method(), route, response.status_code).inc()
    SECONDS.labels(route).observe(time.perf_counter() - g.began)
    return response


def _method() -> str:
    known = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
    return request.method if request.method in known else "other"  # No series of one's own.
