"""What an operator lets organizations have: their tiers, listed and changed."""

from __future__ import annotations

from uuid import UUID

from rich.console import Console
from rich.table import Table

from engine.organizations import tiers
from engine.organizations.tiers import TIERS
from engine.runtime import Runtime
from karani.errors import NotAsItShouldBeError
from store import organizations


def run(rt: Runtime, shop: str | None, tier: str | None) -> None:
    """List tiers, or give a shop another one. Raises `NotAsItShouldBeError`."""
    if shop is None:
        list_all(rt)
        return
    if tier is None:
        raise NotAsItShouldBeError(
            f"name the tier as well: karani tier {shop} {'|'.join(TIERS)}"
        )
    try:
        with rt.db.every_tenant() as tx:
            before = tiers.grant(tx, UUID(shop), tier)
    except ValueError:
        raise NotAsItShouldBeError(f"{shop}: is no id; `karani tier` lists them") from None
    except LookupError as error:
        raise NotAsItShouldBeError(str(error)) from None
    print(f"Its tier is {tier} (it was {before}).")


def list_all(rt: Runtime) -> None:
    """Show every shop with its tier, and what that allows."""
    with rt.db.every_tenant() as tx:
        found = organizations.every(tx)
    if not found:
        print("There are no shops.")
        return
    table = Table("id", "shop", "tier", "members", "workflows", "messages a day", box=None)
    for one in found:
        tier = TIERS[one.tier]
        most = map(str, (tier.members, tier.workflows, tier.messages_per_day))
        table.add_row(str(one.id), one.name, one.tier, *most)
    Console(soft_wrap=True).print(table)
