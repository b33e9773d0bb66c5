"""Answer a question that a rule of the shop has asked."""

from __future__ import annotations

from bot.conversation import Turn
from bot.effects import Answer, Json, Say
from bot.nlu.understanding import Intent
from bot.open_questions import OpenAsk
from bot.replies import approvals as replies
from bot.topic import Scene

LONGEST = 1000


def answer(scene: Scene) -> Turn | None:
    """Take a message that nothing else knows as the answer; None where nothing was asked."""
    waiting = scene.shop.questions.asks()
    if not waiting:
        return None
    ask = waiting[0]
    value, question = _value(scene, ask), ask.question_in(scene.conversation.language)
    if value is None:
        return Turn(scene.conversation, (Say(replies.once_more(question, ask.expect)),))
    answer = Answer(ask.organization_id, ask.step_run_id, value, question)
    return Turn(scene.conversation, (answer,))


def plain(scene: Scene) -> Turn | None:
    """Take a plain yes or no, where that is what was asked for."""
    waiting = scene.shop.questions.asks()
    if not waiting or waiting[0].expect != "yes_no" or _decided(scene) is None:
        return None
    return answer(scene)


def _decided(scene: Scene) -> bool | None:
    """A yes or a no; who says that they will not come has said no."""
    decided = scene.yes_or_no()
    return False if decided is None and scene.wants(Intent.CANCEL_APPOINTMENT) else decided


def _value(scene: Scene, ask: OpenAsk) -> Json:
    """What the message answers, as JSON; None if it is no answer."""
    understanding = scene.heard.understanding
    match ask.expect:
        case "number" if len(understanding.amounts) == 1:
            return str(understanding.amounts[0])
        case "yes_no":
            return _decided(scene)
        case "date" if len(understanding.dates) == 1:
            return understanding.dates[0].isoformat()
        case "text" if scene.heard.text.strip():
            return scene.heard.text.strip()[:LONGEST]
    return None
