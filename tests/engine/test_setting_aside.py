"""A message that cannot be answered is set aside; the conversation goes on."""

from __future__ import annotations

from bot.nlu.understanding import Catalogue, Understanding, Utterance
from engine.inbound import parked
from engine.runtime import Languages
from tests.engine.world import AMINA, World
from tests.services import Cluster


def poison(world: World) -> None:
    """From now on a message that says "poison" cannot be read."""
    whole = world.rt.languages

    def stumbles(utterance: Utterance, catalogue: Catalogue) -> Understanding:
        if "poison" in utterance.text:
            raise KeyError("what she said")
        return whole.read(utterance, catalogue)

    object.__setattr__(world.rt, "languages", Languages(stumbles, whole.translations))


def make_due(world: World) -> None:
    with world.rt.db.every_tenant() as tx:
        tx.connection.exec_driver_sql("update outbox set due_at = now()")


def test_it_alone_is_set_aside_and_the_person_is_told(world: World) -> None:
    world.registers(AMINA, "Duka la Amina")
    poison(world)
    world.says(AMINA, "poison")
    assert len(world.ids("select id from inbound_messages where handled_at is null")) == 1

    world.hears(AMINA, "sold sugar 300")
    make_due(world)
    world.works()

    assert "could not write this down" in world.post.sent[-1].text
    assert "300" in world.post.sent[-1].text
    aside = "select body, parked_reason from inbound_messages where parked_at is not null"
    assert world.rows(aside) == [("poison", "KeyError")]
    assert world.rows("select id from outbox") == []
    assert [one.what for one in parked.newest(world.rt)] == ["message"]


def test_it_can_be_tried_again(world: World) -> None:
    world.registers(AMINA, "Duka la Amina")
    whole = world.rt.languages
    poison(world)
    world.says(AMINA, "poison")
    make_due(world)
    world.works()
    (one,) = parked.newest(world.rt)
    object.__setattr__(world.rt, "languages", whole)
    before = len(world.post.sent)

    assert parked.retry(world.rt, one.id)
    world.works()

    assert len(world.post.sent) == before + 1
    assert parked.newest(world.rt) == []


def test_a_figure_that_no_book_can_hold_ends_no_conversation(world: World) -> None:
    world.registers(AMINA, "Duka la Amina")

    world.says(AMINA, "sold sugar 1000000000000000000000")
    make_due(world)
    world.works()
    (reply,) = world.says(AMINA, "sold bread 65")

    assert "65" in reply


def test_a_shop_one_is_no_member_of_is_left(world: World, cluster: Cluster) -> None:
    world.registers(AMINA, "Duka la Amina")
    name = str(world.rows("select current_database()")[0][0])
    with cluster.postgres.superuser(name) as cursor:
        cursor.execute("delete from members")

    (reply,) = world.says(AMINA, "sold sugar 300")

    assert "Ksh 300" not in reply
    assert world.rows("select organization_id from conversations") == [(None,)]


def test_a_full_bubble_leaves_the_rest_for_the_next(world: World) -> None:
    world.registers(AMINA, "Duka la Amina")
    before = len(world.post.sent)
    for number in range(30):
        world.hears(AMINA, f"sold item{number:02d} 10")

    world.works()

    bubbles = [letter.text for letter in world.post.sent[before:]]
    assert len(bubbles) > 1
    assert max(map(len, bubbles)) < 1600
    for number in range(30):
        assert sum(f"item{number:02d}" in bubble for bubble in bubbles) == 1
