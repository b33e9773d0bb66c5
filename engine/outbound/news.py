"""Hold what may not go yet, say once that it waits, and tell it when its person writes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast
from uuid import UUID

from bot import i18n
from bot.nlu.understanding import Channel
from bot.replies import news as replies
from bot.reply import Reply
from engine.outbound import deliveries
from engine.outbound.forms import URGENT
from engine.outbound.hours import Occasion
from engine.runtime import Runtime
from engine.templates import template_texts
from engine.templates.template_texts import Filled
from store import (
    asks,
    conversations,
    held,
    open_approvals,
    opt_outs,
    organizations,
    outbox,
    people,
    sends,
    templates,
)
from store.conversations import Conversation
from store.database import Transaction
from store.held import ANNOUNCED, HeldMessage
from store.outbound import OutboundMessage
from store.outbox import OutboxEntry

OPENING = frozenset({"fungua", "open"})
"""What our announcement asks for; any other message opens the window as well."""

ROOM = 1400
"""Signs of held texts in one message; a provider cuts at 1,600."""

GAP = "\n\n"


def is_opening(words: str) -> bool:
    """Whether a person asks only for what waits for them."""
    return words.strip(" .!\"'").casefold() in OPENING


def hold(rt: Runtime, tx: Transaction, message: OutboundMessage) -> None:
    """Let a message wait for its person, who is told once that something waits."""
    held.hold(tx, message.id)
    shop, where = message.organization_id, message.conversation_id
    if shop is None or where is None or held.is_announced(tx, where):
        return
    row, organization = conversations.by_id(tx, where), organizations.get(tx, shop)
    spoken = people.get(tx, message.person_id).language or organization.language
    languages = [spoken, organization.language]
    provider = message.account.partition(":")[0]
    found = templates.find(tx, shop, provider, ANNOUNCED, languages)
    filled = template_texts.fill(found, {"shop": organization.name}) if found else None
    if filled is not None:
        deliveries.announce(tx, row, shop, filled, Occasion(message.occasion))


def as_form(
    tx: Transaction, message: OutboundMessage, languages: Sequence[str]
) -> Filled | None:
    """The approved template that says what this message says, if there is one."""
    wanted = message.template
    if wanted is None:
        return None
    provider = message.account.partition(":")[0]
    shop = message.organization_id
    found = templates.find(tx, shop, provider, str(wanted["name"]), languages)
    return template_texts.fill(found, wanted["values"]) if found else None


def tell(rt: Runtime, tx: Transaction, entry: OutboxEntry) -> None:
    """Tell everything that waits in a conversation, in one message."""
    person = entry.person_id
    assert person is not None  # noqa: S101 -- A conversation has one.
    tx.scope(organization_id=entry.organization_id, person_id=person)
    row = conversations.lock(tx, entry.subject_id)
    if row is None:
        outbox.postpone(tx, entry.id, deliveries.BUSY)
        return
    outbox.done(tx, entry.id)
    if row.person_id != person:
        return  # The number has passed to somebody else.
    waiting = _still_meant(tx, row, held.waiting(tx, row.id))
    fit = _fit(waiting)
    if fit:
        _send(rt, tx, row, fit, len(waiting) - len(fit))


def _send(
    rt: Runtime, tx: Transaction, row: Conversation, fit: Sequence[HeldMessage], left: int
) -> None:
    texts = GAP.join(one.body for one in fit)
    reply = replies.told_in_part(texts, left) if left else replies.told(texts)
    shops = {one.organization_id for one in fit}
    # What several shops say is shown to none of them.
    shop = next(iter(shops)) if len(shops) == 1 else None
    asked = [one for one in fit if one.approval_id]
    language = people.get(tx, row.person_id).language
    tx.scope(organization_id=shop, person_id=row.person_id)
    digest_id = deliveries.tell_held(
        tx, row, shop, _text(rt, row, language, reply), asked[0] if len(asked) == 1 else None
    )
    for one in fit:
        tx.scope(organization_id=one.organization_id, person_id=row.person_id)
        sends.suppress(tx, one.id, "in_digest", replaced_by=digest_id)


def _still_meant(
    tx: Transaction, row: Conversation, waiting: Sequence[HeldMessage]
) -> list[HeldMessage]:
    """Without questions that nobody waits for any more, and what they want no more to hear."""
    approvals = {one.id for one in open_approvals.open_for(tx, row.person_id)}
    steps = {one.step_run_id for one in asks.open_for(tx, row.person_id)}
    meant = []
    for one in waiting:
        tx.scope(organization_id=one.organization_id, person_id=row.person_id)
        words = {word for _, word in opt_outs.of(tx, one.organization_id, [row.person_id])}
        over = _is_over(one, approvals, steps)
        if words & {opt_outs.ANY, row.channel} or over:
            sends.suppress(tx, one.id, "over" if over else "opted_out")
        else:
            meant.append(one)
    return meant


def _is_over(one: HeldMessage, approvals: set[UUID], steps: set[UUID]) -> bool:
    if one.reason == "approval":
        return one.approval_id not in approvals
    return one.reason == "question" and one.step_run_id not in steps


def _fit(waiting: Sequence[HeldMessage]) -> list[HeldMessage]:
    """As many as one message holds, at least one: questions first, then in their order."""
    first = sorted(waiting, key=lambda one: (one.reason not in URGENT, one.id))
    chosen, room = list[HeldMessage](), ROOM
    for one in first:
        room -= len(one.body) + len(GAP)
        if room < 0 and chosen:
            break
        chosen.append(one)
    return sorted(chosen, key=lambda one: one.id)


def _text(rt: Runtime, row: Conversation, language: str | None, reply: Reply) -> str:
    channel = cast(Channel, row.channel)
    return i18n.wording(reply, language, rt.languages.translations, channel)
