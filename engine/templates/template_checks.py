"""Whether a provider would take a template: named by field, pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from store.templates import MessageTemplate

LONGEST_BODY, LONGEST_LABEL, MOST_BUTTONS = 1024, 20, 3
MOST_VARIABLES = 100
PLACE = re.compile(r"\{\{(\d+)\}\}")

_NAME = re.compile(r"[a-z][a-z0-9_]{0,511}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Z]{2})?")
_VARIABLE = re.compile(r"[a-z][a-z0-9_]{0,29}")
_REFERENCE = re.compile(r"[!-~]{1,512}")
_WORD = re.compile(r"\w+")


def check(template: MessageTemplate) -> Mapping[str, str]:
    """What a provider would refuse, by field; empty where there is nothing."""
    found: dict[str, str] = {}
    for field, problem in _problems(template):
        found.setdefault(field, problem)
    return found


def _problems(template: MessageTemplate) -> Iterator[tuple[str, str]]:
    if not _NAME.fullmatch(template.name):
        yield "name", "must be lower-case letters, digits and underscores"
    if not _LANGUAGE.fullmatch(template.language):
        yield "language", "must be a code such as en, sw or en_US"
    if template.reference is not None and not _REFERENCE.fullmatch(template.reference):
        yield "reference", "must be one word, as the provider names it"
    if template.state == "approved" and template.reference is None:
        yield "reference", "is missing: the provider's own name of what it has approved"
    yield from _in_body(template.body)
    yield from _in_variables(template)
    yield from _in_buttons(template)


def _in_body(body: str) -> Iterator[tuple[str, str]]:
    places = [int(number) for number in PLACE.findall(body)]
    if not body.strip():
        yield "body", "is empty"
    if len(body) > LONGEST_BODY:
        yield "body", f"must have {LONGEST_BODY} signs or fewer"
    if "{{" in PLACE.sub("", body) or "}}" in PLACE.sub("", body):
        yield "body", "may hold places as {{1}} only"
    yield from _around_places(body.strip(), places)
    if re.search(r"\n{3,}| {5,}|\t", body):
        yield "body", "may not hold tabs, many empty lines or many spaces in a row"


def _around_places(plain: str, places: Sequence[int]) -> Iterator[tuple[str, str]]:
    if sorted(set(places)) != list(range(1, len(set(places)) + 1)):
        yield "body", "must number its places from {{1}} without a gap"
    if PLACE.match(plain):
        yield "body", "may not begin with a variable"
    if re.search(r"\{\{\d+\}\}\W*$", plain):
        yield "body", "may not end with a variable"
    if re.search(r"\}\}\W*\{\{", plain):
        yield "body", "may not have two variables beside each other: put a word between them"
    words = len(_WORD.findall(PLACE.sub(" ", plain)))
    if words < 2 * len(places) + 1:
        yield "body", f"needs {2 * len(places) + 1} words of its own for so many variables"


def _in_variables(template: MessageTemplate) -> Iterator[tuple[str, str]]:
    places = set(PLACE.findall(template.body))
    if len(template.variables) != len(places):
        yield "variables", f"must name the {len(places)} places of the body, in their order"
    if len(template.variables) > MOST_VARIABLES:
        yield "variables", f"must be {MOST_VARIABLES} or fewer"
    if len(set(template.variables)) != len(template.variables):
        yield "variables", "must have different names"
    if not all(_VARIABLE.fullmatch(name) for name in template.variables):
        yield "variables", "must be named by lower-case words"


def _in_buttons(template: MessageTemplate) -> Iterator[tuple[str, str]]:
    if len(template.buttons) > MOST_BUTTONS:
        yield "buttons", f"must be {MOST_BUTTONS} or fewer"
    if len(set(template.buttons)) != len(template.buttons):
        yield "buttons", "must have different labels"
    for label in template.buttons:
        if not 0 < len(label) <= LONGEST_LABEL:
            yield "buttons", f"need labels of {LONGEST_LABEL} signs or fewer"
        if "{" in label or "\n" in label:
            yield "buttons", "may hold plain words only"
