"""Rules by chat: starters published as workflows of the shop, switched on and off, ended."""

from __future__ import annotations

from uuid import UUID

from bot.effects import EndRule, MakeRule, SwitchRule
from engine import starters
from engine.automation import publishing
from engine.context.desk import Desk
from store import workflows
from store.workflows import Workflow

Wish = MakeRule | SwitchRule | EndRule


def carry_out(desk: Desk, person_id: UUID, wish: Wish) -> None:
    """Make a rule, switch or end one; a starter that the shop has gets its new values."""
    match wish:
        case MakeRule():
            _make(desk, person_id, wish)
        case SwitchRule(rule_id, is_on):
            _switch(desk, person_id, rule_id, is_on=is_on)
        case EndRule(rule_id):
            found = workflows.lock(desk.tx, desk.organization_id, rule_id)
            if found is not None:
                publishing.end(desk, found, by=person_id)


def _make(desk: Desk, person_id: UUID, wish: MakeRule) -> None:
    document = starters.document(wish.starter, wish.values)
    same = _same(desk, wish, str(document["name"]))
    starter = (wish.starter, wish.values)
    if same is None:
        publishing.create(desk, document, by=person_id, starter=starter)
        return
    changed = publishing.publish(desk, same, document, by=person_id, starter=starter)
    if changed.status != "active":
        publishing.activate(desk, changed, by=person_id)


def _same(desk: Desk, wish: MakeRule, name: str) -> Workflow | None:
    """The rule that gets the values: the one that is named, else the one of this name."""
    if wish.rule_id is not None:
        found = workflows.lock(desk.tx, desk.organization_id, wish.rule_id)
        if found is not None and found.status != workflows.ENDED:
            return found
    return workflows.named(desk.tx, desk.organization_id, name)


def _switch(desk: Desk, person_id: UUID, rule_id: UUID, *, is_on: bool) -> None:
    found = workflows.lock(desk.tx, desk.organization_id, rule_id)
    ended = found is None or found.status == workflows.ENDED
    if found is None or ended or (found.status == "active") is is_on:
        return
    if is_on:
        publishing.activate(desk, found, by=person_id)
    else:
        publishing.pause(desk, found, by=person_id)
