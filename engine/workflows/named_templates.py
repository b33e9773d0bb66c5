"""Templates that a definition names: whether each could be filled, in every language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

Wordings = Mapping[str, Mapping[str, Sequence[frozenset[str]]]]
"""The variables of every wording there is, by a template's name and language, best first."""


@dataclass(frozen=True, slots=True)
class Use:
    """A template as a step names it: its name, and the variables that get a value."""

    name: str
    variables: frozenset[str]


def problems(
    use: Use, wordings: Wordings, languages: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """What keeps a step from using it: the field, and the reason."""
    known = wordings.get(use.name)
    if known is None:
        yield "template", f"there is no template '{use.name}'; {_names(wordings)}"
        return
    spoken = {language: known[language] for language in languages if language in known}
    for language in languages:
        if language not in known:
            yield "template", f"'{use.name}' has no text in '{language}'"
    yield from _lacking(use, spoken)
    taken = frozenset[str]().union(*(one for each in known.values() for one in each))
    for name in sorted(use.variables - taken):
        yield "variables", f"'{use.name}' has no place for '{name}'"


def _lacking(
    use: Use, known: Mapping[str, Sequence[frozenset[str]]]
) -> Iterator[tuple[str, str]]:
    """Variables without a value, where no wording does without them."""
    lacking = {
        name
        for wordings in known.values()
        if not any(one <= use.variables for one in wordings)
        for name in wordings[0] - use.variables
    }
    for name in sorted(lacking):
        yield "variables", f"'{use.name}' needs a value for '{name}' as well"


def _names(wordings: Wordings) -> str:
    return f"there are {', '.join(sorted(wordings))}" if wordings else "there is none yet"
