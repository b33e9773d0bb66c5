"""Compile word lists into one lookup: every word of every language, with all its senses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, cast

from bot.nlu.answerbook import AnswerBook
from bot.nlu.money_words import MoneyWords
from bot.nlu.morphology import VerbShape, shape
from bot.nlu.phrasebook import Phrasebook, phrasebook
from bot.nlu.rule_words import RuleWords
from bot.nlu.senses import (
    NOTHING,
    DayPart,
    Deed,
    Mood,
    NumberRole,
    NumberWord,
    Role,
    Sense,
    Subject,
    Verb,
)
from bot.nlu.typos import Typos

Document = Mapping[str, Any]
UNREAL = {Mood.FUTURE: Role.FUTURE, Mood.IF: Role.IF, Mood.NOT: Role.NOT, Mood.HABIT: Role.IF}
HELPING = {Deed.BE: Role.NOISE, Deed.WANT: Role.WISH}


class LexiconError(ValueError):
    """A word list says something the reader has no name for."""


def fold(text: str) -> str:
    """The form in which words are compared: small letters, straight apostrophes."""
    return text.casefold().replace("’", "'").replace("‘", "'").replace("`", "'")


@dataclass(frozen=True, slots=True)
class Lexicons:
    """All languages at once, because one message may mix them."""

    languages: tuple[str, ...]
    senses: Mapping[str, Sense]
    longest: Mapping[str, int]
    """First word of a phrase → the most words a phrase with it has."""
    shapes: Mapping[str, VerbShape]
    phrases: Phrasebook
    answers: AnswerBook
    money: MoneyWords
    rules: RuleWords
    typos: Typos
    introductions: frozenset[str]
    """Words behind which a name follows: "my name is"."""
    visits: Mapping[tuple[str, ...], str]
    """What tells whether a customer came: words → kept or missed."""
    contacts: frozenset[str]
    possessives: frozenset[str]
    """Words for what a person is reached at: "number", "phone"."""
    trends: frozenset[tuple[str, ...]]
    """Words that tell how a total moved or stands: "went up"."""
    shop_names: frozenset[str]
    """Those of the introductions behind which a shop's name follows."""
    sums: frozenset[str]
    """What stands between a total and what it came to."""
    names: Mapping[str, str]
    """Names of languages → their codes."""
    plurals: Mapping[str, Mapping[str, str]]
    """Units that have one, by language → their plural, for those who write them."""
    documents: Mapping[str, Document] = field(default_factory=dict)
    spoken: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Words of sayings and answers → the languages that have them."""

    @classmethod
    def from_documents(cls, documents: Mapping[str, Document]) -> Lexicons:
        """Build from parsed `lexicon.toml` files, keyed by language code."""
        senses: dict[str, Sense] = {}
        for language, document in documents.items():
            try:
                for text, sense in _entries(document):
                    key = fold(text)
                    senses[key] = _merge(senses.get(key, NOTHING), sense, language)
            except (KeyError, ValueError, TypeError) as problem:
                raise LexiconError(f"Lexicon '{language}': {problem}") from problem
        return cls(
            languages=tuple(documents),
            senses=senses,
            longest=_longest(senses),
            shapes={
                code: shape(document.get("verbs", {})) for code, document in documents.items()
            },
            phrases=phrasebook(documents),
            answers=AnswerBook.of(documents),
            money=MoneyWords.of(documents),
            rules=RuleWords.of(documents),
            introductions=_listed(documents, "introductions"),
            contacts=_listed(documents, "contacts"),
            possessives=_listed(documents, "possessives"),
            shop_names=_listed(documents, "shop_names"),
            sums=_listed(documents, "sums"),
            trends=frozenset(tuple(text.split()) for text in _listed(documents, "trends")),
            visits=_visits(documents),
            typos=Typos.of(_repairable(documents), _spoken(documents)),
            names=_own_names(documents),
            plurals={code: document.get("plurals", {}) for code, document in documents.items()},
            documents=documents,
            spoken=_spoken_in(documents),
        )

    def look_up(self, word: str) -> Sense:
        """Find what `word` means: as listed, else as a verb with its prefixes."""
        listed = self.senses.get(word)
        if listed is not None:
            return listed
        for language, verbs in self.shapes.items():
            if verb := verbs.read(word):
                return _sense_of(verb, language)
        return NOTHING

    def ordered(self, word: str) -> list[str]:
        """The word itself, and the order it may stand for as a wish: of "kufuta", "futa"."""
        wishes = (
            prefix
            for verbs in self.shapes.values()
            for prefix, (_, mood) in verbs.prefixes.items()
            if mood is Mood.WISH and word.startswith(prefix)
        )
        return [word, *(word.removeprefix(prefix) for prefix in wishes)]


def _listed(documents: Mapping[str, Document], name: str) -> frozenset[str]:
    """A plain list of words, of all languages."""
    return frozenset(
        fold(text) for document in documents.values() for text in document.get(name, [])
    )


def _visits(documents: Mapping[str, Document]) -> dict[tuple[str, ...], str]:
    """What people say of appointments, with what it means."""
    return {
        tuple(fold(text).split()): kind
        for document in documents.values()
        for kind, texts in document.get("visits", {}).items()
        for text in texts
    }


def _own_names(documents: Mapping[str, Document]) -> dict[str, str]:
    """Names of languages, with their codes."""
    return {
        fold(name): code
        for code, document in documents.items()
        for name in document.get("names", [])
    }


def _spoken_in(documents: Mapping[str, Document]) -> Mapping[str, frozenset[str]]:
    """The languages in whose sayings and answers a word occurs."""
    spoken: dict[str, frozenset[str]] = {}
    for language, document in documents.items():
        tables = [document.get("answers", {}), *document.get("say", {}).values()]
        for text in (text for table in tables for texts in table.values() for text in texts):
            for word in fold(text).split():
                spoken[word] = spoken.get(word, frozenset()) | {language}
    return spoken


def _sense_of(verb: Verb, language: str) -> Sense:
    """A verb's sense; to be and to want do nothing, and say whether something is done."""
    known = frozenset({language})
    role = HELPING.get(verb.deed)
    if role is None:
        return Sense(languages=known, verb=verb)
    return Sense(languages=known, roles=frozenset({UNREAL.get(verb.mood, role)}))


