"""Requests that nobody thought of: no answer is undescribed, and none is our fault."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis import checks

from tests.webhooks.api.records import made, path_of
from tests.webhooks.api.shops import World
from webhooks.api import ROUTES, openapi

BUDGET = 12
"""Requests for each route; more by hand: `pytest --hypothesis-profile` of one's own."""

CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
]
