"""Take what people say of what Karani did, as a fact, and hand it out for evaluation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from engine.context.desk import Desk
from engine.integrations import integrators
from engine.integrations.integrators import By
from engine.runtime import Runtime
from store import ai_requests, feedback
from store.events import Event
from store.feedback import About, Feedback, Told

PAGE = 500
LIKED = 4


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody says: a rating from 1 (wrong) to 5 (right), what is right, a comment."""

    about: About
    about_id: UUID
    rating: int | None = None
    correction: Any = None
    comment: str | None = None


def give(desk: Desk, by: By, opinion: Opinion) -> Feedback:
    """Keep it, and follow the fact. Raises `LookupError` where there is no such thing."""
    here = desk.organization_id
    if not feedback.is_known(desk.tx, here, opinion.about, opinion.about_id):
        raise LookupError(f"there is no such {opinion.about}")
    event = Event(
        organization_id=here,
        type="FEEDBACK_GIVEN",
        source=by.via,
        person_id=by.person_id,
        message_id=None,
        payload=_payload(opinion),
        occurred_at=desk.now,
    )
    integrators.follow(desk, event)
    told = Feedback(
        organization_id=here,
        id=event.id,
        about=opinion.about,
        about_id=opinion.about_id,
        person_id=by.person_id,
        via=by.via,
        rating=opinion.rating,
        correction=opinion.correction,
        comment=opinion.comment,
    )
    feedback.add(desk.tx, told)
    if opinion.about == "ai_answer":
        said = _judgement(opinion)
        ai_requests.correct(desk.tx, here, opinion.about_id, said, by.person_id)
    return told


def everything(rt: Runtime) -> Iterator[Told]:
    """All feedback of all shops, oldest first, each piece one short look."""
    last = UUID(int=0)
    while True:
        with rt.db.every_tenant() as tx:
            page = feedback.after(tx, last, PAGE)
        yield from page
        if len(page) < PAGE:
            return
        last = page[-1].id


def _judgement(opinion: Opinion) -> dict[str, Any]:
    """What is kept beside the request itself: assistants are scored by it."""
    liked = opinion.rating is None or opinion.rating >= LIKED
    judged: dict[str, Any] = {"right": liked and opinion.correction is None}
    return judged if opinion.correction is None else {**judged, "answer": opinion.correction}


def _payload(opinion: Opinion) -> dict[str, Any]:
    about = {"kind": opinion.about, "id": str(opinion.about_id)}
    said = {
        "rating": opinion.rating,
        "correction": opinion.correction,
        "comment": opinion.comment,
    }
    given = {name: value for name, value in said.items() if value is not None}
    return {"about": about, **given}
