"""USSD: a session's next screen, from the menu or from what the chat answers.

What is typed is heard as a message like any other, in a conversation of its own; its answer is
shown in the session instead of being sent.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from threading import Event as Pause
from uuid import UUID

from bot import i18n, ussd
from bot.reply import Reply
from bot.ussd import Place, Screen, Step, View, Waiting
from engine.channels import text
from engine.channels.base import Received
from engine.channels.dials import Dial
from engine.inbound import intake
from engine.ports.questions import StoreQuestions
from engine.runtime import Runtime
from store import organizations, people
from store import ussd as sessions
from store.database import Transaction
from store.outbound import DeliveryStatus
from store.ussd import Answer, Session, Talk

RESUMES_WITHIN = timedelta(minutes=30)
WAITS, LOOKS_EVERY = timedelta(seconds=6), timedelta(milliseconds=50)
"""How long a screen may take: the networks end a session that is silent for much longer."""

LONGEST_LINE = 182


@dataclass(frozen=True, slots=True)
class _Caller:
    talk: Talk | None
    view: View
    wording: Callable[[Reply], str]


def take(rt: Runtime, dial: Dial) -> Screen:
    """The screen that follows; the same step told twice shows the same screen again."""
    with rt.db.every_tenant() as tx:
        left = sessions.last(tx, dial.account, dial.phone)
        talk = sessions.talk(tx, dial.account, dial.phone)
    if left and (left.session, left.seen) == (dial.session, len(dial.typed)):
        return Screen(left.shown, left.ends)
    caller = _caller(rt, talk)
    step, answer = _step(rt, dial, caller, left), None
    if step.say is not None:
        answer = _said(rt, dial, step.say)
        step = _answered(rt, caller, answer, step.place.about)
    return _keep(rt, dial, step, answer.id if answer else None)


def _keep(rt: Runtime, dial: Dial, step: Step, answer_id: UUID | None) -> Screen:
    assert step.screen is not None  # noqa: S101 -- What is said is answered by a screen.
    screen = Screen(text.to_gsm7(step.screen.text), step.screen.ends)
    with rt.db.every_tenant() as tx:
        sessions.keep(
            tx,
            dial.account,
            dial.phone,
            session=dial.session,
            seen=len(dial.typed),
            place=asdict(step.place),
            shown=screen.text,
            ends=screen.ends,
        )
        if answer_id is not None:
            sessions.is_shown(tx, answer_id)
    return screen


def _step(rt: Runtime, dial: Dial, caller: _Caller, left: Session | None) -> Step:
    place = _place(left) if left else None
    if left is not None and place is not None and left.session == dial.session:
        return ussd.hear(place, _line(dial), caller.view, caller.wording)
    is_fresh = left is not None and rt.clock() - left.updated_at < RESUMES_WITHIN
    unfinished = place if is_fresh else None
    begun = ussd.begin(
        caller.view, caller.wording, unfinished, _unanswered(rt, caller, unfinished)
    )
    if dial.typed and begun.say is None:  # Dialled with digits behind the code.
        return ussd.hear(begun.place, _line(dial), caller.view, caller.wording)
    return begun


def _unanswered(rt: Runtime, caller: _Caller, left: Place | None) -> str | None:
    """What the chat has said last that they have not seen, or not answered."""
    talk = caller.talk
    if left is None or left.name != ussd.TALK or not talk or not talk.conversation_id:
        return None
    with rt.db.every_tenant() as tx:
        told = sessions.told(tx, talk.conversation_id)
        if told is None:
            return None
        is_new = told.status is DeliveryStatus.QUEUED
        if is_new:
            sessions.is_shown(tx, told.id)
    return told.body if is_new or (left.is_open and talk.is_open) else None


def _said(rt: Runtime, dial: Dial, words: str) -> Answer | None:
    """Say it in the chat and wait for what it answers; None if that takes too long."""
    reference = f"{dial.session}:{len(dial.typed)}"
    received = Received(
        account=dial.account,
        channel="ussd",
        provider_reference=reference,
        address=dial.phone,
        address_kind="phone",
        text=words,
        raw=words.encode(),  # Theirs holds every line before, and one may have been a PIN.
    )
    intake.take(rt, [received])
    until = time.monotonic() + WAITS.total_seconds()
    while time.monotonic() < until:
        with rt.db.every_tenant() as tx:
            found = sessions.answer(tx, dial.account, reference)
        if found is not None and found.is_heard:
            return found
        Pause().wait(LOOKS_EVERY.total_seconds())
    return None


def _answered(rt: Runtime, caller: _Caller, reply: Answer | None, decision: str | None) -> Step:
    if reply is None:
        return ussd.late(caller.wording)
    lacking = decision if decision and _still_waits(rt, caller, decision) else None
    return ussd.answered(reply.body, caller.wording, is_open=reply.is_open, lacking=lacking)


def _still_waits(rt: Runtime, caller: _Caller, decision: str) -> bool:
    """Whether the approval that a decision was about is as open as before."""
    code = decision.split()[-1]
    return any(one.code == code for one in _caller(rt, caller.talk).view.approvals)


def _caller(rt: Runtime, talk: Talk | None) -> _Caller:
    if talk is None:
        return _Caller(None, View(None), _wording(rt, None))
    with rt.db.tenant(talk.organization_id, talk.person_id) as tx:
        language = people.get(tx, talk.person_id).language
        asked = StoreQuestions(tx, talk.person_id).approvals()
        waiting = [Waiting(one.code, one.question_in(language)) for one in asked]
        shop = _shop(tx, talk)
    return _Caller(talk, View(shop, waiting), _wording(rt, language))


def _shop(tx: Transaction, talk: Talk) -> str | None:
    with tx.directory():
        shops = organizations.of_person(tx, talk.person_id)
    named = {shop.id: shop.name for shop in shops}
    first = shops[0].name if shops else None
    return named.get(talk.organization_id, first) if talk.organization_id else first


def _wording(rt: Runtime, language: str | None) -> Callable[[Reply], str]:
    def wording(reply: Reply) -> str:
        said = i18n.wording(reply, language, rt.languages.translations, "sms")
        return text.to_gsm7(said)

    return wording


def _line(dial: Dial) -> str:
    return dial.typed[-1].strip()[:LONGEST_LINE] if dial.typed else ""


def _place(left: Session) -> Place:
    kept = dict(left.place)
    return Place(**{**kept, "pages": tuple(kept["pages"])})
