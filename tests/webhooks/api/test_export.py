"""Exports over the API: asked for once, prepared by a worker, fetched by its address."""

from __future__ import annotations

import json

from sqlalchemy import text

from engine import work
from engine.duties import DUTIES
from tests.webhooks.api.shops import World, sell


def works(api: World) -> None:
    with api.rt.db.every_tenant() as tx:
        waiting = tx.execute(text("select id from outbox where due_at <= now()")).scalars()
        found = list(waiting)
    for entry_id in found:
        work.work(api.rt, DUTIES, entry_id)


def test_an_export_is_prepared_and_fetched(api: World) -> None:
    sell(api.rt, api.shop, "77")
    asked = api.post("/export", {})
    key = asked.get_json()["id"]
    assert (asked.status_code, asked.get_json()["status"]) == (202, "waiting")
    assert api.post("/export", {"scope": "shop"}).get_json()["id"] == key

    works(api)

    ready = api.get(f"/export/{key}").get_json()
    assert (ready["status"], sorted(ready["files"])) == ("ready", ["json", "xlsx"])
    path = "/files/" + ready["files"]["json"].rpartition("/files/")[2]
    book = json.loads(api.client.get(path).get_data(as_text=True))
    assert [one["amount"] for one in book["entries"]] == ["77.00"]
    with api.rt.db.every_tenant() as tx:
        told = "select via, person_id from audit_entries where action = 'EXPORT'"
        assert [tuple(row) for row in tx.execute(text(told))] == [("api", api.owner.person_id)]


def test_an_export_is_its_owners_alone(api: World) -> None:
    key = api.post("/export", {}).get_json()["id"]

    assert api.get(f"/export/{key}", api.stranger).status_code == 404
    assert api.get(f"/export/{key}", api.staff).status_code == 403
    assert api.post("/export", {}, api.staff).status_code == 403
