"""Write a made-up year into the book of a new shop, in one transaction, telling nobody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from bot.effects import Introduce, MakeRule
from bot.phones import masked
from bot.replies.registration import NOTICE
from engine import consequences
from engine.approvals import approvals
from engine.automation import rules
from engine.consequences import Fact
from engine.context.desk import Desk
from engine.facts import events
from engine.organizations import introductions, team
from engine.runtime import Runtime
from karani.demo_cast import Cast, Hand
from karani.demo_year import Deed, Year
from store import members, open_approvals, organizations, people
from store.base import first_id
from store.database import Transaction
from store.events import Event
from store.members import Member

SOURCE = "demo"
RULES = ("large_sale", "low_stock")
THINKS = timedelta(minutes=20)
"""How long the owner takes to answer."""

Begin = Callable[[Sequence[UUID]], Year]
Tick = Callable[[], object]


def make(rt: Runtime, cast: Cast, begin: Begin, tick: Tick) -> int:
    """Make the shop and all of its days; how many facts that were."""
    with rt.db.tenant(None) as tx:
        tx.be_patient()
        hands = [_meet(tx, cast, hand) for hand in cast.team]
        year = begin(hands)
        opens = year.now - timedelta(days=year.days + 1)
        shop = _found(tx, cast, hands, opens)
        desk = Desk(_mute(rt, year.now), tx, shop, via=SOURCE)
        for starter in RULES:
            rules.carry_out(desk, hands[0], MakeRule(starter, _values(starter, cast)))
        done = 0
        for _, deeds in year.deeds():
            _live_through(rt, tx, shop, deeds)
            done += len(deeds)
            tick()
        return done


def _meet(tx: Transaction, cast: Cast, hand: Hand) -> UUID:
    with tx.directory():
        person_id = people.meet(tx, "phone", hand.phone, cast.shop.country).person_id
    tx.scope(organization_id=None, person_id=person_id)
    about = Introduce(hand.name, cast.shop.language, cast.shop.country, NOTICE)
    introductions.keep(tx, person_id, None, about)
    return person_id


def _found(tx: Transaction, cast: Cast, hands: Sequence[UUID], at: datetime) -> UUID:
    owner = hands[0]
    tx.scope(organization_id=None, person_id=owner)
    shop = organizations.found(tx, cast.shop)
    team.found(tx, shop, owner)
    for person_id, hand in zip(hands[1:], cast.team[1:], strict=True):
        members.join(tx, Member(shop, person_id, "STAFF", hand.name, masked(hand.phone)))
    new = cast.shop
    told = {"name": new.name, "country": new.country, "currency": new.currency}
    facts = [("ORGANIZATION_CREATED", owner, {**told, "timezone": new.timezone})]
    facts += [
        ("MEMBER_JOINED", one, {"person": str(one), "role": "STAFF"}) for one in hands[1:]
    ]
    moments = [at + timedelta(minutes=number) for number in range(len(facts))]
    events.record_past(
        tx,
        *(
            _event(shop, Deed(first_id(moment), moment, kind, by, payload))
            for moment, (kind, by, payload) in zip(moments, facts, strict=True)
        ),
    )
    return shop


def _values(starter: str, cast: Cast) -> dict[str, str]:
    return {"limit": cast.limit} if starter == "large_sale" else {}


def _live_through(rt: Runtime, tx: Transaction, shop: UUID, deeds: Sequence[Deed]) -> None:
    """Record a day; what a rule asks about happens at its moment, and is answered."""
    waiting: list[Event] = []
    for deed in deeds:
        if deed.answer is None:
            waiting.append(_event(shop, deed))
            continue
        events.record_past(tx, *waiting)
        waiting = []
        _ask(rt, tx, shop, deed)
    events.record_past(tx, *waiting)


def _ask(rt: Runtime, tx: Transaction, shop: UUID, deed: Deed) -> None:
    desk = Desk(_mute(rt, deed.at), tx, shop, via=SOURCE)
    consequences.follow(desk, [Fact(_event(shop, deed))])
    owner = desk.people("OWNER")[0]
    later = Desk(_mute(rt, deed.at + THINKS), tx, shop, via=SOURCE)
    tx.scope(organization_id=shop, person_id=owner)
    for asked in open_approvals.open_for(tx, owner):
        approvals.decide(later, asked.id, approved=bool(deed.answer), by=owner, via="console")


def _mute(rt: Runtime, now: datetime) -> Runtime:
    """The same parts at another time, with nobody to carry a message: each is suppressed."""
    return replace(rt, channels={}, clock=lambda: now)


def _event(shop: UUID, deed: Deed) -> Event:
    return Event(shop, deed.type, SOURCE, deed.by, None, deed.payload, deed.at, deed.id)
