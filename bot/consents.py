"""Who may write to a person unasked: stop at once, and ask about the rest afterwards."""

from __future__ import annotations

from uuid import UUID

from bot.conversation import Turn
from bot.effects import Effect, OptIn, OptOut, Say
from bot.nlu.understanding import Awaiting, Intent
from bot.replies import consents as replies
from bot.reply import Reply
from bot.topic import Scene

NAME = "consent"
ALL = "all"
"""The kind of a wish to stop that is about everybody."""


def stop(scene: Scene) -> Turn:
    """Stop what comes unasked: from the only shop there is, or from everybody."""
    shops = _shops(scene)
    own = scene.shop.organization
    if len(shops) == 1 and not _is_about_all(scene):
        ((shop, name),) = shops.items()
        said = replies.stopped_own(name) if own else replies.stopped(name)
        return scene.close(OptOut(shop), Say(said))
    if len(shops) < 2 or _is_about_all(scene):
        return scene.close(OptOut(None), Say(replies.stopped_all()))
    # Whoever does not answer the question has been heard all the same.
    conversation = scene.conversation.ask(NAME, Awaiting.CHOICE, {})
    said = replies.stopped_all().followed_by(replies.ask_keep(list(shops.values())))
    return Turn(conversation, (OptOut(None), Say(said)))


def start(scene: Scene) -> Turn | None:
    """Let everybody write again; None where nobody was stopped."""
    if not scene.shop.contacts.opted_out():
        return None
    names = list(_shops(scene).values())
    return scene.close(OptIn(), Say(replies.started(names)))


def answer(scene: Scene) -> Turn | None:
    """Hear which shop may still write."""
    shops = list(_shops(scene).items())
    if scene.wants(Intent.START):
        return start(scene)
    if scene.digit == 0 or scene.wants(Intent.REJECT) or scene.wants(Intent.STOP):
        return scene.say(replies.nobody())
    if not scene.digit or scene.digit > len(shops):
        return None
    kept, name = shops[scene.digit - 1]
    others: list[Effect] = [OptOut(shop) for shop, _ in shops if shop != kept]
    return scene.close(OptIn(), *others, Say(replies.kept(name)))


def question(scene: Scene) -> Reply | None:
    """Ask once more, as long as there is a choice."""
    shops = _shops(scene)
    return replies.ask_keep(list(shops.values())) if len(shops) > 1 else None


def _is_about_all(scene: Scene) -> bool:
    return any(act.intent is Intent.STOP and act.kind == ALL for act in scene.acts)


def _shops(scene: Scene) -> dict[UUID, str]:
    """Who may write to the speaker: their own shop first."""
    own = scene.shop.organization
    shops = {own.id: own.name} if own else {}
    for one in scene.shop.contacts.acquaintances():
        shops.setdefault(one.organization_id, one.shop)
    return shops
