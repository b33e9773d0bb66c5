"""Publish workflows: check them, keep a version that never changes, switch them on and off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from engine.automation import schedules
from engine.context.desk import Desk
from engine.steps import STEP_TYPES
from engine.templates import template_words
from engine.workflows import checks, definition
from engine.workflows.checks import Roster
from engine.workflows.definition import Definition, DefinitionError, Problem
from engine.workflows.named_templates import Wordings
from store import audit, workflows
from store.audit import Action, AuditEntry
from store.base import new_id
from store.workflows import Version, Workflow

Starter = tuple[str | None, Mapping[str, str]]
"""The starter that a document was made from, with its values."""
NO_STARTER: Starter = (None, {})


class WorkflowError(ValueError):
    """A workflow cannot be changed like that; the text says why."""


def read(desk: Desk, document: Mapping[str, Any]) -> Definition:
    """Read and check a document for this shop. Raises `DefinitionError`."""
    read_one = definition.parse(document, STEP_TYPES)
    problems = checks.check(
        read_one,
        languages=languages(desk),
        roster=roster(desk),
        wordings=_wordings(desk, read_one),
    )
    if problems:
        raise DefinitionError(problems)
    return read_one


def create(
    desk: Desk,
    document: Mapping[str, Any],
    *,
    by: UUID | None,
    starter: Starter = NO_STARTER,
    active: bool = True,
) -> Workflow:
    """Keep a new workflow, listening at once or not. Raises `DefinitionError`."""
    fresh = read(desk, document)
    if workflows.named(desk.tx, desk.organization_id, fresh.name) is not None:
        raise _taken()
    version = _version(desk, new_id(), 1, document, by)
    workflow = _pointing(desk, fresh, version, "draft", starter, by)
    with _naming(desk):
        workflows.add(desk.tx, workflow, version)
    _tell(desk, workflow, "CREATE", by, None, {"name": fresh.name, "version": 1})
    if active:
        activate(desk, workflow, by=by)
    return workflow


def publish(
    desk: Desk,
    workflow: Workflow,
    document: Mapping[str, Any],
    *,
    by: UUID | None,
    starter: Starter = NO_STARTER,
) -> Workflow:
    """Keep another version; runs go on with the one they began.

    Two at once take turns. Raises `DefinitionError`, and `WorkflowError` once it has ended.
    """
    workflow = _held(desk, workflow)
    fresh = read(desk, document)
    same = workflows.named(desk.tx, desk.organization_id, fresh.name)
    if same is not None and same.id != workflow.id:
        raise _taken()
    number = workflows.versions(desk.tx, desk.organization_id, workflow.id)[0].number + 1
    version = _version(desk, workflow.id, number, document, by)
    status = workflow.status
    changed = _pointing(desk, fresh, version, status, starter, workflow.created_by)
    with _naming(desk):
        workflows.publish(desk.tx, changed, version)
    before, after = {"version": number - 1}, {"version": number}
    _tell(desk, workflow, "UPDATE", by, before, after)
    if status == "active":
        schedules.wind(desk, changed)
    return changed


def activate(desk: Desk, workflow: Workflow, *, by: UUID | None) -> None:
    """Let it listen, or keep to its schedule. Raises `WorkflowError` once it has ended."""
    held = _held(desk, workflow)
    schedules.wind(desk, held)
    _tell_status(desk, held, "active", by)


def pause(desk: Desk, workflow: Workflow, *, by: UUID | None) -> None:
    """Let it begin nothing new; what has begun goes on. Raises `WorkflowError`."""
    held = _held(desk, workflow)
    if held.status != "active":
        raise WorkflowError(f"only an active workflow can be paused; this is {held.status}")
    workflows.set_status(desk.tx, held, "paused")
    _tell_status(desk, held, "paused", by)


def end(desk: Desk, workflow: Workflow, *, by: UUID | None) -> None:
    """Let it begin nothing new for good; its name is free, its versions and runs are kept."""
    held = workflows.lock(desk.tx, desk.organization_id, workflow.id)
    if held is None or held.status == workflows.ENDED:
        return
    workflows.set_status(desk.tx, held, workflows.ENDED)
    _tell_status(desk, held, workflows.ENDED, by)


@contextmanager
def _naming(desk: Desk) -> Iterator[None]:
    """Somebody else may take the name at this moment."""
    try:
        with desk.tx.attempt():
            yield
    except IntegrityError:
        raise _taken() from None


def _taken() -> DefinitionError:
    return DefinitionError([Problem(None, "name", "another workflow has this name")])


def _held(desk: Desk, workflow: Workflow) -> Workflow:
    """The workflow as it stands now, nobody else's until the end of the transaction."""
    held = workflows.lock(desk.tx, desk.organization_id, workflow.id)
    if held is None or held.status == workflows.ENDED:
        raise WorkflowError("this workflow has ended")
    return held


def _tell_status(desk: Desk, workflow: Workflow, status: str, by: UUID | None) -> None:
    before, after = {"status": workflow.status}, {"status": status}
    _tell(desk, workflow, "UPDATE", by, before, after)


def _wordings(desk: Desk, fresh: Definition) -> Wordings:
    """The templates that there are, where it names any."""
    if not fresh.names_templates:
        return {}
    return template_words.known(desk.tx, desk.organization_id)


def roster(desk: Desk) -> Roster:
    """Who could be asked in this shop."""
    people: dict[str, set[str]] = {}
    for one in desk.team:
        people.setdefault(one.role, set()).add(str(one.person_id))
    return Roster({role: frozenset(ids) for role, ids in people.items()})


def languages(desk: Desk) -> tuple[str, ...]:
    """The languages that every text needs."""
    return tuple(sorted(desk.rt.languages.translations))


def _version(
    desk: Desk, workflow_id: UUID, number: int, document: Mapping[str, Any], by: UUID | None
) -> Version:
    return Version(
        organization_id=desk.organization_id,
        id=new_id(),
        workflow_id=workflow_id,
        number=number,
        definition=document,
        published_by=by,
    )


def _pointing(
    desk: Desk,
    fresh: Definition,
    version: Version,
    status: str,
    starter: Starter,
    by: UUID | None,
) -> Workflow:
    return Workflow(
        organization_id=desk.organization_id,
        id=version.workflow_id,
        name=fresh.name,
        status=status,
        version_id=version.id,
        trigger_event=fresh.trigger.event,
        schedule=fresh.trigger.schedule,
        more_events=fresh.trigger.others,
        starter=starter[0],
        settings=starter[1],
        created_by=by,
    )


def _tell(
    desk: Desk,
    workflow: Workflow,
    action: Action,
    by: UUID | None,
    before: dict[str, Any] | None,
    after: dict[str, Any],
) -> None:
    entry = AuditEntry(
        organization_id=desk.organization_id,
        action=action,
        entity="workflow",
        entity_id=workflow.id,
        person_id=by,
        via=desk.via,
        before=before,
        after=after,
    )
    audit.append(desk.tx, entry)
