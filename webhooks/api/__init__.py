"""The API under /api/v1: every noun's routes behind one gate, described by themselves."""

from __future__ import annotations

import json
from functools import cache, partial
from importlib.metadata import version
from itertools import chain
from typing import Any

from flask import Blueprint, Flask, Response

from engine.runtime import Runtime
from webhooks.api import (
    ai,
    api_keys,
    appointments,
    approvals,
    audit,
    auth,
    communications,
    customers,
    docs,
    entries,
    events,
    export,
    feedback,
    gate,
    invitations,
    members,
    openapi,
    organizations,
    own_pin,
    reports,
    runs,
    templates,
    webhooks,
    workflows,
)
from webhooks.api.limits import Limits
from webhooks.api.route import Routes

NOUNS = (
    ai,
    api_keys,
    appointments,
    approvals,
    audit,
    auth,
    communications,
    customers,
    entries,
    events,
    export,
    feedback,
    invitations,
    members,
    organizations,
    own_pin,
    reports,
    runs,
    templates,
    webhooks,
    workflows,
)
ROUTES: Routes = tuple(chain.from_iterable(noun.ROUTES for noun in NOUNS))


@cache
def _description(url: str) -> dict[str, Any]:
    """Made once, when somebody asks: it never changes while a process lives."""
    return openapi.describe(ROUTES, version("karani"), url)


def open_in(app: Flask, rt: Runtime) -> None:
    """Open all of the API."""
    limits = Limits(rt)
    blueprint = Blueprint("api", __name__, url_prefix=openapi.PREFIX)
    for route in ROUTES:
        blueprint.add_url_rule(
            route.path, route.name, gate.guarded(rt, limits, route), methods=[route.method]
        )
    description = partial(_description, rt.settings.base_url)
    docs.add(blueprint, ROUTES, description)

    @blueprint.get("/openapi.json")
    def description_of_all() -> Response:
        return Response(json.dumps(description()), content_type="application/json")

    limits.stand_at(app, blueprint)
    app.register_blueprint(blueprint)
