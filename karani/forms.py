"""What an operator does with templates: list, keep, note what a provider said."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from uuid import UUID

from rich.console import Console
from rich.table import Table

from engine.runtime import Runtime
from engine.templates import template_book
from engine.templates.template_book import TemplateError
from karani.errors import NotAsItShouldBeError
from store import templates
from store.base import new_id
from store.database import Transaction
from store.templates import MessageTemplate


@contextmanager
def _opened(rt: Runtime, shop: UUID | None) -> Iterator[Transaction]:
    try:
        if shop is None:
            with rt.db.every_tenant() as tx:
                yield tx
        else:
            with rt.db.tenant(shop) as tx:
                yield tx
    except TemplateError as error:
        raise NotAsItShouldBeError(str(error)) from None
    except LookupError as error:
        raise NotAsItShouldBeError(f"{error}; `karani templates` lists what there is") from None


def run(rt: Runtime, arguments: Namespace) -> None:
    """Do what was asked for. Raises `NotAsItShouldBeError`."""
    shop, key = arguments.shop, (arguments.provider, arguments.name, arguments.language)
    match arguments.what:
        case "list":
            list_all(rt, shop)
        case "drafts":
            keep_drafts(rt, arguments.provider)
        case "add":
            reword(rt, shop, key, arguments.body, arguments.variables)
        case _:
            state = "approved" if arguments.what == "approve" else "rejected"
            settle(rt, shop, key, state, arguments.reference)


def list_all(rt: Runtime, shop: UUID | None) -> None:
    """Show every template of the installation, or of a shop."""
    with _opened(rt, shop) as tx:
        found = templates.every(tx, shop)
    if not found:
        print("There are no templates. Begin with: karani templates drafts PROVIDER")
        return
    table = Table("provider", "name", "language", "state", "reference", "text", box=None)
    for one in found:
        words = one.provider, one.name, one.language, one.state, one.reference or "", one.body
        table.add_row(*words)
    Console(soft_wrap=True).print(table)


def keep_drafts(rt: Runtime, provider: str) -> None:
    """Keep the shipped drafts, to be put before a provider; for every shop."""
    with _opened(rt, None) as tx:
        added = template_book.add_drafts(tx, provider)
    print(f"Drafts added: {len(added)}. Put them before {provider}, then: karani templates")


def reword(
    rt: Runtime, shop: UUID | None, key: Sequence[str], body: str, variables: Sequence[str]
) -> None:
    """Keep a template of one's own, or another wording of one. It is a draft."""
    provider, name, language = key
    new = MessageTemplate(new_id(), shop, provider, name, language, body, tuple(variables))
    with _opened(rt, shop) as tx:
        known = [one for one in templates.every(tx, shop) if _key(one) == tuple(key)]
        buttons = known[0].buttons if known else ()
        template_book.add(tx, replace(new, buttons=buttons))
    print("It is kept as a draft.")


def settle(
    rt: Runtime, shop: UUID | None, key: Sequence[str], state: str, reference: str | None
) -> None:
    """Note what a provider has said of a template."""
    with _opened(rt, shop) as tx:
        found = template_book.get(tx, shop, key)
        template_book.settle(tx, found, state, reference)
    print(f"It is {state}.")


def _key(one: MessageTemplate) -> tuple[str, str, str]:
    return one.provider, one.name, one.language
