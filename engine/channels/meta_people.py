"""Who is meant in what Meta reports: people by phone, by business-scoped id, or by both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.channels.addresses import BSUID, PHONE
from engine.channels.json_parts import Node, nodes, said


@dataclass(frozen=True, slots=True)
class People:
    """Those who are named beside the messages and statuses of a change.

    They are looked up, and not gone through: a batch may name a thousand.
    """

    by_phone: Mapping[str, Node]
    by_id: Mapping[str, Node]
    only: Node
    """Who is named alone; empty where several are, or nobody."""

    def of(self, phone: object, scoped: object) -> Node:
        """Whoever has this phone or this id; who is named alone where neither is told."""
        if not phone and not scoped:
            return self.only
        return self.by_phone.get(said(phone)) or self.by_id.get(said(scoped)) or {}

    def addresses(self, phone: object, scoped: object) -> tuple[str | None, str | None]:
        """Somebody's phone (E.164) and business-scoped id; either may be missing."""
        contact = self.of(phone, scoped)
        told = map(said, (scoped, contact.get("user_id")))
        known = next(filter(is_scoped_id, told), None)
        return phone_of(phone) or phone_of(contact.get("wa_id")), known


def named(contacts: object) -> People:
    """The people in a list of contacts; of two with the same address the first."""
    found = nodes(contacts)
    return People(
        by_phone={said(one.get("wa_id")): one for one in reversed(found) if one.get("wa_id")},
        by_id={said(one.get("user_id")): one for one in reversed(found) if one.get("user_id")},
        only=found[0] if len(found) == 1 else {},
    )


def phone_of(given: object) -> str | None:
    """A phone as Meta writes it, as E.164; None for anything else."""
    phone = "+" + said(given).removeprefix("+")
    return phone if PHONE.fullmatch(phone) else None


def is_scoped_id(given: str) -> bool:
    """Whether it can be an id that WhatsApp gives a person for us."""
    return BSUID.fullmatch(given) is not None
