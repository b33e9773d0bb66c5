"""What a call's headers hold opens other systems: it is shown to nobody but the owner."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

MASK = "***"


def definition(document: Mapping[str, Any]) -> dict[str, Any]:
    """A workflow's document without the values of headers."""
    return {**document, "steps": [_step(step) for step in document["steps"]]}


def given(kind: str, what: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The input of a step of some type without the values of headers."""
    if what is None:
        return None
    return _step(what) if kind == "call" else dict(what)


def _step(step: Mapping[str, Any]) -> dict[str, Any]:
    headers = step.get("headers")
    if not isinstance(headers, Mapping):
        return dict(step)
    return {**step, "headers": dict.fromkeys(headers, MASK)}
