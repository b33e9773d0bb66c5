"""Messages to a shop's customers: whom they reach, how, and what is written down if nobody."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import text

from bot.effects import KeepPhone, RemindDebt
from store import phone
from tests.engine.flows import passes, person_of
from tests.engine.keeper import Keeper, keeper
from tests.engine.shop_with_customers import NIGHT, knows, suppressed, writes
from tests.engine.world import AMINA, ASHA, BARAKA, CHAUSIKU, World


@pytest.fixture(name="amina")
def _amina(world: World) -> Keeper:
    return keeper(world, AMINA, "Duka la Amina")


def test_a_customer_who_never_wrote_gets_an_sms_in_the_shops_name(amina: Keeper) -> None:
    asha = knows(amina, "Asha", ASHA)

    assert writes(amina, asha) == [
        "Duka la Amina: Your parcel is here.\nReply STOP to get no more messages."
    ]
    letter = amina.world.post.sent[-1]
    assert (letter.channel, letter.to, letter.account) == (
        "sms", ASHA, "post:sms:+14155238886",
    )  # fmt: skip


def test_a_phone_shows_what_came_before_anybody_wrote_from_it(amina: Keeper) -> None:
    asha = knows(amina, "Asha", ASHA)
    writes(amina, asha)

    with amina.world.rt.db.every_tenant() as tx:
        shown, _ = phone.history(tx, ASHA, "post:sms:+14155238886", None)

    assert [row.body.partition("\n")[0] for row in shown] == [
        "Duka la Amina: Your parcel is here."
    ]


def test_how_to_stop_is_said_once(amina: Keeper) -> None:
    asha = knows(amina, "Asha", ASHA)
    writes(amina, asha)

    assert writes(amina, asha) == ["Duka la Amina: Your parcel is here."]


def test_a_customer_who_has_just_written_is_answered_where_she_wrote(amina: Keeper) -> None:
    amina.world.says(ASHA, "Hi")
    asha = knows(amina, "Asha", ASHA)

    writes(amina, asha)

    assert amina.world.post.sent[-1].channel == "whatsapp"


def test_a_customer_without_an_address_is_written_down_as_not_reached(amina: Keeper) -> None:
    asha = knows(amina, "Asha", None)

    assert writes(amina, asha) == []
    assert suppressed(amina) == ["no_address"]


@pytest.mark.parametrize("whom", ["VIEWER", str(UUID(int=7)), "somebody"])
def test_what_is_meant_for_nobody_is_written_down(amina: Keeper, whom: str) -> None:
    assert writes(amina, whom) == []
    assert suppressed(amina) == ["nobody"]


def test_without_a_number_for_sms_a_stranger_is_not_reached(amina: Keeper) -> None:
    amina.world.post.sms_account = None
    asha = knows(amina, "Asha", ASHA)

    assert writes(amina, asha) == []
    assert suppressed(amina) == ["unreachable"]


def test_a_customer_of_the_neighbour_is_nobody_here(amina: Keeper) -> None:
    chausiku = keeper(amina.world, CHAUSIKU, "Jirani")
    asha = knows(chausiku, "Asha", ASHA)

    assert writes(amina, asha) == []
    assert suppressed(amina) == ["nobody"]


def test_a_phone_names_a_customer_or_a_member_and_no_stranger(amina: Keeper) -> None:
    knows(amina, "Asha", ASHA)
    amina.world.says(BARAKA, "hello")

    assert len(writes(amina, ASHA)) == 1
    assert writes(amina, AMINA) == ["Your parcel is here."]
    assert writes(amina, BARAKA) == writes(amina, "+254799999999") == []
    assert suppressed(amina) == ["nobody", "nobody"]


def test_a_window_that_closes_before_the_morning_is_no_way(amina: Keeper) -> None:
    amina.world.says(ASHA, "hello")
    asha = knows(amina, "Asha", ASHA)
    with amina.world.rt.db.tenant(None, person_of(amina.world, ASHA)) as tx:
        tx.execute(text("update conversations set heard_at = heard_at - interval '20 hours'"))
    amina.world.now[0] = NIGHT

    writes(amina, asha)

    channels = amina.world.rows(
        "select channel from outbound_messages where customer_id is not null"
    )
    assert channels == [("sms",)]


def test_a_number_that_changes_hands_takes_no_debt_along(amina: Keeper) -> None:
    asha = knows(amina, "Asha", ASHA)
    amina.wishes(RemindDebt(asha))
    amina.wishes(KeepPhone(asha, "Asha", BARAKA))
    amina.world.works()

    assert amina.world.says(BARAKA, "paid") == [
        "No shop has asked you about a debt here: please talk to the shop itself."
    ]


def test_at_night_a_customer_is_left_alone_until_eight(amina: Keeper) -> None:
    asha = knows(amina, "Asha", ASHA)
    amina.world.now[0] = NIGHT

    assert writes(amina, asha) == []
    wait = amina.world.rows("select due_at - now() from outbox where kind = 'delivery'")
    assert str(wait[0][0]).startswith("9:29")

    passes(amina.world, hours=9.5)
    assert "Your parcel is here." in amina.world.post.sent[-1].text


def test_a_reminder_may_come_earlier_in_the_morning(amina: Keeper) -> None:
    asha = knows(amina, "Asha", ASHA)
    amina.world.now[0] = NIGHT

    writes(amina, asha, occasion="reminder")
    wait = amina.world.rows("select due_at - now() from outbox where kind = 'delivery'")

    assert str(wait[0][0]).startswith("8:29")


def test_a_number_has_one_customer_in_a_shop(amina: Keeper) -> None:
    asha, njeri = knows(amina, "Asha", ASHA), knows(amina, "Njeri", None)

    amina.wishes(KeepPhone(njeri, "Njeri", ASHA))

    with amina.asks() as shop:
        holder = shop.contacts.holder(ASHA)
        assert holder is not None
        assert (holder.id, holder.phone) == (njeri, "+254744***004")
        assert shop.contacts.phone_of(asha) is None
        assert shop.contacts.holder(BARAKA) is None


def test_two_shops_may_know_the_same_person_each_for_itself(amina: Keeper) -> None:
    chausiku = keeper(amina.world, CHAUSIKU, "Jirani")
    knows(amina, "Asha", ASHA)
    knows(chausiku, "Asha wa Sokoni", ASHA)

    with amina.asks() as shop:
        holder = shop.contacts.holder(ASHA)
    with chausiku.asks() as shop:
        other = shop.contacts.holder(ASHA)

    assert holder is not None
    assert other is not None
    assert (holder.name, other.name) == ("Asha", "Asha wa Sokoni")
    people = amina.world.rows("select distinct person_id from customers")
    assert len(people) == 1


def test_a_phone_is_told_to_the_audit_only_in_part(amina: Keeper) -> None:
    asha = knows(amina, "Asha", ASHA)

    told = amina.world.rows(
        f"select before, after from audit_entries where entity_id = '{asha}'"
    )

    assert told == [({"phone": None}, {"phone": "+254744***004"})]
