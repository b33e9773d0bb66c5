"""Tell both sides what became of an approval: whoever asked, and whoever was asked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from uuid import UUID

from bot import i18n
from bot.replies import outcomes as replies
from bot.reply import Reply, spoken
from engine.context.desk import Desk
from engine.outbound.reach import Note
from engine.runs.runs import Move
from engine.workflows.wishes import Send
from store import approvals
from store.approvals import Approval

REASON = "outcome"
Sentence = Callable[[str, str], Reply]
"""A sentence about an approval: its code, and its question in whatever language that is."""


def decided(
    desk: Desk, approval: Approval, *, approved: bool, by: UUID, but: Collection[UUID]
) -> Iterator[Note]:
    """Somebody decided; `but` has heard of it already."""
    name = name_of(desk, by)

    def asker(_: str, question: str) -> Reply:
        return replies.answered(name, approved, question)

    def asked(code: str, question: str) -> Reply:
        return replies.decided(code, name, approved, question)

    yield from _both(desk, approval, asker, asked, {*but, by})


def expired(desk: Desk, over: Sequence[Approval], but: Collection[UUID]) -> Iterator[Note]:
    """Nobody answered in time."""
    for one in over:
        counts = one.policy == "approve"
        asker, asked = partial(_unanswered, counts), partial(_too_late, counts)
        yield from _both(desk, one, asker, asked, but)


def passed_on(desk: Desk, over: Sequence[Approval], people: Sequence[UUID]) -> Iterator[Note]:
    """The first who were asked let the time pass: others are asked now."""
    names = ", ".join(name_of(desk, person) for person in people)

    def asker(_: str, question: str) -> Reply:
        return replies.asked_on(names, question)

    def asked(code: str, question: str) -> Reply:
        return replies.went_on(code, names, question)

    for one in over if names else ():
        yield from _both(desk, one, asker, asked, people)


def gone(desk: Desk, approval: Approval, but: Collection[UUID]) -> Iterator[Note]:
    """What it was about is in the book no more."""

    def asker(_: str, question: str) -> Reply:
        return replies.not_needed(question)

    yield from _both(desk, approval, asker, replies.gone, but)


def spoken_to(desk: Desk, move: Move | None) -> frozenset[UUID]:
    """Whom a workflow has written to itself in this sprint: they need not hear it twice."""
    wishes = [wish for _, wish in move.advance.wishes] if move else []
    sent = [wish.to for wish in wishes if isinstance(wish, Send)]
    return frozenset(person for to in sent for person in desk.people(to))


def name_of(desk: Desk, person_id: UUID | None) -> str:
    """A member by name; anybody else is the shop."""
    names = {one.person_id: one.name for one in desk.team}
    return (names.get(person_id) if person_id else None) or desk.organization.name


def say(desk: Desk, reply: Reply, language: str) -> str:
    """A sentence in a language."""
    return i18n.wording(reply, language, desk.rt.languages.translations)


def _unanswered(counts: bool, _: str, question: str) -> Reply:
    return replies.unanswered(counts, question)


def _too_late(counts: bool, code: str, question: str) -> Reply:
    return replies.too_late(code, counts, question)


def _both(
    desk: Desk,
    approval: Approval,
    asker: Sentence,
    asked: Sentence,
    but: Collection[UUID],
) -> Iterator[Note]:
    """One note for whoever asked, and one for each who was asked, as long as they are here."""
    here = {one.person_id for one in desk.team} - set(but)
    if approval.requested_by in here:
        yield _note(desk, approval, approval.requested_by, asker)
    seated = approvals.seated(desk.tx, approval) & here
    for person in sorted(seated - {approval.requested_by}):
        yield _note(desk, approval, person, asked)


def _note(desk: Desk, approval: Approval, person: UUID, sentence: Sentence) -> Note:
    texts = {
        language: say(
            desk,
            sentence(
                approval.code,
                replies.matter(spoken(approval.question, language)),
            ),
            language,
        )
        for language in desk.rt.languages.translations
    }
    return Note(person, texts, REASON, approval.step_run_id)
