"""Rules by chat: starters published as workflows of the shop, switched on and off."""

from __future__ import annotations

from uuid import UUID

from bot.effects import MakeRule, SwitchRule
from engine import publishing, starters
from engine.desk import Desk
from store import workflows


def carry_out(desk: Desk, person_id: UUID, wish: MakeRule | SwitchRule) -> None:
    """Make a rule, or switch one; a starter that the shop has gets its new values."""
    match wish:
        case MakeRule():
            _make(desk, person_id, wish)
        case SwitchRule(rule_id, is_on):
            _switch(desk, person_id, rule_id, is_on=is_on)


def _make(desk: Desk, person_id: UUID, wish: MakeRule) -> None:
    document = starters.document(wish.starter, wish.values)
    same = workflows.named(desk.tx, desk.organization_id, str(document["name"]))
    if same is None:
        publishing.create(desk, document, by=person_id, starter=(wish.starter, wish.values))
        return
    changed = publishing.publish(
        desk, same, document, by=person_id, starter=(wish.starter, wish.values)
    )
    if changed.status != "active":
        publishing.activate(desk, changed, by=person_id)


def _switch(desk: Desk, person_id: UUID, rule_id: UUID, *, is_on: bool) -> None:
    found = workflows.lock(desk.tx, desk.organization_id, rule_id)
    if found is None or (found.status == "active") is is_on:
        return
    if is_on:
        publishing.activate(desk, found, by=person_id)
    else:
        publishing.pause(desk, found, by=person_id)
