"""Take one turn: decide who has the floor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from bot import guests
from bot.asides import answered, asked_again
from bot.conversation import Conversation, Heard, Turn
from bot.directions import directed
from bot.done_last import remembered
from bot.effects import Effect, Raise, Say
from bot.nlu.prompt import HARMLESS
from bot.nlu.understanding import Act, Intent, Outcome, Understanding
from bot.replies import readings as say
from bot.replies import smalltalk
from bot.reply import Reply, in_one_bubble
from bot.shop import Shop
from bot.topic import Scene, Topic
from bot.topics import (
    TOPICS,
    approvals,
    asks,
    debts,
    joining,
    payments,
    privacy,
    readings,
    recording,
    registration,
    stock,
    undo,
    verification,
)
from bot.wordless import explained, is_reaction, is_wordless, may_be_read

TOPIC_OF: Mapping[Intent, str] = {
    intent: name for name, topic in TOPICS.items() for intent in topic.intents
}
TOPIC_OF_KIND: Mapping[tuple[Intent, str | None], str] = {
    each: name for name, topic in TOPICS.items() for each in topic.kinds
}
TOPIC_ASKING: Mapping[str, str] = {
    question: name for name, topic in TOPICS.items() for question in topic.questions
}
WRITING = (recording.NAME, debts.NAME)
"""The topics that tell which lines of a list could not be read: the first of them does."""
BOOKS = frozenset({*WRITING, payments.NAME, stock.NAME, undo.NAME})
"""The topics that ask about what is or was written: a correction beside them is one."""
CLAIMED = "PAYMENT_CLAIMED"
PARTING = (Intent.THANKS, Intent.APPROVE, Intent.DEFER, Intent.REJECT, Intent.STOP)


def respond(conversation: Conversation, heard: Heard, shop: Shop, now: datetime) -> Turn:
    """Decide what a message leads to; at most one `Say`, and it comes last.

    Pure: the same question always has the same answer. `now` is aware.
    """
    language = conversation.language or shop.speaker.language
    scene = directed(Scene(replace(conversation, language=language), heard, shop, now))
    if is_reaction(scene):
        return Turn(scene.conversation)
    if verification.is_needed(scene):
        return verification.hear(scene)
    turn = _with_payments(scene, _resumed(scene, _turn(scene)))
    turn = remembered(explained(scene, turn))
    return replace(turn, effects=tuple(_one_bubble(turn.effects)))


def may_decide(understanding: Understanding) -> bool:
    """Whether a message might answer an approval: read for itself, it asks for nothing else."""
    intents = {act.intent for act in understanding.acts}
    coded = any(act.code for act in understanding.acts)
    return not coded and intents <= {*PARTING, Intent.UNKNOWN}


def _turn(scene: Scene) -> Turn:
    """The open question first, then whatever else the message asks for."""
    decided = approvals.coded(scene) or approvals.quoting(scene)
    if decided is not None:
        return decided
    if (told := _hearsay(scene)) is not None:
        return told
    if scene.conversation.floor == readings.NAME:
        torn = approvals.torn(scene, readings.question)
        return torn or _read_back(scene) or _with_the_floor(scene)
    return _with_the_floor(scene)


def _read_back(scene: Scene) -> Turn | None:
    """A yes to what a model read makes it the message; None while the question stays open."""
    meant = readings.agreed(scene)
    if meant is None:
        return None
    turn = _at_rest(meant[0])
    return replace(turn, effects=(*meant[1], *turn.effects))


def _with_the_floor(scene: Scene) -> Turn:
    """The topic that has the floor hears it first; where none has, it is heard for itself."""
    topic = TOPICS.get(scene.conversation.floor or "")
    if topic is not None:
        if (invited := _invited_meanwhile(scene)) is not None:
            return invited
        torn = approvals.torn(scene, topic.question)
        return torn or answered(scene, topic, TOPICS[payments.NAME]) or _aside(scene, topic)
    if scene.shop.organization is None:
        return _newcomer(scene)
    return _at_rest(scene)


def _at_rest(scene: Scene) -> Turn:
    """Nothing was asked: do what the message asks for, else help with an example."""
    turn = _invited(scene) or _plainly(scene) or _topics(scene) or asks.answer(scene)
    if turn is None and is_wordless(scene):
        return Turn(scene.conversation)
    return turn or _proposed(scene) or _lost(scene)


def _lost(scene: Scene) -> Turn:
    """The rules can make nothing of it, nor could a model where one was asked."""
    undone = not scene.acts and scene.heard.understanding.amounts  # A plan, a denial, a price.
    said = smalltalk.only_done() if undone else smalltalk.not_understood()
    turn = approvals.remind(scene) or scene.say(said)
    return replace(turn, unsure=scene.heard.reading is None)


def _proposed(scene: Scene) -> Turn | None:
    """What a model read: what changes nothing at once, all else shown before it counts."""
    read = scene.heard.reading
    if read is None or read.understood is None:
        return None
    meant = replace(scene, heard=replace(scene.heard, understanding=read.understood))
    if all(act.intent in HARMLESS for act in meant.acts):
        return _topics(meant)
    if read.understood.outcome is Outcome.ACT:
        return readings.begin(meant)
    asked = _topics(meant)
    shown = say.read(meant.acts, scene.heard.at, scene.organization.currency)
    return asked and replace(asked, effects=(Say(shown), *asked.effects))


def _hearsay(scene: Scene) -> Turn | None:
    """What was spoken or photographed decides nothing, and counts after a yes."""
    if not may_be_read(scene):
        return None
    read = scene.heard.reading
    if read is None:
        return Turn(scene.conversation, unsure=True)
    if read.failed:
        return scene.say(say.not_now())
    return _proposed(scene) or scene.say(say.not_clear(read.heard))


def _plainly(scene: Scene) -> Turn | None:
    """A plain yes or no, where somebody waits for one."""
    if scene.yes_or_no() is None and not approvals.is_asked_which(scene):
        return None
    return approvals.plain(scene) or asks.plain(scene)


def _invited(scene: Scene) -> Turn | None:
    """A greeting or a yes from someone whom another shop has invited."""
    intents = {act.intent for act in scene.acts}
    may_answer = bool(intents) and intents <= {Intent.APPROVE, Intent.GREETING}
    return joining.offer(scene) if may_answer else None


def _invited_meanwhile(scene: Scene) -> Turn | None:
    """An invitation that came after a registration was begun, unless sales wait for its end."""
    conversation = scene.conversation
    begun = conversation.floor == registration.NAME and scene.shop.organization is None
    return joining.offer(scene) if begun and "kept" not in conversation.slots else None


def _newcomer(scene: Scene) -> Turn:
    """Whatever a stranger says begins a registration; who declined it may thank or wave."""
    if scene.acts and all(act.intent in privacy.TOPIC.intents for act in scene.acts):
        return privacy.begin(scene)
    invited = None if scene.wants(Intent.STOP) else joining.offer(scene)
    known = invited or _questioned(scene) or guests.hear(scene)
    if known is not None:
        return known
    declined = scene.conversation.language is not None
    if declined and (is_wordless(scene) or _is_parting(scene)):
        return Turn(scene.conversation)
    return registration.begin(scene)


def _questioned(scene: Scene) -> Turn | None:
    """The answer of a shop's customer to what a rule of the shop has asked."""
    asked = scene.shop.questions.asks()
    if not asked or scene.wants(Intent.STOP):
        return None
    return asks.plain(scene) if asked[0].expect == "yes_no" else asks.answer(scene)


