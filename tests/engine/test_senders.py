"""One human is one person, whatever the provider shows of them; two are never one."""

from __future__ import annotations

from itertools import count

import pytest

from engine import intake
from engine.channels.base import NumberChanged, ScopedIdChanged
from store import conversations
from tests.engine.humans import Human, founds, sender, silence, writes
from tests.engine.world import World
from tests.services import Cluster

_numbers = count(100)


def human(name: str) -> Human:
    number = next(_numbers)
    return Human(name, f"+254711000{number}", f"KE.{name}{number}")


@pytest.fixture(name="amina")
def _amina() -> Human:
    return human("Amina")


def newcomer_of(old: Human) -> Human:
    """Somebody new who has bought the old number."""
    return Human("Zuhura", old.phone, "KE.ZUHURA")


def test_phone_then_both_then_id_then_a_new_phone_is_one_person(
    world: World, amina: Human
) -> None:
    writes(world, amina, "phone")
    founds(world, amina)

    seen = []
    for way in ("both", "id", "both"):
        writes(world, amina, way)
        seen.append(sender(world))
    amina.phone = "+254799000111"
    writes(world, amina, "both")

    assert {*seen, sender(world)} == {amina.person}


def test_they_are_in_one_conversation_all_the_while(world: World, amina: Human) -> None:
    writes(world, amina, "both")
    founds(world, amina)

    writes(world, amina, "id", "sold sugar 300")
    said = writes(world, amina, "both", "undo")

    assert len(world.rows("select 1 from conversations")) == 1
    assert "300" in said[0]
    assert world.post.sent[-1].to == amina.phone


def test_who_was_met_by_id_first_is_found_by_phone_later(world: World, amina: Human) -> None:
    writes(world, amina, "id")
    founds(world, amina)

    writes(world, amina, "both")
    writes(world, amina, "phone")

    assert sender(world) == amina.person


def test_two_halves_become_one_and_the_role_stays(world: World, amina: Human) -> None:
    writes(world, amina, "phone")
    founds(world, amina)
    writes(world, amina, "id")
    assert sender(world) != amina.person

    writes(world, amina, "both")

    assert sender(world) == amina.person
    assert world.rows("select role from members") == [("OWNER",)]
    told = world.rows("select via, after ? 'merged' from audit_entries")
    assert ("whatsapp", True) in told


def test_two_people_with_books_are_never_made_one(world: World, amina: Human) -> None:
    writes(world, amina, "phone")
    founds(world, amina)
    other = human("Chausiku")
    writes(world, other, "id")
    founds(world, other)
    mixed = Human("Chausiku", amina.phone, other.scoped)

    writes(world, mixed, "both")

    assert sender(world) == other.person
    said = writes(world, amina, "phone", "sold sugar 300")
    assert "What is the shop called?" in said[0]


def test_a_number_that_was_sold_shows_nothing(
    world: World, cluster: Cluster, amina: Human
) -> None:
    writes(world, amina, "both")
    founds(world, amina)
    writes(world, amina, "both", "sold sugar 300")
    zuhura = newcomer_of(amina)

    said = writes(world, zuhura, "both", "undo")

    assert "What is the shop called?" in said[0]
    assert "300" not in said[0]
    assert "Amina" not in said[0]


@pytest.mark.parametrize("way", ["phone", "both"])
def test_the_new_holder_begins_anew_and_what_they_said_is_kept(
    world: World, cluster: Cluster, amina: Human, way: str
) -> None:
    writes(world, amina, "both")
    founds(world, amina)
    assert amina.person is not None
    silence(world, cluster, 91, [amina.person])
    zuhura = newcomer_of(amina)
    writes(world, zuhura, "both", "hello")

    said = writes(world, zuhura, "both", "0")

    assert sender(world) == amina.person
    assert "Amina" not in said[0]
    writes(world, zuhura, "both" if way == "both" else "phone", "hello")
    assert sender(world) != amina.person
    bodies = "select body from inbound_messages where person_id"
    assert ("hello",) in world.rows(f"{bodies} = '{sender(world)}'")


def test_after_ninety_days_the_owner_proves_it_and_is_answered(
    world: World, cluster: Cluster, amina: Human
) -> None:
    writes(world, amina, "phone")
    founds(world, amina)
    assert amina.person is not None
    silence(world, cluster, 91, [amina.person])

    asked = writes(world, amina, "phone", "sold sugar 300")
    writes(world, amina, "phone", "Duka Amina")
    said = writes(world, amina, "phone", "Amina")

    assert "What is the shop called?" in asked[0]
    assert "welcome back" in said[0]
    assert "300" in said[1]
    assert world.rows("select kind, amount::int from entries") == [("sale", 300)]
    assert "300" in writes(world, amina, "phone", "undo")[0]


def test_eighty_nine_days_are_no_reason_to_ask(
    world: World, cluster: Cluster, amina: Human
) -> None:
    writes(world, amina, "phone")
    founds(world, amina)
    assert amina.person is not None
    silence(world, cluster, 89, [amina.person])

    assert "300" in writes(world, amina, "phone", "sold sugar 300")[0]


