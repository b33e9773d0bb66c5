"""A record of each kind in Amina's shop, for checks that go over all routes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import text

from store import invitations
from store.invitations import NewInvitation
from tests.webhooks.api.shops import World, hire
from tests.webhooks.api.work import ASK, NOTE, on_sale, publish, sells
from webhooks.api.route import Route

_PLACE = re.compile(r"<(?:\w+:)?(\w+)>")
FAILS = {"id": "tell", "type": "send_message", "to": "{{ event.payload.to | default('') }}",
         "text": {"en": "x", "sw": "x"}}  # fmt: skip

Names = Mapping[str, str]
"""The id of a record by the name that paths give it."""


def made(api: World) -> dict[str, str]:
    """Everything that a path may name, in Amina's shop."""
    workflow = publish(api, on_sale(ASK, NOTE))
    publish(api, on_sale(FAILS, name="Fails"))
    publish(api, on_sale({**ASK, "self_approval": False}, name="Second"))
    webhook = _made(api, "/webhooks", {"url": "https://erp.example.com/x", "events": ["*"]})
    sale = sells(api)
    customer = _made(api, "/customers", {"name": "Asha", "phone": "+254722000077"})
    visit = {"name": "Asha", "at": (api.rt.clock() + timedelta(days=3)).isoformat()}
    helper = hire(api.rt, api.shop, "VIEWER", "+254755000066")
    return {
        "organization_id": str(api.shop),
        "member_id": str(helper.person_id),
        "key_id": key(api, "events:read")[0],
        "invitation_id": _invited(api),
        "workflow_id": workflow,
        "webhook_id": webhook,
        "event_id": str(sale),
        "customer_id": customer,
        "appointment_id": _made(api, "/appointments", visit),
        "export_id": _made(api, "/export", {}),
        "run_id": _one(api, "runs", f"workflow_id = '{workflow}'"),
        "failed_run": _one(api, "runs", "status = 'FAILED'"),
        "paused_run": _paused(api, workflow),
        "approval_id": _one(api, "approvals", "status = 'open' and self_approval = 'owner'"),
        "delivery_id": _settled(api),
        "message_id": _one(api, "outbound_messages", "true"),
        "entry": _one(api, "entries", "true"),
    }


def _invited(api: World) -> str:
    """The neighbour invites the viewer, who is the first to try."""
    new = NewInvitation(
        organization_id=api.other_shop,
        person_id=api.viewer.person_id,
        role="STAFF",
        name=None,
        phone="+254744***004",
        organization_name="Duka jirani",
        invited_by=api.stranger.person_id,
        invited_by_name="Chausiku",
    )
    with api.rt.db.tenant(api.other_shop, api.stranger.person_id) as tx:
        return str(invitations.add(tx, new))


def key(api: World, scope: str) -> tuple[str, str]:
    """An API key's id, and the key."""
    body = {"name": "Till", "scopes": [scope]}
    made = api.post(f"/organizations/{api.shop}/api-keys", body).get_json()
    return made["id"], made["key"]


OTHERS: Mapping[str, Names] = {
    "POST /runs/<uuid:run_id>/resume": {"run_id": "paused_run"},
    "POST /runs/<uuid:run_id>/retry": {"run_id": "failed_run"},
}
"""Where a route needs another record than most do."""


def path_of(route: Route, names: Names) -> str:
    """A route's address with records in it; says what is missing in this file."""
    chosen = {**names, **{k: names[v] for k, v in OTHERS.get(route.name, {}).items()}}
    missing = [name for name in _PLACE.findall(route.path) if name not in chosen]
    assert not missing, f"{route.name}: let tests/webhooks/api/records.py make {missing}"
    return _PLACE.sub(lambda place: chosen[place[1]], route.path)


def body_of(route: Route, names: Names) -> Any:
    """A body that works, by its example or by what is said here; None where it has none."""
    if route.body is None:
        return None
    if route.name in _BODIES:
        return _BODIES[route.name](names)
    assert route.examples, f"{route.name}: give the route an example of its body"
    return next(iter(route.examples.values()))


_BODIES: Mapping[str, Any] = {
    "POST /audit/feedback": lambda names: {
        "about": "entry", "about_id": names["entry"], "rating": 1
    },
    "POST /auth/register": lambda names: {
        "phone": "+254799000011", "password": "correct horse battery", "name": "Neema"
    },
    "POST /auth/login": lambda names: {"phone": "+254799000011", "password": "wrong"},
    "POST /auth/refresh": lambda names: {"refresh_token": "none"},
    "POST /auth/otp": lambda names: {"phone": "+254799000011"},
    "POST /auth/pin": lambda names: {"code": "123456", "pin": "7305"},
    "POST /auth/otp/verify": lambda names: {"verification": "none", "code": "123456"},
    "POST /export": lambda names: {},
    "PATCH /organizations/<uuid:organization_id>": lambda names: {"name": "Duka la Amina"},
    "PATCH /organizations/<uuid:organization_id>/members/<uuid:member_id>": lambda names: {
        "role": "STAFF"
    },
}  # fmt: skip


def rows_of(api: World, shop: Any) -> dict[str, str]:
    """A digest of all rows of a shop, by table."""
    names = text("""
        select table_name from information_schema.columns c
        join information_schema.tables t using (table_schema, table_name)
        where column_name = 'organization_id' and table_type = 'BASE TABLE'
          and has_table_privilege(
            'karani_app', format('%I.%I', table_schema, table_name), 'select'
          )
    """)
    with api.rt.db.tenant(shop) as tx:
        return {
            table: str(
                tx.execute(
                    text(
                        f"select md5(coalesce(string_agg(t::text, '' order by t::text), ''))"
                        f" from {table} t where organization_id = :shop"
                    ),
                    {"shop": shop},
                ).scalar_one()
            )
            for table in sorted(tx.execute(names).scalars())
        }


def _made(api: World, path: str, body: Any) -> str:
    answer = api.post(path, body)
    assert answer.status_code in {201, 202}, answer.text
    told = answer.get_json()
    return str(told.get("id") or told["webhook"]["id"])


def _one(api: World, table: str, where: str) -> str:
    with api.rt.db.tenant(api.shop) as tx:
        found = tx.execute(text(f"select id from {table} where {where} order by id")).scalars()
        return str(found.first())


def _paused(api: World, workflow: str) -> str:
    sells(api)
    where = f"workflow_id <> '{workflow}' and status = 'WAITING_APPROVAL'"
    run = _one(api, "runs", where)
    assert api.post(f"/runs/{run}/pause").status_code == 200
    return run


def _settled(api: World) -> str:
    with api.rt.db.tenant(api.shop) as tx:
        tx.execute(text("update subscription_deliveries set status = 'delivered'"))
    return _one(api, "subscription_deliveries", "true")
