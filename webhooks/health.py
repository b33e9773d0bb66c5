"""Whether this process is alive, and whether it is ready to work."""

from __future__ import annotations

import json

from flask import Blueprint, Response

from engine.runtime import Runtime
from store import migrate
from store.database import Database
from store.pool import RoleError


def doors(rt: Runtime) -> Blueprint:
    """`/healthz` and `/readyz`."""
    blueprint = Blueprint("health", __name__)

    @blueprint.get("/healthz")
    def alive() -> Response:
        return _json({"status": "alive"})

    @blueprint.get("/readyz")
    def ready() -> Response:
        parts = _parts(rt)
        is_ready = set(parts.values()) == {"ok"}
        status = "ready" if is_ready else "not ready"
        return _json({"status": status, "parts": parts}, 200 if is_ready else 503)

    return blueprint


def _parts(rt: Runtime) -> dict[str, str]:
    database = _database(rt.db)
    # A database that is away is asked once: each question may take seconds.
    current = database == "ok" and migrate.is_current(rt.db)
    return {
        "database": database,
        "migrations": "ok" if current else "not current: run `karani migrate`",
        "redis": "ok" if rt.bell.is_reachable() else "not reachable",
    }


def _database(db: Database) -> str:
    try:
        return "ok" if db.is_reachable() else "not reachable"
    except RoleError:
        return "its login may see too much: run `karani migrate`"


def _json(document: object, status: int = 200) -> Response:
    return Response(json.dumps(document), status, content_type="application/json")