def _aside(scene: Scene, topic: Topic) -> Turn:
    """The message is no answer: do what else it asks for, and repeat the question."""
    question = topic.question(scene)
    if question is None:  # It has settled itself meanwhile.
        return _turn(replace(scene, conversation=scene.conversation.rest()))
    others = tuple(
        act
        for act in scene.acts
        if not _belongs(act, topic) and not _is_second_thought(scene, act)
    )
    turn = _topics(scene.about(others)) or Turn(scene.conversation)
    if turn.effects and turn.conversation.floor:
        below = replace(scene.conversation, below=None)
        return replace(turn, conversation=replace(turn.conversation, below=below))
    conversation = replace(scene.conversation, language=turn.conversation.language)
    return asked_again(replace(scene, conversation=conversation), topic, turn, question)


def _belongs(act: Act, topic: Topic) -> bool:
    """Whether an act is of the topic that has the floor; `answer` has had its turn at those."""
    name = TOPIC_OF_KIND.get((act.intent, act.kind))
    return TOPICS[name] is topic if name else act.intent in topic.intents


def _is_second_thought(scene: Scene, act: Act) -> bool:
    """`no, make it 3000` while something else is asked is about that, not about the book."""
    elsewhere = scene.conversation.floor not in BOOKS and scene.heard.quoted is None
    return elsewhere and act.intent is Intent.CORRECT


