"""What Prometheus may ask: requests and their time, and accounts of providers left alone."""

from __future__ import annotations

import hmac
import ipaddress
import time

import structlog
from flask import Blueprint, Flask, Response, g, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from sqlalchemy.exc import SQLAlchemyError

from engine.runtime import Runtime
from engine.settings import Settings
from engine.tools.telling import name
from store import stopped_accounts
from webhooks.errors import problem

REQUESTS = Counter(
    "karani_http_requests", "Requests that were answered.", ["method", "route", "status"]
)
SECONDS = Histogram("karani_http_request_seconds", "Time to the answer.", ["route"])
_log = structlog.get_logger(__name__)


def count_in(app: Flask) -> None:
    """Count and time every request of the application."""
    app.before_request(_begin)
    app.after_request(_end)


def doors(rt: Runtime) -> Blueprint:
    """`/metrics`, for those who hold METRICS_TOKEN; without one only for this machine."""
    blueprint = Blueprint("metrics", __name__)

    @blueprint.get("/metrics")
    def show() -> Response:
        if not _may_read(rt.settings):
            return problem(
                401,
                "Set METRICS_TOKEN and send it as a bearer token.",
                headers={"WWW-Authenticate": "Bearer"},
            )
        told = generate_latest() + generate_latest(_accounts(rt))
        return Response(told, content_type=CONTENT_TYPE_LATEST)

    return blueprint


def _accounts(rt: Runtime) -> CollectorRegistry:
    """How the accounts stand that were ever left alone: by what the workers have noted."""
    registry = CollectorRegistry()
    stopped = Gauge(
        "karani_account_stopped",
        "Whether a provider's account is left alone at the moment.",
        ["account"],
        registry=registry,
    )
    stops = Counter(
        "karani_account_stops",
        "How often an account was left alone, each failed trial included.",
        ["account"],
        registry=registry,
    )
    try:
        with rt.db.every_tenant() as tx:
            found = stopped_accounts.counted(tx)
    except SQLAlchemyError as trouble:
        _log.warning("The database is away", error=name(trouble))
        return CollectorRegistry()  # A figure that nobody knows is none.
    for one in found:
        stopped.labels(one.account).set(one.is_stopped)
        stops.labels(one.account).inc(one.stops)
    return registry


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
