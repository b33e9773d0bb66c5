"""Rules of a shop in memory: made, changed and switched as the engine does."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from bot.effects import Effect, MakeRule, SwitchRule
from bot.rules import Rule


def settle(rules: list[Rule], effect: Effect) -> None:
    """Carry out one wish about rules; any other is none of ours."""
    match effect:
        case MakeRule(starter, values):
            kinds = [rule.starter for rule in rules]
            if starter in kinds:
                place = kinds.index(starter)
                rules[place] = replace(rules[place], values=values, is_on=True)
            else:
                rules.append(Rule(UUID(int=100 + len(rules)), starter, starter, values))
        case SwitchRule(rule_id, is_on):
            rules[:] = [
                replace(rule, is_on=is_on) if rule.id == rule_id else rule for rule in rules
            ]
        case _:
            pass
