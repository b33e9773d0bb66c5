"""The audit over the API: looked through, verified a part at a time, its signed ends."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import make_url

from engine.audit import sealing, signing
from store import audit
from store.audit import AuditEntry
from store.base import new_id
from tests.services import Cluster
from tests.webhooks.api.shops import World

FORGED = "update audit_entries set via = 'nowhere' where sequence = 2"


@pytest.fixture(name="told")
def _told(api: World) -> list[AuditEntry]:
    """What was done: by staff and the owner, to a customer and to the shop."""
    customer = new_id()
    entries = [
        AuditEntry(api.shop, "UPDATE", "customer", customer, api.staff.person_id, "api",
                   {"phone": None}, {"phone": "+254***001"}),
        AuditEntry(api.shop, "EXPORT", "organization", api.shop, api.owner.person_id, "chat"),
        AuditEntry(api.shop, "UPDATE", "customer", customer, api.owner.person_id, "chat"),
    ]  # fmt: skip
    with api.rt.db.tenant(api.shop) as tx:
        audit.append(tx, *entries)
    with api.rt.db.tenant(api.other_shop) as tx:
        theirs = AuditEntry(api.other_shop, "EXPORT", "organization", api.other_shop, None, "x")
        audit.append(tx, theirs)
    sealing.seal(api.rt)
    return entries


def found(api: World, **query: Any) -> list[str]:
    answer = api.get("/audit/logs", query_string=query)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return [item["id"] for item in answer.get_json()["items"]]


def test_the_audit_is_looked_through_newest_first(api: World, told: list[AuditEntry]) -> None:
    first = api.get("/audit/logs?limit=2").get_json()
    second = api.get(f"/audit/logs?limit=2&cursor={first['next_cursor']}").get_json()

    shown = [*first["items"], *second["items"]]
    assert [item["id"] for item in shown] == [str(entry.id) for entry in told[::-1]]
    assert second["next_cursor"] is None
    assert (shown[2]["before"], shown[2]["after"]) == ({"phone": None}, {"phone": "+254***001"})
    assert sorted(item["sequence"] for item in shown) == [1, 2, 3]


def test_it_is_found_by_what_who_and_when(api: World, told: list[AuditEntry]) -> None:
    one, two, three = (str(entry.id) for entry in told)

    assert found(api, action="EXPORT") == [two]
    assert found(api, entity="customer") == [three, one]
    assert found(api, entity_id=str(api.shop)) == [two]
    assert found(api, person=str(api.staff.person_id)) == [one]
    assert found(api, person=str(api.owner.person_id), entity="customer") == [three]
    assert found(api, until="2020-01-01T00:00:00Z") == []
    assert found(api, since="2020-01-01T00:00:00Z", action="UPDATE") == [three, one]
    assert api.get("/audit/logs?action=LOOK").status_code == 422


def test_only_owners_look(api: World, told: list[AuditEntry]) -> None:
    for path in ("/audit/logs", "/audit/verify", "/audit/heads"):
        assert api.get(path, api.staff).status_code == 403


def test_a_whole_chain_holds_a_part_at_a_time(api: World, told: list[AuditEntry]) -> None:
    first = api.get("/audit/verify?limit=2").get_json()
    second = api.get(f"/audit/verify?after={first['next']}").get_json()

    assert (first["checked"], first["holds"], first["next"]) == (2, True, 2)
    assert (second["checked"], second["holds"], second["next"]) == (1, True, None)
    assert second["head_sequence"] == 3


def test_a_changed_entry_is_named(api: World, told: list[AuditEntry], cluster: Cluster) -> None:
    database = make_url(str(api.rt.settings.database_url)).database
    with cluster.postgres.superuser(str(database)) as cursor:
        cursor.execute(FORGED)

    whole = api.get("/audit/verify").get_json()
    assert (whole["holds"], [one["sequence"] for one in whole["faults"]]) == (False, [2])
    assert api.get("/audit/verify?after=2").get_json()["holds"] is True


def test_behind_the_end_there_is_nothing_to_check(api: World, told: list[AuditEntry]) -> None:
    assert api.get("/audit/verify?after=3").get_json()["holds"] is True
    assert api.get("/audit/verify?after=4").status_code == 422


def test_the_signed_end_is_shown_and_listed(api: World, told: list[AuditEntry]) -> None:
    assert api.get("/audit/verify").get_json()["signed"] is None

    signing.sign(api.rt)

    looked = api.get("/audit/verify").get_json()
    listed = api.get("/audit/heads").get_json()
    assert listed == {"items": [looked["signed"]], "next_cursor": None}
    assert looked["signed"]["hash"] == looked["head_hash"]
    assert looked["signed"]["public_key"] == looked["public_key"]
    assert looked["holds"] is True


def test_a_cursor_of_another_list_leads_nowhere(api: World, told: list[AuditEntry]) -> None:
    cursor = api.get("/audit/logs?limit=1").get_json()["next_cursor"]

    assert api.get(f"/audit/heads?cursor={cursor}").status_code == 422
