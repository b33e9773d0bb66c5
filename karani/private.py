"""What an operator does at somebody's word: take their data out, or forget them."""

from __future__ import annotations

import re
from pathlib import Path
from uuid import UUID

from engine.privacy import erasing, exporting
from engine.privacy.erasing import LastOwnerError
from engine.runtime import Runtime
from karani.errors import NotAsItShouldBeError
from store import organizations, people
from store.base import new_id
from store.exports import FORMATS, Export

KINDS = ("phone", "bsuid")


def export(rt: Runtime, whose: str, to: Path) -> None:
    """Write what is held of a person (a phone or an id), or a shop's book (its id), to a file.

    The file's ending says which kind. Raises `NotAsItShouldBeError` for what is not known.
    """
    file_format = to.suffix.removeprefix(".")
    if file_format not in FORMATS:
        raise NotAsItShouldBeError(f"{to}: the file must end in .json or .xlsx")
    wanted = _wanted(rt, whose)
    with to.open("wb") as file:
        to.chmod(0o600)
        exporting.write(rt, wanted, file_format, file)
    with rt.db.tenant(wanted.organization_id, wanted.person_id) as tx:
        exporting.tell(tx, wanted, exporting.OPERATOR)
    print(f"Written: {to} (only you may read it)")


def erase(rt: Runtime, whose: str, *, closes: bool) -> None:
    """Forget a person (a phone or an id). Raises `NotAsItShouldBeError` where it cannot be."""
    person_id = person_of(rt, whose)
    if person_id is None:
        raise NotAsItShouldBeError(f"{whose}: nobody is known by it")
    try:
        done = erasing.now(rt, person_id, closes=closes)
    except LastOwnerError as error:
        raise NotAsItShouldBeError(
            f"{error} would be left without an owner: let somebody else own it first,"
            " or close it with --close-shops"
        ) from None
    if not done:
        raise NotAsItShouldBeError("they are being answered at this moment: try again")
    print("Forgotten. `karani audit verify` and `karani rebuild` prove that the rest holds.")


def _wanted(rt: Runtime, whose: str) -> Export:
    person_id = person_of(rt, whose)
    if person_id is not None:
        return Export(new_id(), person_id, None, None, "person", rt.clock())
    shop = _shop(rt, whose)
    if shop is not None:
        return Export(new_id(), UUID(int=0), shop, None, "shop", rt.clock())
    raise NotAsItShouldBeError(f"{whose}: no person and no shop is known by it")


def person_of(rt: Runtime, whose: str) -> UUID | None:
    """Who is known by a phone or a WhatsApp id, however it is spaced."""
    plain = re.sub(r"[\s-]", "", whose)
    with rt.db.every_tenant() as tx:
        found = (people.find_address(tx, kind, plain) for kind in KINDS)
        address = next((one for one in found if one is not None), None)
    return address.person_id if address else None


def _shop(rt: Runtime, whose: str) -> UUID | None:
    try:
        shop = UUID(whose)
    except ValueError:
        return None
    with rt.db.tenant(shop) as tx:
        return shop if organizations.exists(tx, shop) else None
