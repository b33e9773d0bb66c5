"""Carry out wishes, inside the turn's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from bot.effects import (
    Answer,
    AskAgain,
    AskCorrection,
    CancelReminder,
    ChangeMember,
    Decide,
    Decline,
    Effect,
    EndDay,
    EndRule,
    EnterShop,
    Found,
    Hide,
    Introduce,
    Invite,
    Join,
    Judge,
    KeepPhone,
    KeepPin,
    MakeRule,
    NameNumber,
    ProposePin,
    Raise,
    RefuseNumber,
    ReleaseNumber,
    Remember,
    Replace,
    Say,
    SendChart,
    SetReminder,
    SwitchRule,
    TryPin,
)
from bot.own_wishes import BeginAnew, Erase, Export, Hold, Trust
from bot.reply import Reply
from engine import consequences
from engine.access import confidences
from engine.approvals import corrections, second_look, verdicts
from engine.approvals.verdicts import Speaker
from engine.automation import rules
from engine.consequences import Fact
from engine.context.desk import Desk
from engine.context.scene import Scene, event
from engine.customers import customer_wishes, reminders
from engine.facts import contacts
from engine.organizations import introductions, remembering, shop_settings, team
from engine.outbound import notices
from engine.outbound.notices import News
from engine.ports import numbers
from engine.privacy import identity
from engine.privacy.consents import Heard
from engine.runtime import Runtime
from store import organizations
from store.database import Transaction
from store.organizations import NewOrganization
from store.postings import first_id

REVERSED = "ENTRY_REVERSED"

__all__ = ["Scene", "Settled", "settle"]
DeskWish = rules.Wish | SetReminder | CancelReminder | EndDay
Question = Decide | Answer | AskCorrection | AskAgain | customer_wishes.Wish
ShopWish = DeskWish | Remember | Judge | Invite | ChangeMember | KeepPhone | numbers.Wish


@dataclass(frozen=True, slots=True)
class Settled:
    """The scene after the wishes, what is to be said, and the picture to go with it.

    `media` names what to draw when it is sent: "chart/2026-11-01/2026-11-30".
    """

    scene: Scene
    replies: tuple[Reply, ...] = ()
    media: str | None = None


def settle(
    rt: Runtime,
    tx: Transaction,
    scene: Scene,
    effects: Iterable[Effect],
    *,
    careful: bool = False,
) -> Settled:
    """Carry out wishes in their order; what is to be sent is handed back, for one bubble.

    What they raise is recorded at the end, with everything it leads to. `careful` where this
    has failed before: then a workflow's mishap is its own.
    """
    settled = Settled(replace(scene, raised=[]))
    for effect in effects:
        settled = _settle(rt, tx, settled, effect, careful)
    scene = settled.scene
    if scene.raised:
        desk = Desk(rt, tx, scene.shop_id, careful)
        consequences.follow(desk, [Fact(event) for event in scene.raised])
        taken = [UUID(str(e.payload["entry"])) for e in scene.raised if e.type == REVERSED]
        if taken:
            second_look.after_reversal(desk, taken)
    return settled


def _settle(
    rt: Runtime, tx: Transaction, done: Settled, effect: Effect, careful: bool
) -> Settled:
    scene = done.scene
    if isinstance(effect, Question):
        return _answer(rt, tx, done, effect, careful)
    match effect:
        case Say(reply):
            return replace(done, replies=(*done.replies, reply))
        case SendChart(first, last):
            return replace(done, media=f"chart/{first.isoformat()}/{last.isoformat()}")
        case Found() | Join() | EnterShop():
            return replace(done, scene=_enter(tx, scene, effect))
        case Export() | Erase() | Hold() | Trust() | BeginAnew():
            identity.carry_out(tx, scene.person_id, scene.message_id, effect, scene.now)
            still = scene.is_doubted and not isinstance(effect, Trust)
            return replace(done, scene=replace(scene, is_doubted=still))
        case Raise() | Replace():
            _write(tx, scene, effect)
        case Introduce() | Decline() | Hide() | ProposePin() | KeepPin() | TryPin():
            _about_the_speaker(tx, scene, effect)
        case _:
            _about_the_shop(rt, tx, scene, effect)
    return done


def _at_desk(desk: Desk, person_id: UUID, wish: DeskWish) -> None:
    match wish:
        case MakeRule() | SwitchRule() | EndRule():
            rules.carry_out(desk, person_id, wish)
        case SetReminder() | CancelReminder():
            reminders.carry_out(desk, person_id, wish)
        case EndDay():
            shop_settings.end_day(desk, person_id, wish)


def _answer(
    rt: Runtime, tx: Transaction, done: Settled, wish: Question, careful: bool
) -> Settled:
    scene = done.scene
    if isinstance(wish, AskCorrection):
        desk = Desk(rt, tx, scene.shop_id, careful)
        asked = corrections.request(desk, scene.person_id, wish)
        return replace(done, replies=(*done.replies, asked))
    if isinstance(wish, AskAgain):
        desk = Desk(rt, tx, scene.shop_id, careful)
        kept = shop_settings.ask_again(desk, scene.person_id, wish)
        return replace(done, replies=(*done.replies, kept))
    if isinstance(wish, customer_wishes.Wish):
        shop, heard = scene.organization_id, Heard(scene.person_id, scene.message_id, scene.now)
        said = customer_wishes.carry_out(rt, tx, shop, heard, wish, careful=careful)
        return replace(done, replies=(*done.replies, *said))
    speaker = Speaker(scene.person_id, scene.channel, scene.is_signed)
    reply = verdicts.carry_out(rt, tx, speaker, wish, careful=careful)
    tx.scope(organization_id=scene.organization_id, person_id=scene.person_id)
    return replace(done, replies=(*done.replies, *([reply] if reply else ())))


def _enter(tx: Transaction, scene: Scene, wish: Found | Join | EnterShop) -> Scene:
    """What follows in the turn happens in that shop."""
    match wish:
        case Found():
            return _found(tx, scene, wish)
        case Join():
            return _join(tx, scene, wish)
        case EnterShop(organization_id):
            team.enter(tx, scene.person_id, organization_id)
            return replace(scene, organization_id=organization_id)


def _write(tx: Transaction, scene: Scene, wish: Raise | Replace) -> None:
    match wish:
        case Raise():
            _record(tx, scene, wish)
        case Replace():
            _replace(scene, wish)


def _about_the_speaker(
    tx: Transaction, scene: Scene, wish: Introduce | Decline | confidences.Wish
) -> None:
    match wish:
        case Introduce():
            introductions.keep(tx, scene.person_id, scene.organization_id, wish)
        case Decline(invitation_id):
            team.decline(tx, scene.person_id, invitation_id)
        case _:
            confidences.carry_out(tx, scene, wish)


def _about_the_shop(rt: Runtime, tx: Transaction, scene: Scene, wish: ShopWish) -> None:
    match wish:
        case NameNumber() | ReleaseNumber() | RefuseNumber():
            numbers.settle(tx, scene.shop_id, scene.person_id, wish)
        case Remember() | Judge():
            remembering.carry_out(tx, scene.shop_id, scene.person_id, wish)
        case KeepPhone():
            contacts.keep(tx, scene.shop_id, scene.person_id, wish)
        case Invite():
            payload = team.invite(tx, scene.shop_id, scene.person_id, wish)
            _raise(scene, "MEMBER_INVITED", payload)
        case ChangeMember():
            _change_member(tx, scene, wish)
        case _:
            _at_desk(Desk(rt, tx, scene.shop_id), scene.person_id, wish)


def _record(tx: Transaction, scene: Scene, wish: Raise) -> None:
    payload: dict[str, Any] = dict(wish.payload)
    if wish.type == "PERSON_REGISTERED":
        payload["person"] = str(scene.person_id)
    _raise(scene, wish.type, payload, wish.occurred_at)
    if wish.type == "PAYMENT_CLAIMED":
        notices.warn_neighbours(tx, scene.shop_id, payload, by=scene.person_id, now=scene.now)


def _raise(
    scene: Scene,
    event_type: str,
    payload: Mapping[str, Any],
    occurred_at: datetime | None = None,
) -> None:
    scene.raised.append(event(scene, event_type, payload, occurred_at))


def _replace(scene: Scene, wish: Replace) -> None:
    """Both events name each other's facts: the reversal what it takes back, and by what."""
    told = {"entry": str(wish.entry), "reason": "corrected"}
    reversal = event(scene, "ENTRY_REVERSED", told)
    new = event(scene, wish.by.type, wish.by.payload, wish.by.occurred_at)
    reversal = replace(reversal, payload={**told, "replaced_by": str(first_id(new))})
    scene.raised.extend([reversal, new])


