"""A PIN is kept as a hash, said in chats that keep no word of it, and set anew by a code."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from sqlalchemy import text

from bot.effects import Hide, KeepPin, ProposePin
from bot.pin_book import Checked
from engine import upkeep
from engine.access import pin_resets, pins
from engine.access.pin_resets import ResetResult, Sent
from tests.engine.keeper import Keeper, keeper
from tests.engine.world import World


@pytest.fixture(name="amina")
def _amina(world: World) -> Keeper:
    """An owner with a PIN."""
    owner = keeper(world)
    owner.wishes(ProposePin("4821"), KeepPin("4821"))
    return owner


def person(amina: Keeper) -> UUID:
    return amina.scene.person_id


def asks_for_a_code(amina: Keeper, *, other_than: UUID | None = None) -> str | None:
    """A one-time code is sent; what it is."""
    world = amina.world
    with world.rt.db.tenant(None, person(amina)) as tx:
        sent = pin_resets.request_reset(world.rt, tx, person(amina), other_than=other_than)
    world.works()
    found = re.search(r"\d{6}", world.post.sent[-1].text)
    return found[0] if sent is Sent.SENT and found else None


def resets(amina: Keeper, code: str, pin: str = "7305") -> ResetResult:
    with amina.world.rt.db.tenant(None, person(amina)) as tx:
        return pin_resets.reset(tx, person(amina), code=code, pin=pin)


def check(amina: Keeper, pin: str) -> Checked:
    with amina.world.rt.db.tenant(None, person(amina)) as tx:
        return pins.check(tx, person(amina), pin)


def test_it_is_kept_as_an_argon2id_hash(amina: Keeper) -> None:
    with amina.world.rt.db.tenant(None, person(amina)) as tx:
        kept = tx.execute(text("select hash, proposed from pins")).one()

    assert kept.hash.startswith("$argon2id$")
    assert kept.proposed is None
    assert check(amina, "4821") is Checked.RIGHT


def test_the_audit_says_that_there_is_one_and_nothing_of_it(amina: Keeper) -> None:
    rows = "select action, before, after from audit_entries where entity = 'pin'"

    assert amina.world.rows(rows) == [("UPDATE", None, None)]


def test_another_person_sees_nothing_of_it(amina: Keeper) -> None:
    with amina.world.rt.db.tenant(amina.scene.organization_id, UUID(int=7)) as tx:
        assert tx.execute(text("select count(*) from pins")).scalar_one() == 0


def test_a_hidden_message_is_kept_without_a_word(amina: Keeper) -> None:
    amina.wishes(Hide())

    query = (
        f"select body, length(raw) from inbound_messages where id = '{amina.scene.message_id}'"
    )
    assert amina.world.rows(query) == [("****", 0)]


def test_a_code_sets_a_new_pin_once(amina: Keeper) -> None:
    code = asks_for_a_code(amina)
    assert code is not None

    assert resets(amina, code) is ResetResult.DONE
    assert (check(amina, "7305"), check(amina, "4821")) == (Checked.RIGHT, Checked.WRONG)
    assert resets(amina, code, "8642") is ResetResult.OVER


def test_the_code_is_kept_as_a_hash(amina: Keeper) -> None:
    code = asks_for_a_code(amina)

    with amina.world.rt.db.tenant(None, person(amina)) as tx:
        kept = tx.execute(text("select hash from pin_resets")).scalar_one()
    assert code is not None
    assert code not in kept


def test_five_wrong_codes_make_the_right_one_worthless(amina: Keeper) -> None:
    code = asks_for_a_code(amina)
    assert code is not None
    wrong = "000000" if code != "000000" else "000001"
    assert [resets(amina, wrong) for _ in range(5)] == [ResetResult.WRONG] * 5

    assert resets(amina, code) is ResetResult.OVER


def test_a_code_is_over_after_ten_minutes(amina: Keeper) -> None:
    code = asks_for_a_code(amina)
    assert code is not None
    with amina.world.rt.db.tenant(None, person(amina)) as tx:
        tx.execute(text("update pin_resets set expires_at = expires_at - interval '601 s'"))

    assert resets(amina, code) is ResetResult.OVER


def test_the_next_code_comes_a_minute_later(amina: Keeper) -> None:
    assert asks_for_a_code(amina) is not None
    assert asks_for_a_code(amina) is None
    with amina.world.rt.db.tenant(None, person(amina)) as tx:
        tx.execute(text("update pin_resets set expires_at = expires_at - interval '61 s'"))

    assert asks_for_a_code(amina) is not None


def test_a_trivial_pin_is_refused_and_the_code_stays_good(amina: Keeper) -> None:
    code = asks_for_a_code(amina)
    assert code is not None

    assert resets(amina, code, "1234") is ResetResult.TRIVIAL
    assert resets(amina, code) is ResetResult.DONE


def test_no_code_is_sent_to_where_it_was_wished_for(amina: Keeper) -> None:
    (conversation,) = amina.world.ids("select id from conversations")

    assert asks_for_a_code(amina, other_than=conversation) is None


def test_a_code_goes_to_another_address(amina: Keeper) -> None:
    (conversation,) = amina.world.ids("select id from conversations")
    with amina.world.rt.db.every_tenant() as tx:
        tx.execute(
            text(
                "insert into addresses (id, person_id, kind, value) values"
                " (gen_random_uuid(), :person, 'phone', '+254755000005')"
            ),
            {"person": person(amina)},
        )
    amina.world.says("+254755000005", "hi")

    code = asks_for_a_code(amina, other_than=conversation)

    assert code is not None
    assert amina.world.post.sent[-1].to == "+254755000005"


def test_a_right_pin_forgets_the_wrong_tries(amina: Keeper) -> None:
    for _ in range(4):
        check(amina, "9137")

    assert check(amina, "4821") is Checked.RIGHT
    assert [check(amina, "9137") for _ in range(4)] == [Checked.WRONG] * 4


def test_a_lock_ends(amina: Keeper) -> None:
    for _ in range(5):
        check(amina, "9137")
    assert check(amina, "4821") is Checked.LOCKED
    with amina.world.rt.db.tenant(None, person(amina)) as tx:
        tx.execute(text("update pins set locked_until = locked_until - interval '901 s'"))

    assert check(amina, "4821") is Checked.RIGHT


def test_who_has_none_is_told_so(world: World) -> None:
    owner = keeper(world)

    assert check(owner, "4821") is Checked.NONE


def test_the_message_with_a_code_loses_its_words_once_it_is_sent(amina: Keeper) -> None:
    code = asks_for_a_code(amina)
    upkeep.forget_codes(amina.world.rt)

    bodies = amina.world.rows("select body from outbound_messages where reason = 'code'")
    assert bodies == [("****",)]
    assert code is not None
