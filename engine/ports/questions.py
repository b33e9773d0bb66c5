"""What a person is asked at the moment, as the bot's port; looked up when it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from uuid import UUID

from bot.open_questions import OpenApproval, OpenAsk
from engine.ports import portrait
from store import asks, open_approvals
from store.database import Transaction


class StoreQuestions:
    """Open approvals and questions of rules, whatever shop they come from."""

    def __init__(self, tx: Transaction, person_id: UUID) -> None:
        self._tx = tx
        self._person_id = person_id

    @cached_property
    def _approvals(self) -> Sequence[OpenApproval]:
        found = open_approvals.open_for(self._tx, self._person_id)
        return [portrait.approval(one) for one in found]

    def approvals(self) -> Sequence[OpenApproval]:
        """What they are to decide, oldest first."""
        return self._approvals

    def approval(self, code: str) -> OpenApproval | None:
        """The approval that they mean by a code."""
        found = open_approvals.by_code(self._tx, self._person_id, code)
        return portrait.approval(found) if found else None

    def quoted(self, reference: str) -> OpenApproval | None:
        """The approval that a message of ours has asked for."""
        found = open_approvals.quoted(self._tx, self._person_id, reference)
        return portrait.approval(found) if found else None

    def asks(self) -> Sequence[OpenAsk]:
        """What rules have asked them, newest first."""
        return [portrait.ask(one) for one in asks.open_for(self._tx, self._person_id)]
