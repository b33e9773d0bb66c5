"""Two shops and their people, who call the API with tokens of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engine.access import tokens
from engine.access.tokens import Claims
from engine.facts import events
from engine.runtime import Runtime
from store import members, organizations, people, sessions
from store.base import new_id
from store.database import Transaction
from store.events import Event
from store.members import Member
from store.organizations import NewOrganization, Role
from webhooks import create_app


@dataclass(frozen=True)
class Someone:
    """A person with a token."""

    person_id: UUID
    token: str


@dataclass(frozen=True)
class World:
    """A shop, its people, another shop's owner, and the door to them."""

    rt: Runtime
    client: FlaskClient
    shop: UUID
    owner: Someone
    staff: Someone
    viewer: Someone
    other_shop: UUID
    stranger: Someone

    def get(self, path: str, by: Someone | None = None, **more: Any) -> TestResponse:
        """What a GET brings; the owner asks unless another is named."""
        return self.call("GET", path, by or self.owner, **more)

    def post(
        self, path: str, body: Any = None, by: Someone | None = None, **more: Any
    ) -> TestResponse:
        """What a POST brings."""
        return self.call("POST", path, by or self.owner, json=body, **more)

    def call(
        self,
        method: str,
        path: str,
        by: Someone,
        *,
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> TestResponse:
        """Any request, with somebody's token."""
        sent = {"Authorization": f"Bearer {by.token}", **(headers or {})}
        return self.client.open(f"/api/v1{path}", method=method, headers=sent, **more)


def world(rt: Runtime) -> World:
    """Everyone, made anew."""
    shop, owner = _shop(rt, "Duka la Amina", "+254711000001")
    other_shop, stranger = _shop(rt, "Duka jirani", "+254722000002")
    return World(
        rt=rt,
        client=create_app(rt).test_client(),
        shop=shop,
        owner=owner,
        staff=hire(rt, shop, "STAFF", "+254733000003"),
        viewer=hire(rt, shop, "VIEWER", "+254744000004"),
        other_shop=other_shop,
        stranger=stranger,
    )


def hire(rt: Runtime, shop: UUID, role: Role, phone: str) -> Someone:
    """A new person who works there, signed in."""
    someone = newcomer(rt, phone)
    with rt.db.tenant(shop, someone.person_id) as tx:
        _join(tx, shop, someone.person_id, role)
    return someone


def newcomer(rt: Runtime, phone: str) -> Someone:
    """A person who works nowhere, signed in."""
    with rt.db.every_tenant() as tx:
        person_id = people.meet(tx, "phone", phone, "KE").person_id
        claims = Claims(person_id, new_id())
        sessions.begin(tx, claims.session_id, person_id, b"")
    return Someone(person_id, tokens.issue(rt.settings, claims, rt.clock()))


def sell(rt: Runtime, shop: UUID, amount: str, person_id: UUID | None = None) -> UUID:
    """A sale that stands in the book; its event's id."""
    sale = Event(
        organization_id=shop,
        type="SALE_RECORDED",
        source="test",
        person_id=person_id,
        message_id=None,
        payload={"amount": amount, "item": "mkate", "payment": "cash"},
        occurred_at=rt.clock(),
    )
    with rt.db.tenant(shop, person_id) as tx:
        events.record(tx, sale)
    return sale.id


def _shop(rt: Runtime, name: str, phone: str) -> tuple[UUID, Someone]:
    owner = newcomer(rt, phone)
    new = NewOrganization(name, "KE", "KES", "Africa/Nairobi", "en")
    with rt.db.tenant(None, owner.person_id) as tx:
        shop = organizations.found(tx, new)
        _join(tx, shop, owner.person_id, "OWNER")
    return shop, owner


def _join(tx: Transaction, shop: UUID, person_id: UUID, role: Role) -> None:
    members.join(tx, Member(shop, person_id, role, None, None))