def test_silence_counts_on_every_way_together(
    world: World, cluster: Cluster, amina: Human
) -> None:
    writes(world, amina, "both")
    founds(world, amina)
    assert amina.person is not None
    silence(world, cluster, 91, [amina.person])
    from_another = Human("Zuhura", amina.phone, "KE.NEVERSEEN")
    writes(world, from_another, "id")

    said = writes(world, from_another, "both", "sold sugar 300")

    assert "What is the shop called?" in said[-1]


def test_a_silent_number_that_no_shop_knows_is_somebody_new(
    world: World, cluster: Cluster, amina: Human
) -> None:
    writes(world, amina, "phone")
    old = sender(world)
    silence(world, cluster, 91, [old])

    said = writes(world, amina, "phone", "hello again")

    assert sender(world) != old
    assert said


def test_a_changed_number_leads_to_the_same_person_after_a_proof(
    world: World, amina: Human
) -> None:
    writes(world, amina, "phone")
    founds(world, amina)
    moved = Human("Amina", "+254799000222", amina.scoped)

    intake.take(world.rt, [NumberChanged("post", amina.phone, moved.phone)])
    asked = writes(world, moved, "phone", "sold sugar 300")
    writes(world, moved, "phone", "duka amina")
    said = writes(world, moved, "phone", "amina")

    assert "What is the shop called?" in asked[0]
    assert "300" in said[-1]
    assert sender(world) == amina.person


def test_the_old_number_shows_nothing_afterwards(world: World, amina: Human) -> None:
    writes(world, amina, "phone")
    founds(world, amina)
    intake.take(world.rt, [NumberChanged("post", amina.phone, "+254799000333")])

    said = writes(world, newcomer_of(amina), "phone", "undo")
    writes(world, newcomer_of(amina), "phone", "0")
    writes(world, newcomer_of(amina), "phone", "hello")

    assert "What is the shop called?" in said[0]
    assert sender(world) != amina.person


def test_a_changed_id_leads_to_the_same_person_without_a_proof(
    world: World, amina: Human
) -> None:
    writes(world, amina, "id")
    founds(world, amina)

    intake.take(world.rt, [ScopedIdChanged("post", amina.scoped, "KE.NEW")])
    amina.scoped = "KE.NEW"
    said = writes(world, amina, "id", "sold sugar 300")

    assert "300" in said[0]
    assert sender(world) == amina.person


def test_a_change_to_somebody_elses_number_merges_no_books(world: World, amina: Human) -> None:
    writes(world, amina, "phone")
    founds(world, amina)
    other = human("Chausiku")
    writes(world, other, "phone")
    founds(world, other)

    intake.take(world.rt, [NumberChanged("post", amina.phone, other.phone)])

    shops = world.rows("select count(*) from members group by person_id")
    assert shops == [(1,), (1,)]
    assert "What is the shop called?" in writes(world, other, "phone", "undo")[0]


def test_news_of_people_we_never_met_changes_nothing(world: World) -> None:
    intake.take(
        world.rt,
        [NumberChanged("post", "+254700", "+254701"), ScopedIdChanged("post", "A", "B")],
    )

    assert world.rows("select 1 from people") == []


def test_nothing_is_sent_unasked_to_a_number_in_doubt(world: World, amina: Human) -> None:
    writes(world, amina, "both")
    founds(world, amina)
    assert amina.person is not None
    writes(world, newcomer_of(amina), "both")

    with world.rt.db.every_tenant() as tx:
        assert conversations.ways(tx, [amina.person], None) == []


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


def test_a_silent_customer_stays_the_shops_customer(
    world: World, cluster: Cluster, amina: Human
) -> None:
    writes(world, amina, "phone")
    founds(world, amina)
    asha = customer_of(world, amina, "Asha")
    person = sender(world)
    silence(world, cluster, 120, [person])

    with world.rt.db.every_tenant() as tx:
        reached = [way.reply_to for way in conversations.ways(tx, [person], amina.shop)]
    writes(world, asha, "phone")

    assert reached == [asha.phone]
    assert sender(world) == person


def test_a_customers_number_with_another_id_is_somebody_new(world: World, amina: Human) -> None:
    writes(world, amina, "phone")
    founds(world, amina)
    asha = customer_of(world, amina, "Asha")
    person = sender(world)
    writes(world, asha, "both")

    writes(world, newcomer_of(asha), "both")

    assert sender(world) != person


def test_a_member_in_doubt_is_reached_by_no_cold_sms_either(
    world: World, cluster: Cluster, amina: Human
) -> None:
    writes(world, amina, "phone")
    founds(world, amina)
    assert amina.person is not None
    silence(world, cluster, 91, [amina.person])

    with world.rt.db.every_tenant() as tx:
        (found,) = conversations.strangers(tx, [amina.person], amina.shop)
        ways = conversations.ways(tx, [amina.person], amina.shop)

    assert (found.phone, list(ways)) == (None, [])
