"""What a person is asked at the moment, by whatever shop: approvals, and questions of rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol
from uuid import UUID

from bot.reply import spoken

Expect = Literal["text", "number", "yes_no", "date"]


@dataclass(frozen=True, slots=True)
class OpenApproval:
    """An approval that the person was asked for; `question` is by language.

    `asked_at` is when, aware; None where nobody can tell.
    """

    organization_id: UUID
    id: UUID
    code: str
    question: Mapping[str, str]
    asked_at: datetime | None = None

    def question_in(self, language: str | None) -> str:
        """What was asked, in a language or in one that there is."""
        return spoken(self.question, language)


@dataclass(frozen=True, slots=True)
class OpenAsk:
    """A question of a rule's; `expect` says what an answer is."""

    organization_id: UUID
    step_run_id: UUID
    question: Mapping[str, str]
    expect: Expect

    def question_in(self, language: str | None) -> str:
        """The same for a question."""
        return spoken(self.question, language)


class Questions(Protocol):
    """What the speaker is asked at the moment, by whatever shop."""

    def approvals(self) -> Sequence[OpenApproval]:
        """What they are to decide, oldest first."""

    def approval(self, code: str) -> OpenApproval | None:
        """The approval that they mean by a code, decided or not."""

    def quoted(self, reference: str) -> OpenApproval | None:
        """The approval that a message of ours has asked for, by its provider reference."""

    def asks(self) -> Sequence[OpenAsk]:
        """What rules have asked them, newest first: an answer is to the last that was heard."""
