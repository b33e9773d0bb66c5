"""What could never run is refused when it is published; a rehearsal leaves no trace."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from engine.automation import rehearsals
from engine.context.desk import Desk
from engine.workflows.definition import DefinitionError
from tests.engine.keeper import keeper
from tests.engine.rules_of_a_shop import STARTED, approval, publish, rule, tells
from tests.engine.world import World


@pytest.mark.parametrize(
    "document",
    [
        rule("Asks", STARTED, approval(of="{{ nobody }}")),
        rule("Asks", STARTED, tells(), **{"if": "arrived.payload.x == 1"}),
        rule("Asks", STARTED, tells(), **{"if": "run.id != ''"}),
        rule("Asks", STARTED, {"id": "e", "type": "emit_event", "event": "PAYMENT_VERIFIED"}),
    ],
)
def test_what_could_never_run_is_refused_with_its_reason(
    world: World, document: dict[str, Any]
) -> None:
    owner = keeper(world)

    with pytest.raises(DefinitionError):
        publish(world, owner, document)


def test_a_rehearsal_holds_nothing_that_the_shop_needs(world: World) -> None:
    owner = keeper(world)
    owner.raises(STARTED)
    shop = owner.scene.shop_id
    step = {"id": "set", "type": "update_record", "record": "organization"}
    document = rule("Sets", STARTED, {**step, "set": {"day_ends_hour": 3}})

    with world.rt.db.tenant(shop) as tx:
        rehearsals.compare(Desk(world.rt, tx, shop), document, last=5)
        with world.rt.db.tenant(shop) as other:
            other.execute(text("select id from organizations for no key update nowait"))
