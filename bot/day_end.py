"""When the shop's day ends: what is sold after midnight may belong to the evening before."""

from __future__ import annotations

from datetime import time

from bot.conversation import Turn
from bot.effects import EndDay, Json, Say
from bot.nlu.understanding import Act, Awaiting
from bot.replies import day_end as replies
from bot.reply import Reply
from bot.topic import Scene

SLOT = "day_end"
LATEST = 12
"""A day that ends later would be the next one."""
HALF_DAY = 12


def begin(scene: Scene, floor: str, act: Act) -> Turn:
    """Keep the hour at once; ask where the evening was said and the night may be meant."""
    hour = act.when.hour if act.when else None
    if hour is None or (act.when and act.when.minute):
        return scene.say(replies.which_hour())
    if hour <= LATEST:
        return _keep(scene, hour)
    # "saa 2 usiku" is eight in the evening, and many write it for two at night.
    other = (hour - 18) % HALF_DAY
    slots: dict[str, Json] = {SLOT: other}
    conversation = scene.conversation.ask(floor, Awaiting.CONSENT, slots)
    return Turn(conversation, (Say(replies.is_it(time(hour), time(other))),))


def answer(scene: Scene) -> Turn | None:
    """Hear whether the night was meant."""
    agreed = scene.yes_or_no()
    if agreed is None:
        return None
    return _keep(scene, _hour(scene)) if agreed else scene.say(replies.stays())


def question(scene: Scene) -> Reply:
    """Ask again."""
    return replies.is_it_at(time(_hour(scene)))


def _keep(scene: Scene, hour: int) -> Turn:
    return scene.close(EndDay(hour), Say(replies.kept(time(hour))))


def _hour(scene: Scene) -> int:
    return int(str(scene.conversation.slots[SLOT]))
