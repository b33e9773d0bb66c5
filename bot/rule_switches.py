"""The rules that there are: listed by number, paused, resumed, changed and ended."""

from __future__ import annotations

from collections.abc import Sequence

from bot import rule_offers, rules
from bot.conversation import Turn
from bot.effects import EndRule, Json, Say, SwitchRule
from bot.nlu.understanding import Act, Awaiting, Intent
from bot.replies import rules as replies
from bot.reply import Reply
from bot.rules import FLOOR, LIMITS, Rule, Wanted
from bot.topic import Scene

SWITCHES = {"pause": False, "resume": True}
PAUSE, END, END_ALL, HOUR = "pause", "end", "end_all", "hour"
"""What was asked last."""
Numbered = tuple[int, Rule]


def begin(scene: Scene, act: Act) -> Turn:
    """Show the rules, or do what is wished with one of them, or with all."""
    match act.kind:
        case "pause_all" | "resume_all":
            return _switch_all(scene, is_on=act.kind == "resume_all")
        case "remove_all":
            return _ask_end_all(scene)
        case "pause" | "resume" | "remove" | "change":
            return _about_one(scene, act, act.kind)
        case _:
            return _list(scene)


def answer(scene: Scene) -> Turn | None:
    """Hear whether a rule is to be paused or ended, or when it shall come."""
    step = scene.conversation.slots.get("step")
    if step == HOUR:
        return _hear_hour(scene)
    agreed = scene.yes_or_no()
    if agreed is None:
        return None
    if step == END_ALL:
        return _end_all(scene) if agreed else scene.say(replies.all_stay())
    found = _asked(scene)
    if found is None:
        return _list(scene)
    number, rule = found
    if not agreed:
        return scene.say(replies.stays(number))
    if step == END:
        return scene.close(EndRule(rule.id), Say(replies.ended(number)))
    return scene.close(SwitchRule(rule.id, is_on=False), Say(replies.paused(number)))


def question(scene: Scene) -> Reply | None:
    """Ask again, while there is such a rule."""
    step, currency = scene.conversation.slots.get("step"), scene.organization.currency
    if step == END_ALL:
        return replies.ask_end_all(len(scene.shop.rules()))
    found = _asked(scene)
    if found is None:
        return None
    if step == HOUR:
        return replies.ask_hour(found[0])
    return (replies.ask_end if step == END else replies.ask_pause)(*found, currency)


def _about_one(scene: Scene, act: Act, kind: str) -> Turn:
    if act.quantity is None:
        return _by_kind(scene, act, kind) if act.item else _which(scene)
    number = int(act.quantity)
    every = scene.shop.rules()
    if not 0 < number <= len(every):
        return scene.say(replies.no_such(number))
    return _do(scene, (number, every[number - 1]), act, kind)


def _do(scene: Scene, found: Numbered, act: Act, kind: str) -> Turn:
    if kind == "remove":
        return _ask(scene, found, END)
    if kind == "change":
        return _change(scene, found, act)
    return _switch(scene, found, is_on=SWITCHES[kind])


def _by_kind(scene: Scene, act: Act, kind: str) -> Turn:
    """A rule named by what it does: asked about before it is paused."""
    starters = rules.STARTERS.get(act.item or "", ())
    found = [
        (number, rule)
        for number, rule in enumerate(scene.shop.rules(), start=1)
        if rule.starter in starters and not (kind == "pause" and not rule.is_on)
    ]
    if not found:
        return scene.say(replies.none_like_it())
    if len(found) > 1:
        return _list(scene)
    return _ask(scene, found[0], PAUSE) if kind == "pause" else _do(scene, found[0], act, kind)


def _which(scene: Scene) -> Turn:
    return _list(scene) if len(scene.shop.rules()) > 1 else scene.say(replies.which())


def _list(scene: Scene) -> Turn:
    return scene.say(replies.listed(scene.shop.rules(), scene.organization.currency))


def _switch(scene: Scene, found: Numbered, *, is_on: bool) -> Turn:
    number, rule = found
    said = replies.resumed(number) if is_on else replies.paused(number)
    if rule.is_on is is_on:
        return scene.say(said)
    return scene.close(SwitchRule(rule.id, is_on=is_on), Say(said))


def _switch_all(scene: Scene, *, is_on: bool) -> Turn:
    every = scene.shop.rules()
    if not every:
        return _list(scene)
    said = replies.all_resumed() if is_on else replies.all_paused()
    switched = [SwitchRule(rule.id, is_on=is_on) for rule in every if rule.is_on is not is_on]
    return scene.close(*switched, Say(said))


def _ask_end_all(scene: Scene) -> Turn:
    every = scene.shop.rules()
    if not every:
        return _list(scene)
    conversation = scene.conversation.ask(FLOOR, Awaiting.CONSENT, {"step": END_ALL})
    return Turn(conversation, (Say(replies.ask_end_all(len(every))),))


def _end_all(scene: Scene) -> Turn:
    ended = [EndRule(rule.id) for rule in scene.shop.rules()]
    return scene.close(*ended, Say(replies.all_ended()))


def _ask(scene: Scene, found: Numbered, step: str) -> Turn:
    slots: dict[str, Json] = {"step": step, "rule": str(found[1].id)}
    conversation = scene.conversation.ask(FLOOR, Awaiting.CONSENT, slots)
    ask = replies.ask_end if step == END else replies.ask_pause
    return Turn(conversation, (Say(ask(*found, scene.organization.currency)),))


def _change(scene: Scene, found: Numbered, act: Act) -> Turn:
    """Another amount or another hour; the rest stays as it was."""
    number, rule = found
    if rule.starter in LIMITS.values():
        if not act.amount or act.amount < 0:
            return rule_offers.ask_limit(scene, rule.starter or "", rule)
        limit = format(act.amount.normalize(), "f")
        return rule_offers.offer(scene, Wanted(rule.starter or "", {"limit": limit}), number)
    if "hour" not in rule.values:
        return scene.say(replies.has_no_value(number))
    if act.when is None:
        slots: dict[str, Json] = {"step": HOUR, "rule": str(rule.id)}
        conversation = scene.conversation.ask(FLOOR, Awaiting.TIME, slots)
        return Turn(conversation, (Say(replies.ask_hour(number)),))
    return _at_another_hour(scene, found, act)


def _at_another_hour(scene: Scene, found: Numbered, act: Act) -> Turn:
    number, rule = found
    assert act.when is not None  # noqa: S101 -- Asked only with one.
    clock = {"hour": str(act.when.hour), "minute": str(act.when.minute)}
    wanted = Wanted(rule.starter or "", {**rule.values, **clock})
    return rule_offers.offer(scene, wanted, number)


def _hear_hour(scene: Scene) -> Turn | None:
    found = _asked(scene)
    if found is None:
        return None
    if scene.wants(Intent.REJECT) or scene.wants(Intent.STOP):
        return scene.say(replies.stays(found[0]))
    said: Sequence[Act] = [
        act for act in scene.acts if act.when is not None and act.intent is Intent.UNKNOWN
    ]
    return _at_another_hour(scene, found, said[0]) if len(said) == 1 else None


def _asked(scene: Scene) -> Numbered | None:
    """The rule in question, while the shop has it."""
    asked = scene.conversation.slots.get("rule")
    every = enumerate(scene.shop.rules(), start=1)
    return next(((number, rule) for number, rule in every if str(rule.id) == asked), None)
