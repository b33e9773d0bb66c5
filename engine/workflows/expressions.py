"""What an expression is made of, read from its source: tokens, names, functions, one macro."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

LONGEST_SOURCE = 2_000
MOST_TOKENS = 250
DEEPEST = 16
"""Brackets; the library's parser overflows a stack of 512 kB at a hundred."""
MOST_CHOICES = 16
"""`? :`, which nest without brackets."""
NAMES = frozenset({
    "event", "steps", "run", "organization", "now", "arrived", "appointment",
})  # fmt: skip
MACROS = frozenset({"map", "filter", "all", "exists", "exists_one"})
FUNCTIONS = frozenset({
    "money", "days", "hours", "until_morning",
    "has", "size", "contains", "startsWith", "endsWith", "int", "string",
    "timestamp", "duration", "getFullYear", "getMonth", "getDate", "getDayOfMonth",
    "getDayOfWeek", "getDayOfYear", "getHours", "getMinutes", "getSeconds",
})  # fmt: skip
"""Not `matches`: a pattern is compiled anew for every element. Not `double`: money is exact."""
WORDS = frozenset({"true", "false", "null", "in"})
_TOKEN = re.compile(
    r"""\s*(?:
    (?P<name>[A-Za-z_]\w*)
    |(?P<number>\d+(?:\.\d+)?)
    |(?P<text>'(?:[^'\\\n\r]|\\.)*'|"(?:[^"\\\n\r]|\\.)*")
    |(?P<sign>&&|\|\||[=!<>]=|[-+*/%<>!?:.,()\[\]])
    )""",
    re.VERBOSE | re.ASCII,
)


class ExpressionError(ValueError):
    """An expression outside the bounds; the text says what to fix."""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the source; `kind` is name, number, text or sign."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Shape:
    """What counts about an expression: the names it uses, and how often it may copy values.

    `fields` are those that it reads of a name; a name that it looks at whole has none there.
    """

    variables: frozenset[str]
    steps: frozenset[str]
    fields: Mapping[str, frozenset[str]]
    functions: frozenset[str]
    macro: str | None
    element: str | None
    mentions: int
    words: int
    joins: int
    items: int

    def work(self, weight: int, longest: int) -> int:
        """How many single values are copied or compared at most.

        `weight` counts the values it sees, `longest` is the longest list among them.
        Whatever stands in a macro's body beyond its range may happen for every element, and
        `map` and `filter` copy the elements they have so far each time.
        """
        whole = weight * (self.joins + 1) * max(self.words, 1)
        if self.macro is None:
            return whole
        elements = max(longest, self.items) * (self.joins + 1)
        looked_up = weight * max(self.mentions - 1, 0) * (self.joins + 1)
        again = elements * (looked_up + self.words + self.items)
        if self.macro == "map":
            return (whole + again) * elements
        kept = elements * weight * (self.joins + 1) if self.macro == "filter" else 0
        return whole + again + kept


def shape(source: str) -> Shape:
    """Read an expression; ExpressionError where it is out of bounds or uses unknown names."""
    if len(source) > LONGEST_SOURCE:
        raise ExpressionError(f"an expression has at most {LONGEST_SOURCE:,} characters")
    tokens = [*_tokens(source)]
    _check_nesting(tokens)
    called = [a.text for a, b in pairwise(tokens) if a.kind == "name" and b.text == "("]
    _check_functions(called)
    macro = next((name for name in called if name in MACROS), None)
    element = _element(tokens)
    found = frozenset(_roots(tokens)) - {element}
    _check_names(found, element)
    names = [t.text for t in tokens if t.kind == "name"]
    return Shape(
        variables=found,
        steps=frozenset(_steps(tokens)),
        fields=_fields(tokens, found),
        functions=frozenset(called),
        macro=macro,
        element=element,
        mentions=sum(name in NAMES for name in names),
        words=sum(name in NAMES or name == element for name in names),
        joins=sum(t.text == "+" for t in tokens if t.kind == "sign"),
        items=1 + sum(t.text == "," for t in tokens if t.kind == "sign"),
    )


