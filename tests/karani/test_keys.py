"""An operator makes keys for programs, and lets a person in no more."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.access import api_keys
from engine.organizations import founding
from karani import keys
from karani.errors import NotAsItShouldBeError
from karani.keys import Asked
from store.api_keys import Bearer
from store.organizations import NewOrganization
from tests.engine.world import AMINA, World, world


@pytest.fixture(name="shop")
def _shop(database_url: str, redis_url: str) -> Iterator[World]:
    with world(database_url, redis_url) as made:
        made.registers(AMINA, "Duka la Amina")
        yield made


def found(shop: World, key: str) -> Bearer | None:
    with shop.rt.db.tenant(None) as tx:
        return api_keys.find(tx, api_keys.digest(key))


def made(shop: World, capsys: pytest.CaptureFixture[str], asked: Asked) -> str:
    keys.make(shop.rt, asked)
    return capsys.readouterr().out.splitlines()[-1]


def test_a_key_acts_for_the_person(shop: World, capsys: pytest.CaptureFixture[str]) -> None:
    key = made(shop, capsys, Asked(AMINA, scopes=["events:read"]))

    bearer = found(shop, key)
    assert bearer is not None
    assert (bearer.role, bearer.scopes) == ("OWNER", frozenset({"events:read"}))
    told = shop.rows("select action, via from audit_entries where entity = 'api_key'")
    assert told == [("CREATE", "operator")]


def test_whoever_is_locked_is_out_until_they_are_let_in(
    shop: World, capsys: pytest.CaptureFixture[str]
) -> None:
    key = made(shop, capsys, Asked(AMINA))
    keys.lock(shop.rt, AMINA, is_locked=True)
    assert found(shop, key) is None

    keys.lock(shop.rt, AMINA, is_locked=False)
    assert found(shop, key) is not None


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (Asked("+254700000000"), "nobody is known"),
        (Asked(AMINA, shop="another"), "no such shop"),
        (Asked(AMINA, scopes=["root"]), "is no scope"),
    ],
)
def test_what_cannot_be_is_said(shop: World, asked: Asked, why: str) -> None:
    with pytest.raises(NotAsItShouldBeError, match=why):
        keys.make(shop.rt, asked)


def test_which_of_several_shops_must_be_said(shop: World) -> None:
    amina = shop.ids("select person_id from members")[0]
    second = NewOrganization("Duka la pili", "KE", "KES", "Africa/Nairobi", "sw")
    with shop.rt.db.tenant(None, amina) as tx:
        named = founding.found(shop.rt, tx, amina, second).id

    with pytest.raises(NotAsItShouldBeError, match="--shop"):
        keys.make(shop.rt, Asked(AMINA))
    keys.make(shop.rt, Asked(AMINA, shop=str(named)))
