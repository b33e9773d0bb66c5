"""Rules of a shop in memory: made, changed and switched as the engine does."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from bot.effects import Effect, EndRule, MakeRule, SwitchRule
from bot.rules import Rule, Wanted


def settle(rules: list[Rule], effect: Effect) -> None:
    """Carry out one wish about rules; any other is none of ours."""
    match effect:
        case MakeRule():
            _make(rules, effect)
        case SwitchRule(rule_id, is_on):
            rules[:] = [
                replace(rule, is_on=is_on) if rule.id == rule_id else rule for rule in rules
            ]
        case EndRule(rule_id):
            rules[:] = [rule for rule in rules if rule.id != rule_id]
        case _:
            pass


def _make(rules: list[Rule], wish: MakeRule) -> None:
    wanted = Wanted(wish.starter, wish.values)
    for place, rule in enumerate(rules):
        if rule.id == wish.rule_id or (wish.rule_id is None and rule.is_like(wanted)):
            rules[place] = replace(rule, values=wish.values, is_on=True)
            return
    rules.append(Rule(UUID(int=100 + len(rules)), wish.starter, wish.starter, wish.values))
