"""Make a call in a test: the request, the caller, and what comes of it."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from engine.calling.caller import (
    CallAnswer,
    Caller,
    CallError,
    CallRequest,
    organization_secret,
)
from tests.engine.far_side import FarSide, Reply, far_side

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SECRET = organization_secret(b"x" * 32, UUID(int=1))
BELIEVED = ssl.create_default_context()


def caller(side: FarSide | None = None, **options: Any) -> Caller:
    options.setdefault("allowed", side.allowed if side else frozenset())
    options.setdefault("trust", BELIEVED)
    return Caller(clock=lambda: NOON, **options)


def call(
    with_: Caller,
    url: str,
    method: str = "POST",
    body: str | None = '{"total": "300"}',
    headers: Mapping[str, str] | None = None,
) -> CallAnswer:
    request = CallRequest(url, method, headers or {}, body, "run-1:step-2")
    return with_.call(request, secret=SECRET)


def answered(reply: Reply, **options: Any) -> CallAnswer:
    with far_side(lambda _: reply) as side:
        return call(caller(side, **options), side.url)


def refused(reply: Reply, **options: Any) -> CallError:
    with pytest.raises(CallError) as caught:
        answered(reply, **options)
    return caught.value