def _tokens(source: str) -> Iterator[Token]:
    text, at, count = source.rstrip(), 0, 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise ExpressionError(
                f"'{source}' cannot be read from character {at + 1} on: names, numbers, "
                "'texts', signs and brackets; no comments"
            )
        count += 1
        if count > MOST_TOKENS:
            raise ExpressionError(f"an expression has at most {MOST_TOKENS} names and signs")
        at = match.end()
        yield Token(match.lastgroup, match[match.lastgroup])


def _check_nesting(tokens: Sequence[Token]) -> None:
    depth = 0
    signs = [token.text for token in tokens if token.kind == "sign"]
    for sign in signs:
        depth += (sign in {"(", "["}) - (sign in {")", "]"})
        if depth > DEEPEST:
            raise ExpressionError(f"an expression nests at most {DEEPEST} brackets")
    if signs.count("?") > MOST_CHOICES:
        raise ExpressionError(f"an expression has at most {MOST_CHOICES} choices (? :)")
    if any(a.text == b.text == "/" for a, b in pairwise(tokens)):
        raise ExpressionError("an expression holds no comments")
    # Prefixed texts (r'', b'') and triple quotes would read differently here and there.
    for before, after in pairwise(tokens):
        if after.kind == "text" and before.kind in {"name", "text"} and before.text != "in":
            raise ExpressionError("a text is written as 'text' or \"text\", without a prefix")


def _check_functions(called: Sequence[str]) -> None:
    for name in called:
        if name not in FUNCTIONS | MACROS | WORDS:
            raise ExpressionError(
                f"'{name}' is not a function here; there are {', '.join(sorted(FUNCTIONS))}"
            )
    macros = [name for name in called if name in MACROS]
    if len(macros) > 1:
        raise ExpressionError(
            f"{', '.join(macros)}: at most one of {', '.join(sorted(MACROS))} in an expression"
        )


def _element(tokens: Sequence[Token]) -> str | None:
    """What a macro calls each element: `x` of `all(x, …)`."""
    for function, opening, name, comma in zip(
        tokens, tokens[1:], tokens[2:], tokens[3:], strict=False
    ):
        if function.text in MACROS and opening.text == "(" and comma.text == ",":
            return name.text if name.kind == "name" else None
    return None


def _roots(tokens: Sequence[Token]) -> Iterator[str]:
    """Names that stand for themselves: neither a field, nor a function, nor a word."""
    for before, token, after in _around(tokens):
        is_root = before != "." and after != "(" and token.text not in WORDS
        if token.kind == "name" and is_root:
            yield token.text


def _around(tokens: Sequence[Token]) -> Iterator[tuple[str, Token, str]]:
    texts = ["", *(t.text if t.kind != "text" else "''" for t in tokens), ""]
    yield from zip(texts, tokens, texts[2:], strict=False)


def _check_names(found: frozenset[str], element: str | None) -> None:
    unknown = found - NAMES
    if unknown:
        raise ExpressionError(
            f"'{min(unknown)}' is not known; there are {', '.join(sorted(NAMES))}"
        )
    if element in NAMES | WORDS:
        raise ExpressionError(f"'{element}' has a meaning already: call the element x")


def _steps(tokens: Sequence[Token]) -> Iterator[str]:
    padding = [Token("sign", "")] * 3
    for at, (before, token, _) in enumerate(_around(tokens)):
        if token != Token("name", "steps") or before == ".":
            continue
        first, second, third = [*tokens[at + 1 :], *padding][:3]
        if first.text == "." and second.kind == "name":
            yield second.text
        elif first.text == "[" and second.kind == "text" and third.text == "]":
            yield _step_in_quotes(second.text)
        else:
            raise ExpressionError("name the step: steps.<id>")


def _fields(tokens: Sequence[Token], roots: frozenset[str]) -> Mapping[str, frozenset[str]]:
    read: dict[str, set[str]] = {name: set() for name in roots}
    padding = [Token("sign", "")] * 3
    for at, (before, token, _) in enumerate(_around(tokens)):
        if token.kind != "name" or token.text not in read or before == ".":
            continue
        dot, field, after = [*tokens[at + 1 :], *padding][:3]
        if dot.text == "." and field.kind == "name" and after.text != "(":
            read[token.text].add(field.text)
        else:
            del read[token.text]
    return {name: frozenset(fields) for name, fields in read.items()}


def _step_in_quotes(text: str) -> str:
    if "\\" in text:
        raise ExpressionError("a step's id is written without backslashes")
    return text[1:-1]
