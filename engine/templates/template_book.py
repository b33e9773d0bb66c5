"""Keep the templates of an installation or an organization, checked beforehand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from engine.templates.template_checks import check
from engine.templates.template_drafts import drafts
from store import templates
from store.database import Transaction
from store.templates import MessageTemplate


class TemplateError(Exception):
    """A provider would refuse it; `problems` says what, by field."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{field} {said}" for field, said in problems.items()))
        self.problems = problems


def add(tx: Transaction, template: MessageTemplate) -> UUID:
    """Keep a template in the place of an earlier wording; its id. Raises `TemplateError`.

    One without an organization is for the directory.
    """
    problems = check(template)
    if problems:
        raise TemplateError(problems)
    return templates.keep(tx, template)


def add_drafts(tx: Transaction, provider: str) -> Sequence[MessageTemplate]:
    """Keep the shipped drafts of which there is nothing yet, for the directory; those added."""
    known = {(one.provider, one.name, one.language) for one in templates.every(tx, None)}
    new = [
        draft
        for draft in drafts(provider)
        if (provider, draft.name, draft.language) not in known
    ]
    for draft in new:
        add(tx, draft)
    return new


def settle(
    tx: Transaction, template: MessageTemplate, state: str, reference: str | None
) -> None:
    """Note that a provider has approved or rejected one. Raises `TemplateError`."""
    told = replace(template, state=state, reference=reference or template.reference)
    problems = check(told)
    if problems:
        raise TemplateError(problems)
    key = (template.organization_id, template.provider, template.name, template.language)
    templates.settle(tx, key, state, reference)


def get(tx: Transaction, organization_id: UUID | None, key: Sequence[str]) -> MessageTemplate:
    """The template with this provider, name and language. Raises `LookupError`."""
    for one in templates.every(tx, organization_id):
        if [one.provider, one.name, one.language] == list(key):
            return one
    raise LookupError("there is no template " + " ".join(key))
