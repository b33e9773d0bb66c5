"""A call that somebody has answered: what is said, and what a pressed key decides."""

from __future__ import annotations

from dataclasses import dataclass

import structlog
from sqlalchemy.exc import NoResultFound

from bot import i18n, phone_call
from bot.effects import Decide
from bot.languages import FALLBACK
from bot.phone_call import Listens, Spoken, Utterance
from bot.replies import calls
from bot.reply import Reply, spoken
from engine.access.proofs import Lack
from engine.approvals import approvals, verdicts
from engine.approvals.approvals import Ruling, Verdict
from engine.approvals.verdicts import Speaker
from engine.channels import twilio_call
from engine.channels.twilio_call import Line, Ringing, Said, Voice, Wish
from engine.context.desk import Desk
from engine.runtime import Runtime
from engine.tools.telling import name, where
from store import approvals as rows
from store import outbound, people
from store.approvals import Approval
from store.outbound import OutboundMessage

VIA = "voice"
LONGEST_PIN = 6
KEYS = {"1": True, "2": False}
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Step:
    """What is said, how often it was asked then, and the answer that waits for a PIN."""

    utterance: Utterance
    asked: int = 0
    wish: Wish | None = None


@dataclass(frozen=True, slots=True)
class _Call:
    """A call in progress: what it brings, to whom, in which language."""

    ring: Ringing
    message: OutboundMessage
    desk: Desk
    language: str

    def wording(self, reply: Reply) -> str:
        return i18n.wording(reply, self.language, self.desk.rt.languages.translations, "sms")

    def aloud(self, text: str) -> str:
        return phone_call.aloud(text, self.wording)


def take(rt: Runtime, ring: Ringing | None) -> str:
    """The TwiML that follows; a call that is none of ours, or names nothing, is hung up.

    A yes or a no counts as one by SMS does that nobody signs: whoever holds the phone may have
    pressed it. What was pressed is kept nowhere.
    """
    message = _message(rt, ring) if ring and not ring.by_machine else None
    if ring is None or message is None:
        return _document(rt, Said(), FALLBACK)
    for careful in (False, True, True):
        try:
            return _go_on(rt, ring, message, careful=careful)
        except Exception as error:  # noqa: BLE001 -- A caller must hear something.
            fields = {"message": str(message.id), "error": name(error), "where": where(error)}
            _log.warning("A call went wrong", **fields)
    return _document(rt, Said(), FALLBACK)


def _message(rt: Runtime, ring: Ringing) -> OutboundMessage | None:
    """The message that this call brings; no other may be listened to by it."""
    with rt.db.every_tenant() as tx:
        try:
            message = outbound.get(tx, ring.message_id)
        except NoResultFound:
            return None
    is_this = message.provider_reference in {None, ring.call}
    is_ours = message.channel == VIA and message.recipient == ring.phone
    return message if is_ours and is_this and message.organization_id else None


def _go_on(rt: Runtime, ring: Ringing, message: OutboundMessage, *, careful: bool) -> str:
    shop = message.organization_id
    assert shop is not None  # noqa: S101 -- `_message` has looked.
    with rt.db.tenant(shop, message.person_id) as tx:
        desk = Desk(rt, tx, shop, careful, via=VIA)
        language = people.get(tx, message.person_id).language or desk.organization.language
        call = _Call(ring, message, desk, language)
        step = _next(call)
        said = _said(call, step)
    return _document(rt, said, language)


def _next(call: _Call) -> _Step:
    """What follows: the message itself, the question, or what became of an answer."""
    desk, ring = call.desk, call.ring
    approval_id = call.message.approval_id
    approval = rows.get(desk.tx, desk.organization_id, approval_id) if approval_id else None
    if approval is None:
        text = call.aloud(call.message.body)
        return _Step(phone_call.tells(desk.organization.name, text))
    if (over := _over(call, approval)) is not None:
        return _Step(phone_call.ends(Spoken(over)))
    if ring.wish is not None:
        return _with_pin(call, approval, ring.wish)
    if ring.digits in KEYS:
        return _decided(call, approval, "yes" if KEYS[ring.digits] else "no")
    question = call.aloud(spoken(approval.question, call.language))
    asked = phone_call.asks(
        desk.organization.name, question, ring.asked, is_wrong=bool(ring.digits)
    )
    return _Step(asked, ring.asked)


def _over(call: _Call, approval: Approval) -> Reply | None:
    """Why there is nothing to decide any more, or not for them; None while there is."""
    desk, by = call.desk, call.message.person_id
    if not approvals.may_decide(desk, approval, by):
        return verdicts.told(desk, by, Ruling(Verdict.FORBIDDEN, approval))
    if approval.status == "open":
        return None
    return verdicts.told(desk, by, Ruling(approvals.closed(approval), approval))


def _with_pin(call: _Call, approval: Approval, wish: Wish) -> _Step:
    if not call.ring.digits:
        return _Step(phone_call.asks_pin(call.ring.asked), call.ring.asked, wish)
    return _decided(call, approval, wish, pin=call.ring.digits)


def _decided(call: _Call, approval: Approval, wish: Wish, pin: str | None = None) -> _Step:
    desk, by = call.desk, call.message.person_id
    decision = Decide(desk.organization_id, approval.id, wish == "yes", pin=pin)
    ruling = verdicts.rule(desk, Speaker(by, VIA, is_signed=False), decision)
    match ruling.lack:
        case Lack.PIN:
            return _Step(phone_call.asks_pin(0), 0, wish)
        case Lack.WRONG_PIN:
            asked = call.ring.asked
            return _Step(phone_call.asks_pin(asked, is_wrong=True), asked, wish)
        case Lack.NO_PIN:
            return _Step(phone_call.ends(Spoken(calls.needs_whatsapp(), "needs_whatsapp")))
        case Lack.LOCKED | Lack.CODE:
            return _Step(phone_call.ends(Spoken(calls.locked(), "locked")))
        case None:
            return _Step(phone_call.ends(Spoken(_outcome(call, ruling))))


def _outcome(call: _Call, ruling: Ruling) -> Reply:
    instead = ruling.instead
    if ruling.verdict is Verdict.CHANGED and instead is not None:
        question = call.aloud(spoken(instead.question, call.language))
        return calls.changed(question, instead.code)
    told = verdicts.told(call.desk, call.message.person_id, ruling)
    return told or calls.undecided()


def _said(call: _Call, step: _Step) -> Said:
    lines = [_line(call, one) for one in step.utterance.spoken]
    if step.utterance.listens is None:
        return Said(lines)
    onward = twilio_call.address(
        call.desk.rt.settings.base_url, call.message.id, step.asked + 1, step.wish
    )
    most = 1 if step.utterance.listens is Listens.KEY else LONGEST_PIN
    return Said(lines, onward, most)


def _line(call: _Call, one: Spoken) -> Line:
    words = one.words if isinstance(one.words, str) else call.wording(one.words)
    return Line(words, one.clip)


def _document(rt: Runtime, said: Said, language: str) -> str:
    names, clips = rt.settings.twilio_voices, rt.settings.twilio_clips
    speaker = names.get(language) or names.get(FALLBACK) or next(iter(names.values()))
    return twilio_call.twiml(said, Voice(speaker, clips.get(language)))
