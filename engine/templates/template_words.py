"""What the template of a name says: the shop's own, the installation's, or a shipped draft."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from uuid import UUID

from engine.templates import template_drafts, template_texts
from engine.workflows import named_templates
from engine.workflows.named_templates import Use, Wordings
from engine.workflows.wishes import Wanted
from store import templates
from store.database import Transaction
from store.templates import MessageTemplate

SHIPPED = "karani"
"""Whose drafts are that no provider has seen yet."""


def known(tx: Transaction, organization_id: UUID) -> Wordings:
    """Every template that a shop may name, with the variables of its wordings."""
    found: dict[str, dict[str, list[frozenset[str]]]] = {}
    for one in (*templates.known(tx, organization_id), *_shipped()):
        wordings = found.setdefault(one.name, {}).setdefault(one.language, [])
        wordings.append(frozenset(one.variables))
    return found


def say(tx: Transaction, organization_id: UUID, wanted: Wanted) -> Mapping[str, str]:
    """Its text with the values, by language: those that it has, and that can be filled."""
    every = [*templates.known(tx, organization_id, wanted.name), *_shipped()]
    said = {
        language: _first([one for one in every if _is(one, wanted.name, language)], values)
        for language, values in wanted.values.items()
    }
    return {language: text for language, text in said.items() if text is not None}


def problems(
    tx: Transaction, organization_id: UUID, wanted: Wanted
) -> Iterator[tuple[str, str]]:
    """What keeps it from being used: the field ("template", "variables.en"), and the reason."""
    wordings = known(tx, organization_id)
    for language, values in wanted.values.items():
        use = Use(wanted.name, frozenset(values))
        for field, reason in named_templates.problems(use, wordings, [language]):
            yield (field if field == "template" else f"{field}.{language}"), reason


def _first(wordings: Sequence[MessageTemplate], values: Mapping[str, str]) -> str | None:
    said = (template_texts.say(one, values) for one in wordings)
    return next((text for text in said if text is not None), None)


def _is(one: MessageTemplate, name: str, language: str) -> bool:
    return (one.name, one.language) == (name, language)


@cache
def _shipped() -> tuple[MessageTemplate, ...]:
    return tuple(template_drafts.drafts(SHIPPED))
