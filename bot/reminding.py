"""A person's own reminders: shown, and cancelled by number."""

from __future__ import annotations

from bot.conversation import Turn
from bot.effects import CancelReminder, Say
from bot.nlu.understanding import Act
from bot.replies import reminders as replies
from bot.reply import Reply
from bot.topic import Scene

MOST = 10


def listed(scene: Scene) -> Reply:
    """What the speaker is still to be told, by number."""
    found = scene.shop.diary.reminders()
    return replies.listed(found[:MOST], len(found) - MOST)


def cancel(scene: Scene, act: Act) -> Turn:
    """Take one back; without a number the only one."""
    found = scene.shop.diary.reminders()
    if not found:
        return scene.say(replies.listed((), 0))
    if act.quantity is None and len(found) > 1:
        return scene.say(replies.which().followed_by(listed(scene)))
    number = int(act.quantity or 1)
    if not 1 <= number <= len(found):
        return scene.say(replies.no_such(number))
    taken = found[number - 1]
    return scene.close(CancelReminder(taken.id), Say(replies.cancelled(taken)))
