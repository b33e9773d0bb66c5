"""Who wants to hear nothing hears nothing: from the shop or from all, however it was queued."""

from __future__ import annotations

from uuid import UUID

import pytest

from engine.channels.base import ChannelError, Letter, Trouble
from tests.engine.flows import asked, on, passes, person_of, publish
from tests.engine.keeper import Keeper, keeper
from tests.engine.shop_with_customers import NIGHT, knows, suppressed, writes
from tests.engine.world import AMINA, ASHA, CHAUSIKU, World


@pytest.fixture(name="amina")
def _amina(world: World) -> Keeper:
    return keeper(world, AMINA, "Duka la Amina")


@pytest.fixture(name="asha")
def _asha(amina: Keeper) -> UUID:
    """A customer who has written once."""
    customer = knows(amina, "Asha", ASHA)
    amina.world.says(ASHA, "hello")
    return customer


def facts(world: World, event_type: str) -> list[object]:
    """The payloads of a type of event, in whatever shop."""
    query = f"select payload from events where type = '{event_type}' order by id"
    return [row[0] for row in world.rows(query)]


def test_one_confirmation_and_then_silence(amina: Keeper, asha: UUID) -> None:
    said = amina.world.says(ASHA, "stop")

    assert said == [
        "Done: Duka la Amina will not write to you any more. START lets it write again."
    ]
    assert writes(amina, asha) == []
    assert suppressed(amina) == ["opted_out"]


def test_what_was_queued_before_the_word_is_not_sent_after_it(
    amina: Keeper, asha: UUID
) -> None:
    amina.world.now[0] = NIGHT
    assert writes(amina, asha) == []
    amina.world.says(ASHA, "stop")
    before = len(amina.world.post.sent)

    passes(amina.world, hours=10)

    assert len(amina.world.post.sent) == before
    assert suppressed(amina) == ["opted_out"]
    assert amina.world.ids("select id from outbox where kind = 'delivery'") == []


def test_the_word_holds_on_every_channel(amina: Keeper, asha: UUID) -> None:
    amina.world.says(ASHA, "stop")

    assert writes(amina, asha, channel="sms") == []
    assert suppressed(amina) == ["opted_out"]


def test_the_fact_names_the_customer_and_how_far_it_reaches(amina: Keeper, asha: UUID) -> None:
    amina.world.says(ASHA, "stop")
    amina.world.says(ASHA, "stop")
    amina.world.says(ASHA, "start")

    told = {"customer": str(asha), "scope": "shop", "channel": "any"}
    assert facts(amina.world, "CUSTOMER_OPTED_OUT") == [told]
    assert facts(amina.world, "CUSTOMER_OPTED_IN") == [told]


def test_start_lets_the_shop_write_again(amina: Keeper, asha: UUID) -> None:
    amina.world.says(ASHA, "stop")
    amina.world.says(ASHA, "start")

    assert len(writes(amina, asha)) == 1


def test_of_several_shops_all_are_silent_until_one_is_chosen(amina: Keeper, asha: UUID) -> None:
    chausiku = keeper(amina.world, CHAUSIKU, "Jirani")
    there = knows(chausiku, "Asha", ASHA)
    (said,) = amina.world.says(ASHA, "stop")
    assert "Which shop may still write to you (" in said
    assert writes(amina, asha) == writes(chausiku, there) == []
    wanted = said.partition("1 ")[2].partition(",")[0]

    assert amina.world.says(ASHA, "1") == [f"All right: of them only {wanted} writes to you."]
    heard = {"Duka la Amina": writes(amina, asha), "Jirani": writes(chausiku, there)}

    assert [shop for shop, texts in heard.items() if texts] == [wanted]


def test_both_shops_record_a_word_that_is_about_everything(amina: Keeper, asha: UUID) -> None:
    there = knows(keeper(amina.world, CHAUSIKU, "Jirani"), "Asha", ASHA)

    amina.world.says(ASHA, "stop")

    told = facts(amina.world, "CUSTOMER_OPTED_OUT")
    assert {one["customer"] for one in told} == {str(asha), str(there)}  # type: ignore[index]
    assert {one["scope"] for one in told} == {"everything"}  # type: ignore[index]


def test_a_member_who_stopped_is_answered_and_not_written_to(amina: Keeper) -> None:
    world = amina.world
    world.says(AMINA, "stop")

    assert writes(amina, "OWNER") == []
    publish(world, amina.scene.shop_id, on("SALE_RECORDED", asked(), name="Ask"))
    assert len(world.says(AMINA, "sold sugar 300")) == 1
    assert suppressed(amina) == ["opted_out", "opted_out"]


def test_a_number_that_the_provider_was_told_to_stop_gets_no_sms_any_more(
    amina: Keeper,
) -> None:
    asha = knows(amina, "Asha", ASHA)

    def refuses(letter: Letter) -> None:
        raise ChannelError("21610", "they have opted out", trouble=Trouble.CONSENT)

    amina.world.post.answer = refuses
    writes(amina, asha)
    amina.world.post.answer = lambda letter: None

    assert writes(amina, asha) == []
    assert suppressed(amina) == ["21610", "opted_out"]
    amina.world.says(ASHA, "hello")
    assert len(writes(amina, asha)) == 1, "over WhatsApp they are still reached"


def test_a_stranger_who_says_stop_is_left_alone(world: World) -> None:
    assert world.says(ASHA, "stop") == [
        "Done: nobody will write to you through me any more. START lets them write again."
    ]
    asha = person_of(world, ASHA)
    assert world.ids(f"select person_id from opt_outs where person_id = '{asha}'") == [asha]


def test_nobody_reads_or_speaks_anothers_word(amina: Keeper, asha: UUID) -> None:
    amina.world.says(ASHA, "stop")
    shop, owner = amina.scene.shop_id, amina.scene.person_id

    with amina.world.rt.db.tenant(shop, owner) as tx:
        assert tx.connection.exec_driver_sql("select * from opt_outs").all() == []
        gone = tx.connection.exec_driver_sql("delete from opt_outs")
        assert gone.rowcount == 0