def _longest(senses: Mapping[str, Sense]) -> dict[str, int]:
    longest: dict[str, int] = {}
    for text in senses:
        words = text.split(" ")
        if len(words) > 1:
            longest[words[0]] = max(len(words), longest.get(words[0], 0))
    return longest


def _merge(known: Sense, added: Sense, language: str) -> Sense:
    """The first language keeps a single-valued sense; roles and languages add up."""
    single = {
        name: getattr(added, name)
        for name in Sense.__dataclass_fields__
        if name not in {"languages", "roles"} and getattr(known, name) is None
    }
    return replace(
        known,
        **single,
        languages=known.languages | {language},
        roles=known.roles | added.roles,
    )


def _entries(document: Document) -> Iterator[tuple[str, Sense]]:
    yield from _numbers(document.get("numbers", {}))
    for currency, texts in document.get("currencies", {}).items():
        yield from ((text, Sense(currency=currency)) for text in texts)
    for role, texts in document.get("roles", {}).items():
        yield from ((text, Sense(roles=frozenset({Role(role)}))) for text in texts)
    for unit, texts in document.get("units", {}).items():
        yield from ((text, Sense(unit=unit)) for text in texts)
    yield from _verbs(document.get("verbs", {}))
    yield from _calendar(document.get("calendar", {}))
    yield from ((text, Sense()) for text in document.get("introductions", []))


def _numbers(table: Document) -> Iterator[tuple[str, Sense]]:
    order = table.get("order", "count first")
    for role in ("unit", "tens", "scale", "count"):
        yield from _counting(table.get(role, {}), role, order)
    for role, value in (("half", "0.5"), ("quarter", "0.25"), ("article", "1")):
        yield from _counting(dict.fromkeys(table.get(role, []), value), role, order)
    for slang in table.get("slang", []):
        country = slang["country"]
        yield from _counting(slang.get("scale", {}), "scale", order, country)
        yield from _counting(slang.get("note", {}), "note", order, country)
        unclear = dict.fromkeys(slang.get("unclear", []), 0)
        yield from _counting(unclear, "unclear", order, country)


def _counting(
    words: Mapping[str, int | str], role: str, order: Any, country: str | None = None
) -> Iterator[tuple[str, Sense]]:
    said = cast("NumberRole", role)
    for text, value in words.items():
        yield text, Sense(number=NumberWord(Decimal(value), said, order, country))


def _verbs(table: Document) -> Iterator[tuple[str, Sense]]:
    for deed, moods in table.get("forms", {}).items():
        for mood, texts in moods.items():
            yield from ((text, Sense(verb=Verb(Deed(deed), Mood(mood)))) for text in texts)
    for text, entry in table.get("whole", {}).items():
        subject: Subject | None = entry.get("subject")
        yield (
            text,
            Sense(
                verb=Verb(
                    Deed(entry["deed"]), Mood(entry["mood"]), subject, entry.get("object")
                )
            ),
        )


def _calendar(table: Document) -> Iterator[tuple[str, Sense]]:
    for text, days in table.get("days", {}).items():
        yield text, Sense(day=days)
    for text, number in table.get("weekdays", {}).items():
        yield text, Sense(weekday=number)
    for text, number in table.get("months", {}).items():
        yield text, Sense(month=number)
    for text, (name, *hours) in table.get("dayparts", {}).items():
        yield text, Sense(daypart=DayPart(name, *hours))
    for span, texts in table.get("spans", {}).items():
        yield from ((text, Sense(span=span)) for text in texts)


def _spoken(documents: Mapping[str, Document]) -> set[str]:
    """Every word of every saying and answer: none of them is a slip for another."""
    return {
        word
        for document in documents.values()
        for places in (*document.get("say", {}).values(), document.get("answers", {}))
        for phrases in places.values()
        for phrase in phrases
        for word in fold(phrase).split()
    }


def _repairable(documents: Mapping[str, Document]) -> set[str]:
    return {
        fold(text) for document in documents.values() for text in document.get("repair", [])
    }
