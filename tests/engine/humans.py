"""People with phones and ids, who write to Karani in every way that a provider shows them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count
from typing import Literal
from uuid import UUID

from engine.inbound import intake
from engine.organizations import team
from store import organizations
from store.organizations import NewOrganization
from tests.engine.world import World, message
from tests.services import Cluster

_numbers = count(100)
Seen = Literal["phone", "both", "id"]
"""How the provider shows a sender: by phone, by phone and id, or by id alone."""


@dataclass
class Human:
    """Somebody with a phone and the id that WhatsApp gives them."""

    name: str
    phone: str
    scoped: str
    shop: UUID | None = None
    person: UUID | None = None
    """Whose shop it is in the database."""


def writes(world: World, human: Human, seen: Seen, words: str = "hello") -> list[str]:
    """A message, worked; what is answered."""
    before = len(world.post.sent)
    arrived = message(human.phone, words)
    if seen == "id":
        arrived = replace(arrived, address=human.scoped, address_kind="bsuid")
    elif seen == "both":
        arrived = replace(arrived, scoped_id=human.scoped)
    intake.take(world.rt, [arrived])
    world.works()
    return [letter.text for letter in world.post.sent[before:]]


def sender(world: World) -> UUID:
    """Whose the newest message is."""
    return world.ids("select person_id from inbound_messages order by id desc limit 1")[0]


def founds(world: World, human: Human) -> None:
    """The person who wrote last has a shop of the human's name."""
    human.person = sender(world)
    with world.rt.db.tenant(None, human.person) as tx:
        new = NewOrganization(f"Duka {human.name}", "KE", "KES", "Africa/Nairobi", "en")
        human.shop = organizations.found(tx, new)
        people = f"update people set name = '{human.name}', language = 'en' where id"
        tx.connection.exec_driver_sql(f"{people} = '{human.person}'")
        team.found(tx, human.shop, human.person)
        tx.connection.exec_driver_sql(
            'update conversations set state = \'{"language": "en"}\','
            f" organization_id = '{human.shop}' where person_id = '{human.person}'"
        )


def silence(world: World, cluster: Cluster, days: int, people: list[UUID]) -> None:
    """Days go by in which these people say nothing."""
    name = str(world.rows("select current_database()")[0][0])
    with cluster.postgres.superuser(name) as rows:
        rows.execute(
            "update conversations set heard_at = heard_at - %s * interval '1 day'"
            " where person_id = any(%s::uuid[])",
            [days, [str(one) for one in people]],
        )


def owners_of_what(world: World) -> dict[UUID, list[UUID]]:
    """The shops of every person."""
    found: dict[UUID, list[UUID]] = {}
    for person, shop in world.rows(
        "select person_id, organization_id from members where removed_at is null"
    ):
        found.setdefault(UUID(str(person)), []).append(UUID(str(shop)))
    return found


def human(name: str) -> Human:
    """Somebody with a number of their own."""
    number = next(_numbers)
    return Human(name, f"+254711000{number}", f"KE.{name}{number}")


def newcomer_of(old: Human) -> Human:
    """Somebody new who has bought the old number."""
    return Human("Zuhura", old.phone, "KE.ZUHURA")


def customer_of(world: World, owner: Human, name: str) -> Human:
    """A customer of the owner's shop, by her number."""
    asha = human(name)
    assert owner.shop is not None
    values = f"'{owner.shop}', gen_random_uuid(), '{name}', '{name.lower()}'"
    writes(world, asha, "phone")
    with world.rt.db.tenant(owner.shop) as tx:
        tx.connection.exec_driver_sql(
            "insert into customers (organization_id, id, name, name_key, person_id)"
            f" values ({values}, '{sender(world)}')"
        )
    return asha
