"""A step's call to another system: signed with the shop's own secret, sent once by its key."""

from __future__ import annotations

import json
from typing import Any

from engine.calling.caller import CallError, CallRequest, organization_secret
from engine.runtime import Runtime
from engine.workflows.step import Broke, News, Returned
from store.step_runs import StepRunRow


def make(rt: Runtime, row: StepRunRow) -> News:
    """Make the call that the step's input describes."""
    key = rt.settings.secret_key
    if key is None:
        return Broke("no_secret", "SECRET_KEY is not set, so nothing can be signed")
    secret = organization_secret(key.get_secret_value().encode(), row.organization_id)
    try:
        answer = rt.caller.call(_request(row), secret=secret)
    except CallError as error:
        return Broke(error.code, str(error), error.retryable)
    return Returned({"status": answer.status, "body": answer.body})


def _request(row: StepRunRow) -> CallRequest:
    asked: dict[str, Any] = dict(row.input or {})
    body = asked.get("body")
    # Attempts follow one another without a gap: the first one's number names them all.
    first = row.sequence - row.attempt + 1
    return CallRequest(
        url=asked["url"],
        method=asked["method"],
        headers=asked["headers"],
        body=None if body is None else json.dumps(body, ensure_ascii=False),
        key=f"{row.run_id}-{first}",
    )
