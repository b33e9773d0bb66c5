"""Workflows: what happens by itself, in versions that never change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from engine.automation import publishing, rehearsals
from engine.automation.publishing import WorkflowError
from engine.organizations import tiers
from engine.organizations.tiers import TierError
from engine.workflows.definition import DefinitionError, Problem
from store import run_lists, workflows
from store.workflows import Workflow
from webhooks.api.route import Call, Route, Routes
from webhooks.api.workflow_shapes import (
    EXAMPLES,
    WorkflowBody,
    WorkflowList,
    WorkflowPage,
    WorkflowRehearsed,
    WorkflowRehearsing,
    WorkflowSeen,
    WorkflowShown,
)
from webhooks.errors import ProblemError, conflict

RECENT = 10


def create(call: Call, body: WorkflowBody) -> WorkflowSeen:
    """Keep a new workflow as a draft; activate lets it listen.

    Every reason that keeps it from running is named in `errors`, with its step and field.
    """
    desk = call.desk
    try:
        tiers.one_more_workflow(desk)
    except TierError as error:
        raise ProblemError(409, str(error)) from None
    with _explained():
        made = publishing.create(desk, body.document, by=call.caller.person_id, active=False)
    return _seen(call, made)


def listing(call: Call, query: WorkflowPage) -> WorkflowList:
    """List the organization's workflows, newest first."""
    found = workflows.listed(
        call.tx, call.organization_id, query.limit + 1, query.before, query.status
    )
    shown = [WorkflowShown.of(one) for one in found]
    return WorkflowList.page(shown, [one.id for one in found], query.limit)


def show(call: Call, workflow_id: UUID) -> WorkflowSeen:
    """Show one workflow with its definition, its versions and its newest runs.

    What the headers of its calls hold is shown to owners only.
    """
    return _seen(call, _found(call, workflow_id))


def publish(call: Call, workflow_id: UUID, body: WorkflowBody) -> WorkflowSeen:
    """Publish another version; runs that have begun go on with theirs."""
    found = _found(call, workflow_id)
    with _explained():
        changed = publishing.publish(call.desk, found, body.document, by=call.caller.person_id)
    return _seen(call, changed)


def activate(call: Call, workflow_id: UUID) -> WorkflowSeen:
    """Let it listen to its events, or keep to its schedule."""
    with _explained():
        publishing.activate(call.desk, _found(call, workflow_id), by=call.caller.person_id)
    return _seen(call, _found(call, workflow_id))


def pause(call: Call, workflow_id: UUID) -> WorkflowSeen:
    """Let it begin nothing new; runs that have begun go on."""
    with _explained():
        publishing.pause(call.desk, _found(call, workflow_id), by=call.caller.person_id)
    return _seen(call, _found(call, workflow_id))


def rehearse(call: Call, workflow_id: UUID, body: WorkflowRehearsing) -> WorkflowRehearsed:
    """Try a definition on what happened: nothing is sent and nothing written.

    Without a definition it is the newest version; what is compared with is what is on now.
    """
    found = _found(call, workflow_id)
    document: Mapping[str, Any] = (
        body.definition.document
        if body.definition is not None
        else workflows.definition(call.tx, call.organization_id, found.version_id)
    )
    current = found if body.definition is not None and found.status == "active" else None
    with _explained():
        told = rehearsals.compare(call.desk, document, last=body.last, current=current)
    return WorkflowRehearsed.of(told)


def _found(call: Call, workflow_id: UUID) -> Workflow:
    found = workflows.get(call.tx, call.organization_id, workflow_id)
    if found is None:
        raise ProblemError(404)
    return found


def _seen(call: Call, workflow: Workflow) -> WorkflowSeen:
    shop = call.organization_id
    return WorkflowSeen.whole(
        workflow,
        workflows.definition(call.tx, shop, workflow.version_id),
        workflows.versions(call.tx, shop, workflow.id),
        run_lists.listed(call.tx, shop, RECENT, workflow=workflow.id),
        is_owner=call.caller.role == "OWNER",
    )


@contextmanager
def _explained() -> Iterator[None]:
    """What is wrong with a definition, by step and field; what cannot be done as it stands."""
    try:
        yield
    except DefinitionError as error:
        raise ProblemError(422, "The definition cannot run.", fields=_named(error)) from None
    except WorkflowError as error:
        raise conflict(error) from None


def _named(error: DefinitionError) -> Mapping[str, str]:
    named: dict[str, str] = {}
    for problem in error.problems:
        place = _place(problem)
        before = f"{named[place]}; " if place in named else ""
        named[place] = f"{before}{problem.reason}"
    return named


def _place(problem: Problem) -> str:
    step = f"steps.{problem.step}" if problem.step else None
    return ".".join(part for part in (step, problem.field) if part) or "body"


_ONE = "/workflows/<uuid:workflow_id>"
ROUTES: Routes = (
    Route("POST", "/workflows", create, WorkflowSeen, 201, body=WorkflowBody, creates=True,
          conflicts=True, examples=EXAMPLES),
    Route("GET", "/workflows", listing, WorkflowList, query=WorkflowPage),
    Route("GET", _ONE, show, WorkflowSeen),
    Route("PUT", _ONE, publish, WorkflowSeen, body=WorkflowBody, conflicts=True,
          examples=EXAMPLES),
    Route("POST", f"{_ONE}/activate", activate, WorkflowSeen, conflicts=True),
    Route("POST", f"{_ONE}/pause", pause, WorkflowSeen, conflicts=True),
    Route("POST", f"{_ONE}/rehearse", rehearse, WorkflowRehearsed, body=WorkflowRehearsing,
          examples={"The newest version over the last fifty events": {"last": 50}}),
)  # fmt: skip
