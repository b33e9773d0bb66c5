"""Carry out wishes, inside the turn's transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func

from bot.effects import Effect, Found, Introduce, Raise, Say
from bot.reply import Reply
from engine import events
from store import audit, organizations, people
from store.audit import AuditEntry
from store.database import Transaction
from store.events import Event
from store.organizations import NewOrganization

SOURCE = "chat"


@dataclass(frozen=True, slots=True)
class Scene:
    """On whose behalf wishes are carried out, and what they answer."""

    person_id: UUID
    organization_id: UUID | None
    message_id: UUID
    now: datetime


@dataclass(frozen=True, slots=True)
class Settled:
    """The scene after the wishes, and what is to be said."""

    scene: Scene
    replies: tuple[Reply, ...] = ()


def settle(tx: Transaction, scene: Scene, effects: Iterable[Effect]) -> Settled:
    """Carry out wishes in their order; replies are handed back, for one bubble."""
    replies: list[Reply] = []
    for effect in effects:
        match effect:
            case Say(reply):
                replies.append(reply)
            case Raise():
                _record(tx, scene, effect)
            case Introduce():
                _introduce(tx, scene, effect)
            case Found():
                scene = _found(tx, scene, effect)
    return Settled(scene, tuple(replies))


def _record(tx: Transaction, scene: Scene, wish: Raise) -> None:
    if scene.organization_id is None:
        raise LookupError(f"{wish.type} needs an organization, and this person has none")
    payload: dict[str, Any] = dict(wish.payload)
    if wish.type == "PERSON_REGISTERED":
        payload["person"] = str(scene.person_id)
    events.record(
        tx,
        Event(
            organization_id=scene.organization_id,
            type=wish.type,
            source=SOURCE,
            person_id=scene.person_id,
            message_id=scene.message_id,
            payload=payload,
            occurred_at=wish.occurred_at or scene.now,
        ),
    )


def _introduce(tx: Transaction, scene: Scene, wish: Introduce) -> None:
    values: dict[str, Any] = {
        "name": wish.name,
        "language": wish.language,
        "country": wish.country,
        "consent_version": wish.consent_version,
        "consented_at": func.now() if wish.consent_version else None,
    }
    known = {name: value for name, value in values.items() if value is not None}
    if not known:
        return
    if scene.organization_id is not None:
        _audit_person(tx, scene, scene.organization_id, wish)
    people.change(tx, scene.person_id, known)


def _audit_person(
    tx: Transaction, scene: Scene, organization_id: UUID, wish: Introduce
) -> None:
    person = people.get(tx, scene.person_id)
    old = {name: getattr(person, name) for name in ("name", "language", "country")}
    new = {name: getattr(wish, name) for name in old}
    changed = {name for name, value in new.items() if value not in (None, old[name])}
    audit.append(
        tx,
        AuditEntry(
            organization_id=organization_id,
            action="UPDATE",
            entity="person",
            entity_id=person.id,
            person_id=person.id,
            via=SOURCE,
            before={name: old[name] for name in sorted(changed)},
            after={name: new[name] for name in sorted(changed)},
        ),
    )


def _found(tx: Transaction, scene: Scene, wish: Found) -> Scene:
    new = NewOrganization(wish.name, wish.country, wish.currency, wish.timezone, wish.language)
    organization_id = organizations.found(tx, new, scene.person_id)
    scene = replace(scene, organization_id=organization_id)
    payload = {
        "name": wish.name,
        "country": wish.country,
        "currency": wish.currency,
        "timezone": wish.timezone,
    }
    _record(tx, scene, Raise("ORGANIZATION_CREATED", payload))
    return scene
