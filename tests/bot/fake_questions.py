"""What a person in memory is asked at the moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from bot.dialogue import may_decide
from bot.effects import Decide
from bot.nlu.understanding import Awaiting, Understanding
from bot.open_questions import OpenApproval, OpenAsk
from bot.replies import approvals as replies
from bot.reply import Reply


@dataclass
class FakeQuestions:
    """Open approvals, decided ones, and questions of rules."""

    waiting: list[OpenApproval] = field(default_factory=list)
    decided: list[OpenApproval] = field(default_factory=list)
    asked: list[OpenAsk] = field(default_factory=list)
    messages: dict[str, OpenApproval] = field(default_factory=dict)
    """The questions by the references of the messages that put them."""

    def put(self, code: str, question: str) -> None:
        """Ask for approval; the message that asks has the reference "receipt-A7"."""
        texts = {"en": question, "sw": question}
        number = 900 + len(self.messages)
        asked = OpenApproval(UUID(int=2), UUID(int=number), code, texts)
        self.waiting.append(asked)
        self.messages[f"receipt-{code}"] = asked

    def awaits(
        self, quoted: str | None, floor: str | None, understood: Understanding
    ) -> Awaiting | None:
        """Which answer a message may be, as the engine tells it."""
        if quoted in self.messages:
            return Awaiting.APPROVAL
        if floor is not None or not may_decide(understood) or not self.waiting:
            return None
        return Awaiting.APPROVAL if len(self.waiting) == 1 else Awaiting.APPROVALS

    def answer(self, wish: Decide) -> Reply:
        """Decide, as the engine does for somebody who may; the answer."""
        (one,) = [one for one in self.messages.values() if one.id == wish.approval_id]
        if one not in self.waiting:
            return replies.withdrawn(one.code)
        self.waiting.remove(one)
        self.decided.append(one)
        return replies.approved(one.code) if wish.approved else replies.rejected(one.code)

    def approvals(self) -> Sequence[OpenApproval]:
        """Oldest first."""
        return self.waiting

    def approval(self, code: str) -> OpenApproval | None:
        """The open one, else one that was decided."""
        found = [one for one in [*self.waiting, *self.decided] if one.code == code]
        return found[0] if found else None

    def quoted(self, reference: str) -> OpenApproval | None:
        """Whatever has become of it."""
        return self.messages.get(reference)

    def asks(self) -> Sequence[OpenAsk]:
        """Oldest first."""
        return self.asked
