"""Whoever is forgotten is found nowhere any more; the amounts, the proof and the audit stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from pydantic import SecretStr
from sqlalchemy import text
from structlog.testing import capture_logs

from bot.effects import Found, Introduce, Invite, KeepPhone, KeepPin, SetReminder
from bot.own_wishes import Erase, Export
from engine import rebuild
from engine.audit import sealing
from engine.channels.base import Unreadable
from engine.inbound import intake, payments
from engine.privacy import downloads, erasing, exporting
from engine.privacy.erasing import LastOwnerError
from store import exports
from tests.engine import traces
from tests.engine.keeper import DAY, Keeper, keeper
from tests.engine.rules_of_a_shop import approval, asks, everything_is_due, publish, rule, tells
from tests.engine.world import AMINA, ASHA, BARAKA, CHAUSIKU, World
from tests.services import Cluster

NAME = "Kanarina Zawadi"
WORDS = "kanarimaneno"
CANARIES = (NAME, "kanarina", WORDS, BARAKA, BARAKA[1:], "0722000002", "***002")
SAYS = {"en": "{{ event.payload.name }} took goods.", "sw": "{{ event.payload.name }}"}
NOTICE = (
    b'{"TransID":"QK12345678","TransAmount":"10","BusinessShortCode":"999999","TransTime":'
    b'"20261123100000","MSISDN":"254722000002","FirstName":"KANARINA","LastName":"ZAWADI"}'
)


@pytest.fixture(name="owner")
def _owner(world: World) -> Keeper:
    settings = world.rt.settings.model_copy(update={"secret_key": SecretStr("k" * 32)})
    world.rt = replace(world.rt, settings=settings)
    return keeper(world)


@pytest.fixture(name="canary")
def _canary(world: World, owner: Keeper) -> Keeper:
    """A clerk of whom there are traces everywhere."""
    publish(
        world, owner, rule("Told", "DEBT_RECORDED", tells(text=SAYS), approval(question=SAYS))
    )
    publish(world, owner, rule("Asks", "PAYABLE_RECORDED", asks("Fine?", who=NAME)))
    owner.wishes(Invite(BARAKA, NAME, "STAFF"))
    for words in ("hello", "yes", f"hello {WORDS}", "sold sugar 500"):
        world.says(BARAKA, words)
    member = world.ids("select person_id from members where role = 'STAFF'")[0]
    message = world.ids(
        f"select id from inbound_messages where person_id = '{member}' order by id desc limit 1"
    )[0]
    scene = replace(owner.scene, person_id=member, message_id=message)
    clerk = Keeper(world, scene)
    clerk.wishes(Introduce(name=NAME))
    clerk.wishes(Export("person"))
    clerk.wishes(SetReminder(f"{WORDS} for {NAME}", world.now[0] + timedelta(days=2)))
    clerk.wishes(KeepPin("7391"))
    owner.wishes(Export("shop"))
    owner.owes("DEBT_RECORDED", NAME, "300")
    owner.owes("DEBT_PAID", NAME.upper(), "100")
    owner.raises("PAYMENT_CLAIMED", provider="mpesa", code="A1", amount="5", party=NAME.upper())
    owner.raises("FEEDBACK_GIVEN", about="x", comment=f"line\n{NAME} is slow, {BARAKA}")
    owner.raises("DAY_CLOSED", business_date=DAY, expected="5", counted="5", difference="0")
    world.says(AMINA, f"{NAME} owes me, call 0722000002")
    intake.take(world.rt, [Unreadable("post", "odd", f"From={BARAKA}&Body=x".encode())])
    payments.take(world.rt, NOTICE)
    world.works()
    return clerk


def forget(world: World, clerk: Keeper) -> None:
    clerk.wishes(Erase())
    everything_is_due(world)


def figures(world: World) -> list[object]:
    return [
        world.rows("select business_date, kind, amount, entries from day_totals order by 1, 2"),
        world.rows("select id, amount, kind, person_id from entries order by id"),
        world.rows("select id, owes_us, we_owe, owes_since from customers order by id"),
        world.rows("select provider, code, amount, status from payment_claims order by 1, 2"),
    ]


def test_the_forgotten_stand_in_no_table_no_queue_and_no_log(
    world: World, cluster: Cluster, canary: Keeper
) -> None:
    before = traces.of(world, cluster, CANARIES)

    with capture_logs() as logs:
        forget(world, canary)

    assert len({place.split(".")[0] for place in before}) > 12, before
    assert traces.of(world, cluster, CANARIES) == []
    assert [word for word in CANARIES if word.lower() in str(logs).lower()] == []


def test_the_amounts_stay_and_still_follow_from_the_events(
    world: World, canary: Keeper
) -> None:
    before = figures(world)

    forget(world, canary)

    assert figures(world) == before
    for shop in rebuild.shops(world.rt):
        assert rebuild.examine(world.rt, shop, lambda: None).differences == []


def test_the_audit_still_holds_and_tells_of_it(world: World, canary: Keeper) -> None:
    sealing.seal(world.rt)

    forget(world, canary)
    sealing.seal(world.rt)

    assert list(sealing.verify(world.rt)) == []
    assert world.rows("select 1 from pins") == []
    told = "select person_id from audit_entries where action = 'ERASE'"
    assert world.ids(told) == [canary.scene.person_id]


def test_what_was_taken_out_earlier_is_gone_too(world: World, canary: Keeper) -> None:
    letters = [one.text for one in world.post.sent if "/files/" in one.text]
    token = letters[0].split("/files/")[1].split()[0]
    assert downloads.find(world.rt, token) is not None

    forget(world, canary)

    assert downloads.find(world.rt, token) is None
    assert world.rows("select 1 from export_pieces") == []


def test_a_later_export_of_the_shop_names_nobody_who_was_forgotten(
    world: World, owner: Keeper, canary: Keeper
) -> None:
    forget(world, canary)

    owner.wishes(Export("shop"))
    key = world.ids("select id from exports")[0]
    with world.rt.db.every_tenant() as tx:
        export = exports.get(tx, key)
    assert export is not None
    written = BytesIO()
    exporting.write(world.rt, export, "json", written)

    told = written.getvalue().decode().lower()
    assert [word for word in CANARIES if word.lower() in told] == []
    assert '"amount": "500.00"' in told


def test_their_number_is_a_strangers_afterwards(world: World, canary: Keeper) -> None:
    forget(world, canary)

    world.says(BARAKA, "hello")

    new = world.ids(f"select person_id from addresses where value = '{BARAKA}'")[0]
    assert new != canary.scene.person_id


def test_to_be_forgotten_twice_changes_nothing_more(world: World, canary: Keeper) -> None:
    forget(world, canary)
    before = figures(world)

    assert erasing.now(world.rt, canary.scene.person_id)

    assert figures(world) == before


def test_nobody_is_forgotten_while_they_are_being_answered(
    world: World, canary: Keeper
) -> None:
    person = canary.scene.person_id
    with world.rt.db.tenant(None, person) as tx:
        tx.execute(text("select 1 from conversations for no key update"))

        assert not erasing.now(world.rt, person)

    assert world.rows("select 1 from people where erased_at is not null") == []


def test_the_neighbour_keeps_every_word(world: World, canary: Keeper) -> None:
    chausiku = keeper(world, CHAUSIKU, "Jirani")
    chausiku.owes("DEBT_RECORDED", NAME, "70")

    forget(world, canary)

    names = f"select name from customers where organization_id = '{chausiku.scene.shop_id}'"
    assert world.rows(names) == [(NAME,)]


def test_another_customer_of_a_single_name_stays_in_the_book(
    world: World, owner: Keeper
) -> None:
    owner.wishes(Invite(ASHA, "Maria", "STAFF"))
    for words in ("hello", "yes"):
        world.says(ASHA, words)
    owner.owes("DEBT_RECORDED", "Maria", "300")

    erasing.now(world.rt, world.ids("select person_id from members where role = 'STAFF'")[0])

    assert world.rows("select name from customers") == [("Maria",)]


def test_a_customer_who_is_that_person_keeps_the_balance_without_a_name(
    world: World, cluster: Cluster, owner: Keeper
) -> None:
    owner.owes("DEBT_RECORDED", "Kanarina", "300")
    customer = world.ids("select id from customers")[0]
    owner.wishes(KeepPhone(customer, "Kanarina", ASHA))
    world.says(ASHA, "hello")
    person = world.ids(f"select person_id from addresses where value = '{ASHA}'")[0]

    erasing.now(world.rt, person)

    assert traces.of(world, cluster, ["Kanarina", ASHA, ASHA[1:]]) == []
    assert world.rows("select owes_us::int, person_id, phone from customers") == [
        (300, None, None)
    ]


def test_the_last_owner_closes_the_shop(world: World, cluster: Cluster, owner: Keeper) -> None:
    world.says(AMINA, "sold sugar 300")
    before = figures(world)

    forget(world, owner)

    (shop,) = world.rows("select name, closed_at is not null from organizations")
    assert shop[1] is True
    assert figures(world) == before
    assert traces.of(world, cluster, ["Amina", AMINA]) == []


def test_an_operator_does_not_leave_a_shop_without_an_owner(
    world: World, owner: Keeper
) -> None:
    with pytest.raises(LastOwnerError, match="Duka la Amina"):
        erasing.now(world.rt, owner.scene.person_id)

    assert world.rows("select 1 from people where erased_at is not null") == []


def test_a_shop_that_is_founded_behind_the_farewell_goes_too(
    world: World, canary: Keeper
) -> None:
    canary.wishes(Erase())
    canary.wishes(Found("Duka la Pili", "KE", "KES", "Africa/Nairobi", "sw"))

    everything_is_due(world)

    assert world.rows("select count(*) from organizations where closed_at is not null") == [
        (1,)
    ]
    assert world.rows("select 1 from organizations where name = 'Duka la Pili'") == []
