"""After an outage everything is heard, and what waited for hours gets one answer."""

from __future__ import annotations

from sqlalchemy import text

from bot.replies import catching_up as replies
from engine.inbound import catching_up
from engine.inbound.catching_up import Told
from tests.engine.world import AMINA, MORNING, World
from tests.services import Cluster


def were_written(world: World, cluster: Cluster, hours: int) -> None:
    """What waits was written so long ago."""
    database = str(world.rows("select current_database()")[0][0])
    with cluster.postgres.superuser(database) as cursor:
        cursor.execute(
            "update inbound_messages set received_at = received_at"
            f" - interval '{hours} hours' where handled_at is null"
        )


def answered(world: World, *words: str) -> list[str]:
    before = len(world.post.sent)
    for each in words:
        world.hears(AMINA, each)
    world.works()
    return [letter.text for letter in world.post.sent[before:]]


def late(world: World, cluster: Cluster, *words: str, hours: int = 7) -> list[str]:
    before = len(world.post.sent)
    for each in words:
        world.hears(AMINA, each)
    were_written(world, cluster, hours)
    world.works()
    return [letter.text for letter in world.post.sent[before:]]


def total(world: World) -> object:
    return world.rows("select sum(amount) from entries")[0][0]


def test_late_messages_are_all_booked_and_answered_in_one(
    world: World, cluster: Cluster
) -> None:
    world.registers(AMINA, "Duka")

    (said,) = late(world, cluster, *["sold sugar 300"] * 30)

    assert total(world) == 9000
    assert "only now have I read your 30 messages since" in said
    assert "30 entries from them are in the book now." in said
    assert "Noted" not in said


def test_one_late_message_has_its_own_answer_with_an_apology(
    world: World, cluster: Cluster
) -> None:
    world.registers(AMINA, "Duka")

    (said,) = late(world, cluster, "sold sugar 300")

    sorry, noted = said.split("\n")
    assert sorry.startswith("There was a break on our side")
    assert noted.startswith("Noted: sugar")


def test_within_six_hours_everything_is_answered_as_always(
    world: World, cluster: Cluster
) -> None:
    world.registers(AMINA, "Duka")

    (said,) = late(world, cluster, "sold sugar 300", "sold bread 65", hours=5)

    assert "break" not in said
    assert said.count("Noted") == 2


def test_what_was_asked_is_answered_once_and_what_was_sold_is_counted(
    world: World, cluster: Cluster
) -> None:
    world.registers(AMINA, "Duka")

    (said,) = late(world, cluster, "sold sugar 300", "hello", "hello", "sold bread 65")

    assert "2 entries from them" in said
    greeting = said.split("\n")[2]
    assert said.count(greeting) == 1


def test_a_late_question_of_ours_is_still_asked(world: World, cluster: Cluster) -> None:
    (said,) = late(world, cluster, "Hi", "English")

    assert said.startswith("There was a break on our side")
    assert said.endswith("?")


def test_fresh_messages_behind_late_ones_are_answered_as_always(
    world: World, cluster: Cluster
) -> None:
    world.registers(AMINA, "Duka")
    world.hears(AMINA, "sold sugar 300")
    world.hears(AMINA, "sold sugar 300")
    were_written(world, cluster, 7)

    (said,) = answered(world, "sold bread 65")

    assert "your 2 messages" in said
    assert said.count("Noted") == 1
    assert "Noted: bread" in said


def told(text_: str, booked: int = 0) -> Told:
    return Told(MORNING, is_late=True, texts=(text_,), booked=booked)


def test_what_finds_no_room_in_one_bubble_is_counted() -> None:
    long = [told(f"{number} " + "x" * 400) for number in range(4)]

    said = catching_up.bubble(long, lambda reply: reply.text, asks=False)

    assert [text_[:1] for text_ in said[1:3]] == ["0", "1"]
    assert said[3] == replies.unanswered(2).text


def test_an_open_question_is_said_however_long_the_answers_are() -> None:
    long = [told("x" * 800), told("y" * 800), told("Name?")]

    said = catching_up.bubble(long, lambda reply: reply.text, asks=True)

    assert said[-1] == "Name?"


def test_late_messages_that_need_no_answer_get_none() -> None:
    silent = [Told(MORNING, is_late=True), Told(MORNING, is_late=True)]

    assert catching_up.bubble(silent, lambda reply: reply.text, asks=False) == []


def test_hundreds_are_heard_in_pieces(world: World, cluster: Cluster) -> None:
    world.registers(AMINA, "Duka")

    said = late(world, cluster, *["sold sugar 10"] * 205)

    assert len(said) == 2
    assert total(world) == 2050
    with world.rt.db.every_tenant() as tx:
        left = tx.execute(
            text("select count(*) from inbound_messages where handled_at is null")
        )
        assert left.scalar_one() == 0
