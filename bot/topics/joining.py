"""Join a shop where one is invited; nobody joins unasked, or unseen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.conversation import Turn
from bot.effects import Decline, Effect, Introduce, Join, Raise, Say
from bot.languages import FALLBACK
from bot.memberships import Invitation
from bot.nlu.understanding import Awaiting, Intent
from bot.replies import registration, smalltalk
from bot.replies import team as replies
from bot.reply import Reply
from bot.topic import Scene, Topic

NAME = "joining"


def begin(scene: Scene) -> Turn:
    """Ask whether they accept, or say that nobody has invited them."""
    return offer(scene) or scene.say(replies.no_invitation())


def offer(scene: Scene) -> Turn | None:
    """Ask an invited person whether they accept; None for one whom nobody has invited."""
    invitation = scene.shop.invitation()
    if invitation is None:
        return None
    language = scene.conversation.language or scene.heard.understanding.language
    language = language if language in scene.shop.languages else FALLBACK
    slots = {"invitation": str(invitation.id)}
    conversation = replace(scene.conversation, language=language)
    conversation = conversation.ask(NAME, Awaiting.CONSENT, slots)
    return Turn(conversation, (Say(_ask_to_join(scene, invitation)),))


def answer(scene: Scene) -> Turn | None:
    """Hear whether they join."""
    invitation, wanted = _invitation(scene), scene.yes_or_no()
    if invitation is None or wanted is None:
        return None
    if not wanted:
        return scene.close(Decline(invitation.id), Say(replies.declined(invitation)))
    said = replies.joined(invitation)
    if invitation.role != "VIEWER":
        said = said.followed_by(smalltalk.example())
    return scene.close(*_joining(scene, invitation), Say(said))


def question(scene: Scene) -> Reply | None:
    """Ask again, unless the invitation is over."""
    invitation = _invitation(scene)
    return _ask_to_join(scene, invitation) if invitation else None


def _joining(scene: Scene, invitation: Invitation) -> Sequence[Effect]:
    """The wishes of one who accepts; for a newcomer that is the consent as well."""
    if scene.shop.speaker.consented:
        return [Join(invitation.id)]
    language = scene.conversation.language or FALLBACK
    return [
        Introduce(language=language, consent_version=registration.NOTICE),
        Join(invitation.id),
        Raise("PERSON_REGISTERED", {"language": language}),
    ]


def _invitation(scene: Scene) -> Invitation | None:
    """The invitation in question, while it is open."""
    invitation = scene.shop.invitation()
    asked = scene.conversation.slots.get("invitation")
    return invitation if invitation is not None and str(invitation.id) == asked else None


def _ask_to_join(scene: Scene, invitation: Invitation) -> Reply:
    if scene.shop.speaker.consented:
        return replies.ask_to_join(invitation)
    return replies.ask_newcomer_to_join(invitation)


TOPIC = Topic(
    intents=frozenset({Intent.JOIN}),
    begin=begin,
    answer=answer,
    question=question,
)
