"""Decide what was asked for approval: by its code, or plainly where only one is open."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.conversation import Turn
from bot.effects import Decide, Effect, Say
from bot.nlu.understanding import Act, Intent
from bot.open_questions import OpenApproval
from bot.replies import approvals as replies
from bot.reply import Reply
from bot.topic import Scene

DECISIONS = {Intent.APPROVE: True, Intent.REJECT: False}


def coded(scene: Scene) -> Turn | None:
    """Take answers that name a code, whoever has the floor; None where none does."""
    named = [act for act in scene.acts if act.intent in DECISIONS and act.code]
    if not named:
        return None
    return Turn(scene.conversation, tuple(_by_code(scene, act) for act in named))


def torn(scene: Scene, question: Callable[[Scene], Reply | None]) -> Turn | None:
    """Ask which is meant by a yes in words while an approval and something else are open.

    A digit answers the question that offered it; None where nothing is in doubt.
    """
    if scene.yes_or_no() is None or scene.digit is not None:
        return None
    waiting = scene.shop.questions.approvals()
    other = question(scene) if waiting else None
    if other is None:
        return None
    said = _which(scene, waiting).followed_by(other)
    return Turn(scene.conversation, (Say(said),))


def is_asked_which(scene: Scene) -> bool:
    """Whether the reader heard an answer, but not to which of several."""
    return scene.heard.understanding.question == "which_approval"


def plain(scene: Scene) -> Turn | None:
    """Take a plain answer; None where nothing is open."""
    waiting = scene.shop.questions.approvals()
    if not waiting:
        return None
    wanted = scene.yes_or_no()
    # A rule may wait for a yes, or for the number 2, just as well.
    if len(waiting) > 1 or wanted is None or scene.shop.questions.asks():
        return Turn(scene.conversation, (Say(_which(scene, waiting)),))
    (only,) = waiting
    return Turn(scene.conversation, (_decide(only, wanted),))


def _by_code(scene: Scene, act: Act) -> Effect:
    code = (act.code or "").upper()
    found = scene.shop.questions.approval(code)
    return _decide(found, DECISIONS[act.intent]) if found else Say(replies.no_such(code))


def _decide(approval: OpenApproval, approved: bool) -> Decide:
    return Decide(approval.organization_id, approval.id, approved)


def _which(scene: Scene, waiting: Sequence[OpenApproval]) -> Reply:
    language = scene.conversation.language
    return replies.which([(one.code, one.question_in(language)) for one in waiting])