def _found(tx: Transaction, scene: Scene, wish: Found) -> Scene:
    new = NewOrganization(wish.name, wish.country, wish.currency, wish.timezone, wish.language)
    organization_id = organizations.found(tx, new)
    team.found(tx, organization_id, scene.person_id)
    scene = replace(scene, organization_id=organization_id)
    payload = {
        "name": wish.name,
        "country": wish.country,
        "currency": wish.currency,
        "timezone": wish.timezone,
    }
    _raise(scene, "ORGANIZATION_CREATED", payload)
    return scene


def _join(tx: Transaction, scene: Scene, wish: Join) -> Scene:
    joined = team.join(tx, scene.person_id, wish.invitation_id)
    scene = replace(scene, organization_id=joined.organization_id)
    fact = event(scene, "MEMBER_JOINED", joined.payload)
    scene.raised.append(fact)
    news = News(fact.organization_id, fact.id)
    notices.leave(tx, news, by=scene.person_id, now=scene.now, to=joined.invited_by)
    return scene


def _change_member(tx: Transaction, scene: Scene, wish: ChangeMember) -> None:
    payload = team.change(tx, scene.shop_id, scene.person_id, wish)
    if payload is not None:
        event_type = "MEMBER_REMOVED" if wish.role is None else "MEMBER_CHANGED"
        _raise(scene, event_type, payload)
    if payload is not None and wish.role is None and wish.person_id == scene.person_id:
        fact = scene.raised[-1]
        news = News(fact.organization_id, fact.id)
        notices.leave(tx, news, by=scene.person_id, now=scene.now)
