"""The AI layer's part of a step: one request, one answer that was validated."""

from __future__ import annotations

from typing import Any

from engine.ai.base import AIError, AIRequest, RequestType
from engine.runtime import Runtime
from engine.workflows.step import Broke, News, Returned
from store import organizations
from store.step_runs import StepRunRow


def think(rt: Runtime, row: StepRunRow) -> News:
    """Ask the AI layer what the step's input says; it suggests, and holds no tools."""
    asked: dict[str, Any] = dict(row.input or {})
    with rt.db.tenant(row.organization_id) as tx:
        shop = organizations.get(tx, row.organization_id)
    request = AIRequest(
        type=RequestType(asked["request"]),
        input=asked.get("input"),
        schema=asked.get("schema"),
        language=shop.language,
        country=shop.country,
        now=rt.clock(),
    )
    try:
        answer = rt.ai.answer(request)
    except AIError as error:
        return Broke(error.code, str(error), error.retryable)
    return Returned(
        {
            "output": dict(answer.output),
            "confidence": str(answer.confidence),
            "model": answer.model,
        }
    )
