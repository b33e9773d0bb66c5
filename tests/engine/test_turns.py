"""From an inbound message to the one answer it gets."""

from __future__ import annotations

from decimal import Decimal

from tests.engine.world import AMINA, CHAUSIKU, World


def test_a_newcomer_is_registered_in_five_answers(world: World) -> None:
    replies = [world.says(AMINA, words) for words in ("Hi", "English", "yes", "Amina", "Duka")]

    assert [len(reply) for reply in replies] == [1, 1, 1, 1, 1]
    assert world.rows("select name, country, currency, timezone from organizations") == [
        ("Duka", "KE", "KES", "Africa/Nairobi")
    ]


def test_a_sale_is_an_event_an_entry_and_part_of_the_days_total(world: World) -> None:
    world.registers(AMINA, "Duka la Amina")

    world.says(AMINA, "sold sugar 300")
    (reply,) = world.says(AMINA, "sold bread 65")

    assert "365" in reply
    with world.rt.db.tenant(*world.ids("select id from organizations")) as tx:
        rows = tx.connection.exec_driver_sql(
            "select kind, amount, item from entries order by id"
        ).all()
        totals = tx.connection.exec_driver_sql("select amount, entries from day_totals").all()
    assert [tuple(row) for row in rows] == [
        ("sale", Decimal("300.00"), "sugar"),
        ("sale", Decimal("65.00"), "bread"),
    ]
    assert [tuple(row) for row in totals] == [(Decimal("365.00"), 2)]


def test_a_message_told_twice_is_heard_once(world: World) -> None:
    world.registers(AMINA, "Duka la Amina")
    before = len(world.post.sent)

    for _ in range(3):
        world.hears(AMINA, "sold sugar 300", reference="SM-same")
        world.works()

    assert len(world.post.sent) == before + 1


def test_messages_that_wait_together_share_one_bubble(world: World) -> None:
    world.registers(AMINA, "Duka la Amina")
    before = len(world.post.sent)
    world.hears(AMINA, "sold sugar 300")
    world.hears(AMINA, "sold bread 65")

    world.works()

    (bubble,) = [letter.text for letter in world.post.sent[before:]]
    assert "300" in bubble
    assert "365" in bubble


def test_an_undone_sale_leaves_the_total_and_stays_in_the_book(world: World) -> None:
    shop = world.registers(AMINA, "Duka la Amina")
    world.says(AMINA, "sold sugar 300")

    world.says(AMINA, "undo")
    world.says(AMINA, "undo")

    with world.rt.db.tenant(shop) as tx:
        amounts = tx.connection.exec_driver_sql("select amount from entries order by id").all()
        total = tx.connection.exec_driver_sql("select amount, entries from day_totals").one()
    assert [row[0] for row in amounts] == [Decimal(300), Decimal(-300)]
    assert tuple(total) == (Decimal(0), 0)


def test_a_conversation_in_other_hands_is_tried_again_without_an_attempt(
    world: World,
) -> None:
    world.hears(AMINA, "Hi")
    (entry,) = world.ids("select id from outbox")
    person = world.ids("select id from people")[0]

    with world.rt.db.tenant(None, person) as held:
        held.connection.exec_driver_sql("select id from conversations for update")
        world.works_once(entry)

    assert world.rows("select attempts, due_at > now(), rung_at from outbox") == [
        (0, True, None)
    ]
    assert not world.post.sent


def test_neighbours_have_their_own_totals(world: World) -> None:
    world.registers(AMINA, "Duka la Amina")
    world.registers(CHAUSIKU, "Jirani")
    world.says(AMINA, "sold sugar 300")

    (reply,) = world.says(CHAUSIKU, "sold soap 40")

    assert "340" not in reply


def test_every_fact_of_a_turn_has_its_line_in_the_audit(world: World) -> None:
    shop = world.registers(AMINA, "Duka la Amina")
    world.says(AMINA, "sold sugar 300")

    with world.rt.db.tenant(shop) as tx:
        rows = tx.connection.exec_driver_sql(
            "select action, after ->> 'type' from audit_entries order by id"
        ).all()

    assert ("CREATE", "SALE_RECORDED") in [tuple(row) for row in rows]
    assert ("MESSAGE_SENT", None) in [tuple(row) for row in rows]
