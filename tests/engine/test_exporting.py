"""An export holds all of a person or a shop, and nobody else; its address lasts a day."""

from __future__ import annotations

import json
import tracemalloc
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from pydantic import SecretStr
from sqlalchemy import text

from bot.effects import ChangeMember, Invite
from bot.own_wishes import Export
from engine.privacy import downloads, exporting
from engine.privacy.downloads import OverError
from store import exports as rows
from store.exports import Format
from tests.engine.keeper import Keeper, keeper
from tests.engine.rules_of_a_shop import takes_on
from tests.engine.world import AMINA, BARAKA, CHAUSIKU, World


@pytest.fixture(name="owner")
def _owner(world: World) -> Keeper:
    settings = world.rt.settings.model_copy(update={"secret_key": SecretStr("k" * 32)})
    world.rt = replace(world.rt, settings=settings)
    owner = keeper(world)
    world.says(AMINA, "sold sugar 300")
    owner.owes("DEBT_RECORDED", "Asha", "70")
    chausiku = keeper(world, CHAUSIKU, "Jirani")
    chausiku.owes("DEBT_RECORDED", "Zuhura", "90")
    return owner


def written(world: World, owner: Keeper, scope: Any, file_format: Format = "json") -> BytesIO:
    owner.wishes(Export(scope))
    key = world.ids("select id from exports order by id desc limit 1")[0]
    with world.rt.db.every_tenant() as tx:
        export = rows.get(tx, key)
    assert export is not None
    file = BytesIO()
    exporting.write(world.rt, export, file_format, file)
    return file


def addresses(world: World) -> list[str]:
    told = next(one.text for one in reversed(world.post.sent) if "/files/" in one.text)
    return [word.split("/files/")[1] for word in told.split() if "/files/" in word]


def test_both_files_come_behind_the_turn_by_addresses(world: World, owner: Keeper) -> None:
    owner.wishes(Export("person"))
    assert not [one for one in world.post.sent if "/files/" in one.text]

    world.works()

    found = [downloads.find(world.rt, token) for token in addresses(world)]
    assert [one.name for one in found if one] == ["karani-person.xlsx", "karani-person.json"]
    assert all(b"".join(one.content) for one in found if one)


def test_a_person_gets_their_own_rows_with_their_consent(world: World, owner: Keeper) -> None:
    told = json.loads(written(world, owner, "person").getvalue())

    (person,) = told["person"]
    assert (person["name"], person["consent_version"] is not None) == ("Amina", True)
    assert person["consented_at"].startswith("20")
    assert told["addresses"][0]["value"] == AMINA
    assert "sold sugar 300" in [one["body"] for one in told["said"]]
    assert len(told["told"]) >= 5
    assert {one["amount"] for one in told["entries"]} == {"300.00", "70.00"}
    assert told["shops"][0]["shop"] == "Duka la Amina"


def test_a_shops_book_is_whole_and_nobody_elses(world: World, owner: Keeper) -> None:
    told = json.loads(written(world, owner, "shop").getvalue())

    assert [one["name"] for one in told["customers"]] == ["Asha"]
    assert {one["kind"] for one in told["entries"]} == {"sale", "debt"}
    assert {one["kind"]: one["amount"] for one in told["days"]} == {
        "sale": "300.00",
        "debt": "70.00",
    }
    assert "Zuhura" not in json.dumps(told)
    assert "Jirani" not in json.dumps(told)


def test_the_workbook_says_the_same_and_runs_no_formula(world: World, owner: Keeper) -> None:
    owner.owes("DEBT_RECORDED", "=1+1", "5")

    book = load_workbook(written(world, owner, "shop", "xlsx"))

    names = [str(row[1]) for row in book["customers"].iter_rows(min_row=2, values_only=True)]
    assert sorted(names) == ["=1+1", "Asha"]
    assert {cell.data_type for cell in book["customers"]["B"]} == {"s"}
    amounts = [str(row[7]) for row in book["entries"].iter_rows(min_row=2, values_only=True)]
    assert sorted(amounts) == ["300", "5", "70"]


def test_after_a_day_the_address_is_over_and_the_file_is_gone(
    world: World, owner: Keeper
) -> None:
    owner.wishes(Export("shop"))
    world.works()
    token = addresses(world)[0]
    world.now[0] += timedelta(hours=24, seconds=1)

    with pytest.raises(OverError):
        downloads.find(world.rt, token)


def test_who_is_no_owner_any_more_opens_nothing(world: World, owner: Keeper) -> None:
    owner.wishes(Export("shop"))
    world.works()
    token = addresses(world)[0]
    other = takes_on(world, owner, BARAKA)
    owner.wishes(ChangeMember(other, "OWNER"))
    owner.wishes(ChangeMember(owner.scene.person_id, "STAFF"))

    assert downloads.find(world.rt, token) is None


@pytest.mark.parametrize("token", ["", "x.y", "a" * 2000])
def test_a_made_up_address_opens_nothing(world: World, owner: Keeper, token: str) -> None:
    assert downloads.find(world.rt, token) is None


def test_the_audit_of_every_shop_in_it_tells(world: World, owner: Keeper) -> None:
    owner.wishes(Export("shop"))
    world.works()
    owner.wishes(Export("person"))
    world.works()

    told = world.rows(
        "select entity, via, organization_id from audit_entries where action = 'EXPORT'"
        " order by id"
    )
    shop = owner.scene.organization_id
    assert told == [("organization", "chat", shop), ("person", "chat", shop)]


def test_asking_twice_prepares_it_once(world: World, owner: Keeper) -> None:
    owner.wishes(Export("shop"), Export("shop"))

    assert len(world.rows("select 1 from exports")) == 1


def test_without_a_key_no_address_is_sent(world: World, owner: Keeper) -> None:
    settings = world.rt.settings.model_copy(update={"secret_key": None})
    world.rt = replace(world.rt, settings=settings)
    owner.world = world

    owner.wishes(Export("person"))
    world.works()

    assert "whoever runs Karani" in world.post.sent[-1].text


def test_who_was_let_go_keeps_what_they_recorded(world: World, owner: Keeper) -> None:
    owner.wishes(Invite(BARAKA, "Baraka", "STAFF"))
    for words in ("hello", "yes", "sold bread 40"):
        world.says(BARAKA, words)
    person = world.ids("select person_id from members where role = 'STAFF'")[0]
    owner.wishes(ChangeMember(person, None))
    clerk = Keeper(world, replace(owner.scene, organization_id=None, person_id=person))
    clerk.scene = replace(
        clerk.scene,
        message_id=world.ids(f"select id from inbound_messages where person_id = '{person}'")[
            0
        ],
    )

    told = json.loads(written(world, clerk, "person").getvalue())

    assert [one["amount"] for one in told["entries"]] == ["40.00"]


def test_a_large_book_is_written_in_little_memory(world: World, owner: Keeper) -> None:
    with world.rt.db.tenant(owner.scene.organization_id) as tx:
        tx.be_patient()
        tx.execute(
            text(
                "insert into entries (organization_id, id, event_id, line, kind, business_date,"
                " amount, currency, item) select organization_id, gen_random_uuid(), event_id,"
                " n + 10, 'sale', '2026-11-23', 5, 'KES', repeat('x', 200) from entries,"
                " generate_series(1, 20000) n where kind = 'sale'"
            )
        )
    tracemalloc.start()

    file = written(world, owner, "shop")

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert file.getbuffer().nbytes > 8_000_000
    assert peak < file.getbuffer().nbytes + 8_000_000
