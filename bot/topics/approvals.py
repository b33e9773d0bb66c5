"""Decide what was asked for approval: by code, by quoting, or plainly where one is open."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from bot import pins
from bot.conversation import Turn
from bot.effects import Decide, Effect, Hide, Json, Say
from bot.nlu.understanding import Act, Intent
from bot.open_questions import OpenApproval
from bot.replies import approvals as replies
from bot.reply import Reply
from bot.topic import Scene

DECISIONS = {Intent.APPROVE: True, Intent.REJECT: False}
LISTED = "listed"
"""The slot with the approvals of a list whose lines were numbered."""


def coded(scene: Scene) -> Turn | None:
    """Take answers that name a code, whoever has the floor; None where none does."""
    named = [act for act in scene.acts if act.intent in DECISIONS and act.code]
    if not named:
        return None
    effects = [effect for act in named for effect in _by_code(scene, act)]
    return Turn(scene.conversation, tuple(effects))


def quoting(scene: Scene) -> Turn | None:
    """Take a plain answer that quotes the question, however many are open."""
    if scene.heard.quoted is None or scene.yes_or_no() is None:
        return None
    asked = scene.shop.questions.quoted(scene.heard.quoted)
    if asked is None:
        return None
    return Turn(scene.conversation, (_decide(asked, scene.yes_or_no() is True),))


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
    said = replies.which(_shown(scene, waiting)).followed_by(other)
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
    meant = _numbered(scene, waiting) if _number(scene) else _only(scene, waiting)
    if wanted is None or meant is None:
        return _list(scene, waiting)
    return Turn(scene.conversation, (replace(_decide(meant, wanted), coded=False),))


def remind(scene: Scene) -> Turn | None:
    """`both yes`, `which one?`: show what waits where several do and nothing was understood."""
    unread = all(act.intent is Intent.UNKNOWN and act.amount is None for act in scene.acts)
    waiting = scene.shop.questions.approvals() if unread else ()
    return _list(scene, waiting) if len(waiting) > 1 else None


def _only(scene: Scene, waiting: Sequence[OpenApproval]) -> OpenApproval | None:
    """The one that is open. A rule may wait for a yes just as well; who quotes, means that."""
    if len(waiting) > 1 or scene.heard.quoted or scene.shop.questions.asks():
        return None
    asked_at = waiting[0].asked_at
    # What was written before the question came is an answer to another one.
    return waiting[0] if asked_at is None or asked_at <= scene.heard.at else None


def _number(scene: Scene) -> int:
    """The line of the list that an answer names: `1 ndiyo`; 0 for none."""
    numbers = {int(act.quantity) for act in scene.acts if act.quantity}
    return numbers.pop() if len(numbers) == 1 else 0


def _numbered(scene: Scene, waiting: Sequence[OpenApproval]) -> OpenApproval | None:
    """By its place in the list that was shown last, and is still about open ones."""
    listed = scene.conversation.slots.get(LISTED)
    number = _number(scene)
    if not isinstance(listed, list) or not 0 < number <= len(listed):
        return None
    return next((one for one in waiting if str(one.id) == listed[number - 1]), None)


def _list(scene: Scene, waiting: Sequence[OpenApproval]) -> Turn:
    said = Say(replies.which(_shown(scene, waiting), numbered=True))
    listed: list[Json] = [str(one.id) for one in waiting]
    return Turn(replace(scene.conversation, slots={LISTED: listed}), (said,))


def _by_code(scene: Scene, act: Act) -> Iterator[Effect]:
    code = (act.code or "").upper()
    found = scene.shop.questions.approval(code)
    pin = pins.behind(scene.heard.text, code)
    if pin is not None:
        yield Hide()
    if found is None:
        yield Say(replies.no_such(code))
    else:
        yield replace(_decide(found, DECISIONS[act.intent]), pin=pin)


def _decide(approval: OpenApproval, approved: bool) -> Decide:
    return Decide(approval.organization_id, approval.id, approved)


def _shown(scene: Scene, waiting: Sequence[OpenApproval]) -> Sequence[tuple[str, str]]:
    language = scene.conversation.language
    return [(one.code, one.question_in(language)) for one in waiting]
