"""Make a newcomer the owner of a book."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import cast
from zoneinfo import ZoneInfo

from bot import another_shop
from bot.another_shop import ANOTHER
from bot.conversation import Turn
from bot.countries import COUNTRIES, Country
from bot.effects import Found, Introduce, Json, Raise, Say
from bot.kept import kept, noted, waits, with_kept
from bot.languages import FALLBACK, chosen
from bot.nlu.understanding import Awaiting, Intent
from bot.replies import registration as replies
from bot.replies import smalltalk
from bot.reply import Reply, in_one_bubble
from bot.topic import Scene, Topic

NAME = "registration"
LONGEST_NAME = 60
FEW = 2
"""Words that show no language yet: a greeting, a name."""
UNCLEAR = (Intent.GREETING, Intent.THANKS, Intent.APPROVE, Intent.DEFER, Intent.UNKNOWN)
"""First words that people of every language use: they do not show which one is spoken."""

Slots = dict[str, Json]


def begin(scene: Scene) -> Turn:
    """Take what the first message already says, and ask the first question."""
    if scene.shop.organization is not None and any(a.kind == ANOTHER for a in scene.acts):
        return another_shop.begin(scene)
    if scene.shop.organization is not None:
        opened = replies.already_open(scene.organization.name)
        return scene.say(opened.followed_by(smalltalk.example()))
    scene = _speaking(scene, _guess(scene))
    slots = with_kept(scene, _with_name(scene, {}))
    if scene.conversation.language is None:
        return _ask_next(scene, slots)
    said = [replies.welcome(), replies.other_languages(_others(scene))]
    return _ask_next(scene, slots, *said, *([replies.kept()] if "kept" in slots else []))


def answer(scene: Scene) -> Turn | None:
    """Hear the answer to the open question; a sale meanwhile is kept, not taken for one."""
    if another_shop.is_asked(scene):
        return another_shop.answer(scene)
    hear = ANSWERS.get(scene.conversation.awaiting or Awaiting.APPROVAL)
    if hear is None or scene.shop.organization is not None:
        return None
    if scene.wants(Intent.STOP):
        return scene.say(replies.paused())
    slots = dict(scene.conversation.slots)
    if scene.wants(Intent.LANGUAGE):
        return _ask_next(_speaking(scene, chosen(scene)), slots)
    more = with_kept(scene, slots)
    if more != slots:
        return _ask_next(_speaking(scene, _guess(scene)), more, replies.kept())
    turn = hear(scene, slots)
    return turn or (_ask_next(scene, slots, replies.not_yet()) if waits(scene) else None)


def question(scene: Scene) -> Reply | None:
    """Ask the open question again; after days too."""
    if another_shop.is_asked(scene):
        return another_shop.question(scene)
    if scene.shop.organization is not None:
        return None
    awaiting = _missing(scene, dict(scene.conversation.slots))
    return _question(scene, awaiting, scene.conversation.slots) if awaiting else None


def _hear_language(scene: Scene, slots: Slots) -> Turn | None:
    code = chosen(scene) or _shown(scene)
    return _ask_next(_speaking(scene, code), slots) if code else None


def _hear_consent(scene: Scene, slots: Slots) -> Turn | None:
    agreed = scene.yes_or_no()
    if agreed is None:
        return None
    if not agreed:
        return scene.say(replies.refused())
    turn = _ask_next(scene, {**slots, "consented": True})
    return replace(turn, effects=(_consent(scene), *turn.effects))


def _hear_country(scene: Scene, slots: Slots) -> Turn | None:
    said = scene.heard.text.casefold()
    for digit, country in enumerate(COUNTRIES, start=1):
        if scene.digit == digit or country.name in said:
            return _ask_next(scene, {**slots, "country": country.code})
    return None


def _hear_name(scene: Scene, slots: Slots) -> Turn | None:
    """People have no amounts in their names: where there is one, business was meant."""
    named = slots if scene.heard.understanding.amounts else _with_name(scene, slots)
    return _ask_next(scene, named) if named != slots else None


def _hear_shop(scene: Scene, slots: Slots) -> Turn | None:
    name = _party(scene)
    return _ask_next(scene, {**slots, "shop": name}) if name else None


ANSWERS: Mapping[Awaiting, Callable[[Scene, Slots], Turn | None]] = {
    Awaiting.LANGUAGE: _hear_language,
    Awaiting.CONSENT: _hear_consent,
    Awaiting.CHOICE: _hear_country,
    Awaiting.NAME: _hear_name,
    Awaiting.SHOP: _hear_shop,
}


def _ask_next(scene: Scene, slots: Slots, *said: Reply) -> Turn:
    """Ask for what is missing; when nothing is, open the book."""
    awaiting = _missing(scene, slots)
    if awaiting is None:
        return _finish(scene, slots)
    asked = in_one_bubble([*said, _question(scene, awaiting, slots)])
    return Turn(scene.conversation.ask(NAME, awaiting, slots), (Say(asked),))


def _missing(scene: Scene, slots: Slots) -> Awaiting | None:
    """The first question that has no answer yet."""
    speaker = scene.shop.speaker
    answered = {
        Awaiting.LANGUAGE: scene.conversation.language is not None,
        Awaiting.CONSENT: speaker.consented or "consented" in slots,
        Awaiting.CHOICE: _country(scene, slots) is not None,
        Awaiting.NAME: bool(_name(scene, slots)),
        Awaiting.SHOP: "shop" in slots,
    }
    return next((awaiting for awaiting, done in answered.items() if not done), None)


def _question(scene: Scene, awaiting: Awaiting, slots: Mapping[str, Json]) -> Reply:
    match awaiting:
        case Awaiting.LANGUAGE:
            return replies.ask_language(scene.shop.languages)
        case Awaiting.CONSENT:
            return replies.ask_consent()
        case Awaiting.CHOICE:
            return replies.ask_country()
        case Awaiting.NAME:
            return replies.ask_name()
        case _:
            return replies.ask_shop(_name(scene, slots))


def _finish(scene: Scene, slots: Slots) -> Turn:
    """Found the shop and book what was kept, in this order."""
    language = scene.conversation.language or FALLBACK
    country = cast("Country", _country(scene, slots))  # Asked before the shop.
    name, shop = _name(scene, slots), str(slots["shop"])
    told = [draft for draft in kept(slots) if draft.currency in (None, country.currency)]
    zone = ZoneInfo(country.timezone)
    registered = {"person": str(scene.shop.speaker.id), "language": language}
    return scene.close(
        Introduce(name=name, language=language, country=country.code),
        Found(shop, country.code, country.currency, country.timezone, language),
        Raise("PERSON_REGISTERED", registered),
        *(draft.event(country.currency, draft.at.astimezone(zone).date()) for draft in told),
        Say(in_one_bubble([replies.opened(name, shop), *noted(told, country)])),
    )


def _guess(scene: Scene) -> str | None:
    """The language of a first message that shows one; greetings show none."""
    known = scene.conversation.language or scene.shop.speaker.language
    read = scene.heard.understanding.language
    if known or read not in scene.shop.languages:
        return known
    named = chosen(scene)
    if named or any(act.intent not in UNCLEAR for act in scene.acts):
        return named or read
    told = len(scene.heard.text.split()) > FEW and scene.wants(Intent.UNKNOWN)
    return _shown(scene) if told else None


def _shown(scene: Scene) -> str | None:
    """`ndiyo`, `nataka kusajili`: words of one language; the reader falls back on another."""
    read = scene.heard.understanding.language
    return read if read != FALLBACK and read in scene.shop.languages else None


def _speaking(scene: Scene, code: str | None) -> Scene:
    return replace(scene, conversation=replace(scene.conversation, language=code))


def _others(scene: Scene) -> tuple[str, ...]:
    spoken = scene.conversation.language
    return tuple(code for code in scene.shop.languages if code != spoken)


def _with_name(scene: Scene, slots: Slots) -> Slots:
    """What they call themselves, and the shop where they name it as well."""
    name, shop = _party(scene), _shop(scene)
    named = {**slots, "name": name} if name else slots
    return {**named, "shop": shop} if shop else named


def _shop(scene: Scene) -> str | None:
    said = next((act.item for act in scene.acts if act.intent is Intent.REGISTER), None)
    return " ".join(said.split())[:LONGEST_NAME] if said else None


def _party(scene: Scene) -> str | None:
    said = next((act.party for act in scene.acts if act.intent is Intent.REGISTER), None)
    if said is None or not any(sign.isalpha() for sign in said):
        return None
    return " ".join(said.split())[:LONGEST_NAME]


def _name(scene: Scene, slots: Mapping[str, Json]) -> str:
    return str(slots.get("name") or scene.shop.speaker.name or "")


def _country(scene: Scene, slots: Mapping[str, Json]) -> Country | None:
    code = slots.get("country") or scene.shop.speaker.country
    return next((country for country in COUNTRIES if country.code == code), None)


def _consent(scene: Scene) -> Introduce:
    """Stored at once, so that it bears the time of the answer."""
    return Introduce(language=scene.conversation.language, consent_version=replies.NOTICE)


TOPIC = Topic(
    intents=frozenset({Intent.REGISTER}),
    begin=begin,
    answer=answer,
    question=question,
)