def _resumed(scene: Scene, turn: Turn) -> Turn:
    """When nobody has the floor any more, the older open question gets it back."""
    below = turn.conversation.below
    if below is None or turn.conversation.floor:
        return turn
    conversation = replace(below, language=turn.conversation.language)
    topic = TOPICS.get(below.floor or "")
    question = topic.question(replace(scene, conversation=conversation)) if topic else None
    if question is None:
        return replace(turn, conversation=replace(turn.conversation, below=None))
    return Turn(conversation, (*turn.effects, Say(question)))


def _with_payments(scene: Scene, turn: Turn) -> Turn:
    """Behind what an owner is answered, ask about payments that nobody has told of."""
    claiming = any(isinstance(e, Raise) and e.type == CLAIMED for e in turn.effects)
    if turn.conversation.floor or not turn.effects or claiming:
        return turn
    if scene.shop.organization is None:
        return turn
    asked = payments.offer(replace(scene, conversation=turn.conversation))
    if asked is None:
        return turn
    effects = (*turn.effects, *asked.effects)
    return replace(turn, conversation=asked.conversation, effects=effects)


def _topics(scene: Scene) -> Turn | None:
    """What the message asks for, each topic in its turn; None when no topic knows it."""
    found = _by_topic(scene)
    teller = next((name for name in found if name in WRITING), None)
    turns = [
        TOPICS[name].begin(scene.about(acts) if name == teller else scene.about_only(acts))
        for name, acts in found.items()
    ]
    if not turns:
        return None
    effects = tuple(effect for turn in turns for effect in turn.effects)
    asking = (turn.conversation for turn in turns if turn.effects and turn.conversation.floor)
    return Turn(next(asking, turns[-1].conversation), effects)


def _by_topic(scene: Scene) -> Mapping[str, tuple[Act, ...]]:
    """The acts by the topics that know them; beside business, courtesies go without saying."""
    found: dict[str, tuple[Act, ...]] = {}
    asking = TOPIC_ASKING.get(scene.heard.understanding.question or "")
    for act in scene.acts:
        kind = TOPIC_OF_KIND.get((act.intent, act.kind))
        name = kind or TOPIC_OF.get(act.intent) or asking
        if name and (scene.shop.organization or TOPICS[name].always):
            found[name] = (*found.get(name, ()), act)
    business = {name: acts for name, acts in found.items() if not TOPICS[name].courtesy}
    return business or found


def _is_parting(scene: Scene) -> bool:
    return bool(scene.acts) and all(act.intent in PARTING for act in scene.acts)


def _one_bubble(effects: Iterable[Effect]) -> Iterator[Effect]:
    """All wishes in order, and what is said joined at the end: each bubble costs money."""
    said: list[Reply] = []
    for effect in effects:
        if isinstance(effect, Say):
            said.append(effect.reply)
        else:
            yield effect
    if said:
        yield Say(in_one_bubble(said))
