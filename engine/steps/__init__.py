"""The register of step types: what a workflow may do."""

from __future__ import annotations

from collections.abc import Mapping

from engine.steps import (
    ai_process,
    approval,
    ask,
    branch,
    call,
    emit_event,
    send_message,
    update_record,
    wait,
)
from engine.workflows.step import StepType

STEP_TYPES: Mapping[str, StepType] = {
    "ai_process": ai_process.TYPE,
    "approval": approval.TYPE,
    "ask": ask.TYPE,
    "branch": branch.TYPE,
    "call": call.TYPE,
    "emit_event": emit_event.TYPE,
    "send_message": send_message.TYPE,
    "update_record": update_record.TYPE,
    "wait": wait.TYPE,
}
"""By the name that a definition uses."""
