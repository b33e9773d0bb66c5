"""A chat in memory: what a person writes, and what Karani answers in words."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from bot.conversation import Conversation, Heard
from bot.dialogue import respond
from bot.effects import AskAgain, AskCorrection, Decide, Effect, Raise, Say
from bot.i18n import wording
from bot.nlu.understanding import Act, Intent, Outcome, Understanding
from bot.replies import corrections, unanswered
from bot.reply import Reply
from bot.shop import Member
from karani.languages import translations
from tests.bot.fakes import FakeShop, amina, duka_la_amina, newcomer, raised_by

MORNING = datetime.fromisoformat("2026-11-24T09:00:00+03:00")
TWO_PARTS = 2 * 153
TRANSLATIONS = translations()


def sale(amount: str | None = None, item: str | None = "sukari", **said: Any) -> Act:
    """A sale as the reader reads it."""
    return _entry(Intent.RECORD_SALE, amount, item, **said)


def expense(amount: str | None = None, item: str | None = "nauli", **said: Any) -> Act:
    """An expense as the reader reads it."""
    return _entry(Intent.RECORD_EXPENSE, amount, item, **said)


def only(amount: str, currency: str | None = None) -> Act:
    """An amount and nothing else."""
    return Act(Intent.UNKNOWN, amount=Decimal(amount), currency=currency)


def _entry(intent: Intent, amount: str | None, item: str | None, **said: Any) -> Act:
    exact = Decimal(amount) if amount else None
    return Act(intent, amount=exact, item=item, **said)


@dataclass
class Chat:
    """One conversation with a shop in memory; its state is JSON between two turns."""

    shop: FakeShop = field(default_factory=FakeShop)
    state: str = "{}"
    now: datetime = MORNING
    raised: list[Raise] = field(default_factory=list)
    talkative: bool = False
    others: dict[UUID, str] = field(default_factory=dict)

    @property
    def conversation(self) -> Conversation:
        """What is remembered."""
        return Conversation.from_json(json.loads(self.state))

    def hear(
        self,
        text: str,
        *acts: Act,
        outcome: Outcome = Outcome.ACT,
        language: str = "sw",
        question: str | None = None,
        unread: tuple[int, ...] = (),
        amounts: tuple[str, ...] = (),
        quoted: str | None = None,
    ) -> str | None:
        """One message with what it was understood to say; the answer, None for silence."""
        understanding = Understanding(
            outcome,
            language,
            acts,
            question=question,
            unread=unread,
            amounts=tuple(map(Decimal, amounts)),
        )
        return self.take(Heard(UUID(int=9), text, understanding, self.now, quoted))

    def take(self, heard: Heard) -> str | None:
        """One turn, carried out and remembered."""
        self.shop.turn += 1
        self.shop.now = self.now
        turn = respond(self.conversation, heard, self.shop, self.now)
        self.state = json.dumps(turn.conversation.to_json())
        self.raised = [event for effect in turn.effects for event in raised_by(effect)]
        for effect in turn.effects:
            self.shop.settle(effect)
        said = [effect.reply for effect in turn.effects if isinstance(effect, Say)]
        said += self.shop.contacts.said(turn.effects)
        said += [one for effect in turn.effects if (one := self.answer(effect))]
        assert len(said) <= 1, "more than one bubble"
        for reply in said:
            text = wording(reply, turn.conversation.language, TRANSLATIONS, "sms")
            assert self.talkative or len(text) <= TWO_PARTS, f"too long for SMS: {text}"
        return wording(said[0], turn.conversation.language, TRANSLATIONS) if said else None

    def answer(self, effect: Effect) -> Reply | None:
        """What the engine says where a wish has its answer only once it is carried out."""
        match effect:
            case AskCorrection():
                return corrections.asked("Amina", effect.what)
            case AskAgain():
                return unanswered.kept(effect.after.get("sms"), effect.after.get("call"))
            case Decide() if self.shop.questions.messages:
                return self.shop.questions.answer(effect)
            case _:
                return None

    def hand_over(self, member: Member, language: str = "sw") -> None:
        """Somebody else of the shop writes from here on, in a conversation of their own."""
        assert self.shop.organization is not None
        self.others[self.shop.speaker.id] = self.state
        self.state = self.others.get(member.person_id, "{}")
        self.shop.organization = duka_la_amina(member.role)
        self.shop.speaker = replace(amina(language), id=member.person_id, name=member.name)

    def wait(self, **time: int) -> None:
        """Let time pass."""
        self.now += timedelta(**time)


def stranger(country: str | None = "KE") -> Chat:
    """A chat with somebody who has no shop yet."""
    return Chat(FakeShop(speaker=newcomer(country), organization=None))


def named(name: str) -> Act:
    """A name, as the answer to what somebody or something is called."""
    return Act(Intent.REGISTER, party=name)
