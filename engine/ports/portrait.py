"""How a row of the book looks to the bot."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import cast

from bot import memberships
from bot import shop as port
from bot.nlu.understanding import Payment
from bot.open_questions import Expect, OpenApproval, OpenAsk
from bot.rules import Rule
from bot.shop import EntryKind
from store.approvals import Approval
from store.asks import Ask
from store.claims import Claim
from store.counts import Count
from store.customers import Customer
from store.entries import Entry
from store.invitations import Invitation
from store.items import Item
from store.members import Member
from store.organizations import Membership
from store.people import Person
from store.totals import PersonTotal
from store.workflows import Workflow

NOTHING = Decimal(0)


def speaker(row: Person) -> port.Speaker:
    """Who speaks."""
    return port.Speaker(
        id=row.id,
        name=row.name,
        language=row.language,
        country=row.country,
        consented=row.consent_version is not None,
    )


def entry(row: Entry) -> port.Entry:
    """An entry; what is neither cash nor mobile money is on credit."""
    return port.Entry(
        id=row.id,
        kind=EntryKind(row.kind),
        amount=row.amount,
        currency=row.currency,
        item=row.item,
        quantity=row.quantity,
        unit=row.unit,
        business_date=row.business_date,
        payment=cast(Payment, row.payment or "credit"),
        customer=row.customer,
        person_id=row.person_id,
        recorded_at=row.recorded_at,
    )


def customer(row: Customer) -> port.Customer:
    """A customer; who has paid too much has credit, and that is what the other side owes."""
    return port.Customer(
        id=row.id,
        name=row.name,
        owes_us=max(row.owes_us, NOTHING) + max(-row.we_owe, NOTHING),
        we_owe=max(row.we_owe, NOTHING) + max(-row.owes_us, NOTHING),
        owes_since=row.owes_since,
    )


def stock(row: Item) -> port.StockItem | None:
    """What is left of an item; None where it was never counted."""
    if row.quantity is None:
        return None
    return port.StockItem(row.name, row.quantity, row.unit, row.threshold)


def count(row: Count, without: Item | None) -> port.Count:
    """A count, and the figure that its item would have without it."""
    return port.Count(
        id=row.id,
        item=row.item,
        quantity=row.quantity,
        unit=row.unit,
        threshold=row.threshold,
        left=without.quantity if without else None,
        person_id=row.person_id,
        counted_at=row.counted_at,
    )


def claim(row: Claim) -> port.Claim:
    """A claim; one that only its provider told of may lack the amount."""
    return port.Claim(
        provider=row.provider,
        code=row.code,
        amount=row.amount if row.amount is not None else NOTHING,
        party=row.party,
        at=row.at,
        status=row.status,
        claimed_by=row.claimed_by,
    )


def member(row: Member) -> port.Member:
    """A member, by the name they are known by here."""
    return port.Member(row.person_id, row.name or row.phone or "", row.role, row.phone)


def by_person(rows: Sequence[PersonTotal], members: Sequence[Member]) -> list[port.PersonTotal]:
    """Totals with their members, largest first."""
    known = {one.person_id: member(one) for one in members}
    found = [
        port.PersonTotal(known[row.person_id], row.amount, row.cash)
        for row in rows
        if row.person_id in known
    ]
    return sorted(found, key=lambda one: (-one.amount, one.member.name))


def organization(row: Membership) -> port.Organization | None:
    """The shop as its member sees it; None for one who is none."""
    if row.role is None:
        return None
    shop = row.organization
    return port.Organization(
        id=shop.id,
        name=shop.name,
        country=shop.country,
        currency=shop.currency,
        timezone=shop.timezone,
        role=row.role,
        has_siblings=row.has_siblings,
        correction_hours=shop.correction_hours,
    )


def invitation(row: Invitation) -> memberships.Invitation:
    """An invitation, as the invited person sees it."""
    return memberships.Invitation(row.id, row.organization_name, row.role, row.invited_by_name)


def rule(row: Workflow) -> Rule:
    """A workflow, as its shop's owner knows it."""
    is_on = row.status == "active"
    return Rule(row.id, row.name, row.starter, dict(row.settings), is_on)


def approval(row: Approval) -> OpenApproval:
    """An approval, as whoever was asked sees it."""
    return OpenApproval(
        row.organization_id, row.id, row.code, dict(row.question), row.created_at
    )


def ask(row: Ask) -> OpenAsk:
    """A question of a rule's."""
    expect = cast(Expect, row.expect)
    return OpenAsk(row.organization_id, row.step_run_id, dict(row.question), expect)
