"""The door below every e-mail: a look changes nothing, the button ends them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from engine.files import files
from engine.files.reports import Wanted
from engine.runtime import Runtime
from engine.sending import unsubscribing
from engine.sending.unsubscribing import Leaver
from store import organizations, people
from store.organizations import NewOrganization
from tests.webhooks.doors import with_settings
from webhooks import create_app

SECRET = "0123456789abcdef0123456789abcdef"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def rt(rt: Runtime) -> Runtime:
    """As the others, with a key."""
    return with_settings(rt, secret_key=SECRET)


@pytest.fixture
def asha(rt: Runtime) -> Leaver:
    """A customer of a Swahili shop."""
    new = NewOrganization("Duka <la> Amina", "KE", "KES", "Africa/Nairobi", "sw")
    with rt.db.tenant(None) as tx:
        shop = organizations.found(tx, new)
    with rt.db.every_tenant() as tx:
        person = people.meet(tx, "email", "asha@example.com", None).person_id
    return Leaver(person, shop)


def address(rt: Runtime, leaver: Leaver) -> str:
    found = unsubscribing.address(rt.settings, leaver)
    assert found is not None
    return found


def words(rt: Runtime) -> list[tuple[UUID, UUID, str]]:
    """Who wants to hear nothing, from whom, over which channel."""
    query = text("select person_id, organization_id, channel from opt_outs")
    with rt.db.every_tenant() as tx:
        return [tuple(row) for row in tx.execute(query)]


def test_a_look_changes_nothing(client: FlaskClient, rt: Runtime, asha: Leaver) -> None:
    answer = client.get(address(rt, asha))

    assert answer.status_code == 200
    assert "<button" in answer.text
    assert words(rt) == []


def test_a_shops_name_is_no_markup(client: FlaskClient, rt: Runtime, asha: Leaver) -> None:
    assert "Duka &lt;la&gt; Amina" in client.get(address(rt, asha)).text


def test_it_speaks_the_readers_language(client: FlaskClient, rt: Runtime, asha: Leaver) -> None:
    assert '<html lang="sw">' in client.get(address(rt, asha)).text
    with rt.db.tenant(None, asha.person_id) as tx:
        people.change(tx, asha.person_id, {"language": "en"})
    assert '<html lang="en">' in client.get(address(rt, asha)).text


def test_one_click_ends_the_emails_of_that_shop(
    client: FlaskClient, rt: Runtime, asha: Leaver
) -> None:
    answer = client.post(address(rt, asha), data=ONE_CLICK)

    assert answer.status_code == 200
    assert "<button" not in answer.text
    assert words(rt) == [(asha.person_id, asha.organization_id, "email")]


def test_said_twice_it_is_kept_once(client: FlaskClient, rt: Runtime, asha: Leaver) -> None:
    for _ in range(2):
        assert client.post(address(rt, asha), data=ONE_CLICK).status_code == 200

    assert len(words(rt)) == 1


def test_the_shop_is_told_of_its_customer(
    client: FlaskClient, rt: Runtime, asha: Leaver
) -> None:
    shop = asha.organization_id
    assert shop is not None
    with rt.db.tenant(shop) as tx:
        tx.execute(
            text(
                "insert into customers (organization_id, id, name, name_key, person_id)"
                " values (:shop, gen_random_uuid(), 'Asha', 'asha', :person)"
            ),
            {"shop": shop, "person": asha.person_id},
        )

    client.post(address(rt, asha), data=ONE_CLICK)

    query = text("select payload ->> 'channel' from events where type = 'CUSTOMER_OPTED_OUT'")
    with rt.db.every_tenant() as tx:
        assert tx.execute(query).scalars().all() == ["email"]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_guessed_address_lets_nobody_go(
    client: FlaskClient, rt: Runtime, asha: Leaver, method: str
) -> None:
    whole = address(rt, asha)
    other = with_settings(rt, secret_key="f" * 32)
    for forged in (whole[:-1], whole + "x", f"{unsubscribing.PATH}x", address(other, asha)):
        assert client.open(forged, method=method).status_code == 404

    assert words(rt) == []


def test_what_is_signed_for_this_opens_no_file_and_the_other_way_round(
    client: FlaskClient, rt: Runtime, asha: Leaver
) -> None:
    assert asha.organization_id is not None
    day = date(2026, 11, 24)
    chart = files.path(rt.settings, Wanted(asha.organization_id, day, day, "en"), rt.clock())
    assert chart is not None

    mine = address(rt, asha).removeprefix(unsubscribing.PATH)
    assert client.get(files.PATH + mine).status_code == 404
    assert client.post(unsubscribing.PATH + chart.removeprefix(files.PATH)).status_code == 404


def test_who_is_gone_is_told_so(client: FlaskClient, rt: Runtime, asha: Leaver) -> None:
    nobody = Leaver(UUID(int=1), asha.organization_id)

    assert client.get(address(rt, nobody)).status_code == 404
    assert client.post(address(rt, nobody)).status_code == 404


def test_without_a_key_there_is_no_such_address(rt: Runtime, asha: Leaver) -> None:
    bare = with_settings(rt, secret_key=None)

    assert unsubscribing.address(bare.settings, asha) is None
    assert create_app(bare).test_client().get(address(rt, asha)).status_code == 404
