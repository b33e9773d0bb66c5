"""Show what a model has read, and let it count only after a yes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from bot.conversation import Turn
from bot.effects import Effect, Json, Say
from bot.judging import Judge
from bot.nlu import acts as stored
from bot.nlu.understanding import Awaiting, Intent, Outcome
from bot.replies import readings as replies
from bot.replies.smalltalk import only_look
from bot.reply import Reply
from bot.topic import Scene, Topic

NAME = "reading"
CANCELLING = (Intent.REJECT, Intent.UNDO, Intent.STOP, Intent.CORRECT)
ASKING_NOTHING = frozenset(
    {Intent.UNKNOWN, Intent.THANKS, Intent.GREETING, Intent.APPROVE, Intent.DEFER}
)


def begin(scene: Scene) -> Turn:
    """Show the acts of a reading and ask whether they are meant."""
    if not scene.may_write:
        return scene.say(only_look())
    read = scene.heard.reading
    slots: dict[str, Json] = {
        "acts": [stored.to_json(act) for act in scene.acts],
        "at": scene.heard.at.isoformat(),
        "text": (read and read.heard) or scene.heard.text,
        "request": str(read.request) if read and read.request else None,
    }
    conversation = scene.conversation.ask(NAME, Awaiting.CONSENT, slots)
    asked = replies.confirm(scene.acts, scene.heard.at, scene.organization.currency)
    return Turn(conversation, (Say(asked),))


def answer(scene: Scene) -> Turn | None:
    """A no drops it; for a yes see `agreed`."""
    if scene.yes_or_no() is False or any(scene.wants(one) for one in CANCELLING):
        return scene.close(*_judged(scene, right=False), Say(replies.dropped()))
    return None


def question(scene: Scene) -> Reply | None:
    """Show it again."""
    acts = [stored.from_json(one) for one in _slots(scene)["acts"]]
    return replies.confirm(acts, _at(scene), scene.organization.currency)


def agreed(scene: Scene) -> tuple[Scene, tuple[Effect, ...]] | None:
    """What to do instead once the question is settled; None while it stays open.

    A yes makes the reading the message. Whoever says it anew, in words that can be read, has
    said what is meant: the reading is dropped, so that nothing is written twice.
    """
    rested = replace(scene, conversation=scene.conversation.rest())
    if scene.yes_or_no() is True:
        acts = tuple(stored.from_json(one) for one in _slots(scene)["acts"])
        understood = replace(
            scene.heard.understanding, outcome=Outcome.ACT, acts=acts, question=None
        )
        text = str(_slots(scene)["text"])
        heard = replace(
            scene.heard, text=text, understanding=understood, at=_at(scene), quoted=None
        )
        return replace(rested, heard=heard), _judged(scene, right=True)
    intents = {act.intent for act in scene.acts}
    is_anew = bool(intents - ASKING_NOTHING - {*CANCELLING})
    return (rested, _judged(scene, right=False)) if is_anew else None


def _judged(scene: Scene, *, right: bool) -> tuple[Effect, ...]:
    request = _slots(scene).get("request")
    return (Judge(UUID(request), right),) if isinstance(request, str) else ()


def _at(scene: Scene) -> datetime:
    return datetime.fromisoformat(str(_slots(scene)["at"]))


def _slots(scene: Scene) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", scene.conversation.slots)


TOPIC = Topic(intents=frozenset(), begin=begin, answer=answer, question=question)
