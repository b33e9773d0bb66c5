"""`karani import`: carry the book that a shop has kept elsewhere into its book here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

from engine.facts import events
from engine.importing import booking, drafts, files, keys
from engine.importing.booking import Into
from engine.importing.cells import Shop
from engine.importing.dates import Order
from engine.importing.drafts import Draft, Fault, Said
from engine.importing.figures import Decimals
from engine.importing.files import Found
from engine.importing.words import TableError
from engine.runtime import Runtime
from karani import import_shown, tables
from karani.errors import NotAsItShouldBeError
from karani.private import person_of
from store import organizations
from store.organizations import Organization


@dataclass(frozen=True, slots=True)
class Asked:
    """Which file, into whose book, and what is said beside it; `dry` to look only."""

    file: Path
    shop: str | None = None
    phone: str | None = None
    kind: str | None = None
    dates: str | None = None
    decimal: str | None = None
    book: str = ""
    dry: bool = False


def run(rt: Runtime, asked: Asked) -> None:
    """Import a file, all of it or nothing. Raises `NotAsItShouldBeError`."""
    into = _into(rt, asked)
    with rt.db.tenant(into.organization_id, into.person_id) as tx:
        shop = organizations.get(tx, into.organization_id)
    found, rows, faults = _read(asked, shop, events.business_date(shop, rt.clock()).date())
    dated = keys.date(rows, shop, into.person_id, asked.book)
    there = booking.known(rt, into, dated)
    print(f"{asked.file.name}, for {shop.name}")
    import_shown.table(found.table, rows, shop.currency, there)
    if faults:
        import_shown.faults(faults)
        raise NotAsItShouldBeError("nothing is booked: put these rows right first")
    if asked.dry:
        print(f"Nothing is booked yet. Without --dry-run it would be: {len(rows) - there:,}.")
        return
    with _bar() as bar:
        task = bar.add_task("Importing", total=len(dated))
        booked = booking.book(rt, into, dated, lambda done: bar.advance(task, done))
    print(f"Booked: {booked:,}. In the book before: {len(dated) - booked:,}.")


def _read(
    asked: Asked, shop: Organization, today: date
) -> tuple[Found, Sequence[Draft], Sequence[Fault]]:
    words = tables.load_words()
    said = Said(
        kind=asked.kind,
        decimals=Decimals(asked.decimal) if asked.decimal else None,
        order=Order(asked.dates) if asked.dates else None,
    )
    try:
        found = files.read(asked.file.name, asked.file.read_bytes(), words, said)
        if found.shop == str(shop.id):
            raise TableError("this is an export of the shop itself: all of it is there")
        here = Shop(shop.currency, shop.country, today)
        return found, *drafts.read(found.table, words, here, found.said)
    except OSError as error:
        raise NotAsItShouldBeError(f"{asked.file}: {error.strerror}") from None
    except TableError as error:
        raise NotAsItShouldBeError(f"{asked.file}: {error}") from None


def _into(rt: Runtime, asked: Asked) -> Into:
    if asked.phone is not None:
        return _by_member(rt, asked.phone, asked.shop)
    if asked.shop is None:
        raise NotAsItShouldBeError("into whose book? Name --shop ID, or --as PHONE")
    try:
        shop = UUID(asked.shop)
    except ValueError:
        raise NotAsItShouldBeError(f"{asked.shop}: is no shop's id") from None
    with rt.db.every_tenant() as tx:
        if not any(one.id == shop for one in organizations.every(tx)):
            raise NotAsItShouldBeError(f"{asked.shop}: no open shop is known by it")
    return Into(shop, None)


def _by_member(rt: Runtime, phone: str, shop: str | None) -> Into:
    person_id = person_of(rt, phone)
    if person_id is None:
        raise NotAsItShouldBeError(f"{phone}: nobody is known by it")
    with rt.db.every_tenant() as tx:
        works_in = organizations.of_person(tx, person_id)
    fit = [one for one in works_in if shop in (None, str(one.id)) and one.role != "VIEWER"]
    if not fit:
        raise NotAsItShouldBeError(f"{phone}: may write in no such shop")
    if len(fit) > 1:
        several = ", ".join(f"{one.id} ({one.name})" for one in fit)
        raise NotAsItShouldBeError(
            f"{phone}: works in several, name one with --shop: {several}"
        )
    return Into(fit[0].id, person_id)


def _bar() -> Progress:
    return Progress(
        "{task.description}",
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    )
