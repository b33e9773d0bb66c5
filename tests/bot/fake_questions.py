"""What a person in memory is asked at the moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.open_questions import OpenApproval, OpenAsk


@dataclass
class FakeQuestions:
    """Open approvals, decided ones, and questions of rules."""

    waiting: list[OpenApproval] = field(default_factory=list)
    decided: list[OpenApproval] = field(default_factory=list)
    asked: list[OpenAsk] = field(default_factory=list)
    messages: dict[str, OpenApproval] = field(default_factory=dict)
    """The questions by the references of the messages that put them."""

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
