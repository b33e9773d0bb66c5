"""Texts of workflows: Jinja2 templates in a sandbox, inside bounds that are counted.

There are no loops: a list belongs into a report, and without them the output of a text is at
most its source plus one value for each place. There is no arithmetic and no joining either:
`{{ a }}{{ b }}` says it, and a constant can never grow while it is compiled.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, Undefined, pass_context
from jinja2 import Template as Program
from jinja2.exceptions import TemplateError as JinjaError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from engine.workflows import wording
from engine.workflows.template_shape import Path, Shape, ShapeError, shape
from engine.workflows.wording import Locale

__all__ = ["Locale", "Template", "TemplateError", "compile"]

MOST_BYTES = 64 * 1024
LONGEST_CHARACTER = 4
"""Bytes."""
CACHED = 1_024
_LOCALE = "_locale"
"""A name that no text may use."""


class TemplateError(ValueError):
    """A text that cannot be used or written; says what to fix, without the values."""


class _Sandbox(ImmutableSandboxedEnvironment):
    """Sees fields of maps and places of lists, never an attribute of a Python object."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        return self._part(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        return self._part(obj, argument)

    def _part(self, whole: object, key: object) -> Any:
        if isinstance(whole, Undefined):
            return whole  # What is missing first is what the author wants to hear of.
        if isinstance(whole, dict) and key in whole:
            return whole[key]
        if isinstance(whole, list) and isinstance(key, int) and -len(whole) <= key < len(whole):
            return whole[key]
        return self.undefined(hint=f"'{key}' is missing: give it a default('…')", name=str(key))


@dataclass(frozen=True, slots=True)
class Template:
    """A compiled text; may be used by several threads."""

    source: str
    _shape: Shape = field(repr=False, compare=False)
    _program: Program = field(repr=False, compare=False)

    def render(self, names: Mapping[str, Any], locale: Locale) -> str:
        """The text with the values of `names`, as people of `locale` write them."""
        text = self._filled(names, locale)
        return self._rendered(names, locale) if text is None else text

    def _filled(self, names: Mapping[str, Any], locale: Locale) -> str | None:
        """The same for a text of words and values; None where there is more to it.

        It takes a tenth of the time, and most texts are of this kind. What goes wrong here
        is left to go wrong there, where it is said.
        """
        if self._shape.pieces is None:
            return None
        written, size = [], 0
        try:
            for piece in self._shape.pieces:
                shown = piece if isinstance(piece, str) else _value(piece, names, locale)
                size += len(shown) * LONGEST_CHARACTER
                if size > MOST_BYTES:
                    return None
                written.append(shown)
        except (LookupError, wording.WordingError):
            return None
        return "".join(written)

    def _rendered(self, names: Mapping[str, Any], locale: Locale) -> str:
        known = {name: names[name] for name in self.variables if name in names}
        pieces, size = [], 0
        try:
            for piece in self._program.generate(**known, **{_LOCALE: locale}):
                size += len(piece.encode())
                if size > MOST_BYTES:
                    raise TemplateError(f"the text grows beyond {MOST_BYTES // 1024} kB")
                pieces.append(piece)
        except TemplateError:
            raise
        except Exception as error:
            raise TemplateError(_reason(error)) from error
        return "".join(pieces)

    @property
    def variables(self) -> frozenset[str]:
        """The names it begins from: event, steps, run, organization, now."""
        return self._shape.variables

    @property
    def steps(self) -> frozenset[str]:
        """The ids of the steps whose output it shows."""
        return self._shape.steps


def _value(path: Path, names: Mapping[str, Any], locale: Locale) -> str:
    value: Any = names
    for name in path:
        if not isinstance(value, dict):
            raise LookupError(name)
        value = value[name]
    return wording.shown(value, locale)


@lru_cache(maxsize=CACHED)
def compile(source: str) -> Template:
    """A template from its source; TemplateError says what to fix."""
    try:
        tree, found = shape(source, _SANDBOX)
        return Template(source, found, _SANDBOX.from_string(tree))
    except ShapeError as error:
        raise TemplateError(str(error)) from error


def _reason(error: Exception) -> str:
    """What went wrong; only texts that are known to hold no value."""
    match error:
        case JinjaError() | wording.WordingError() | TypeError():
            return f"the text cannot be written: {error}"
        case _:
            return f"the text cannot be written ({type(error).__name__})"


def _filter(write: Callable[[object, Locale], str]) -> Callable[[Context, object], object]:
    """A filter that writes a value, and leaves what is missing to default('…') after it."""

    @pass_context
    def written(context: Context, value: object) -> object:
        if isinstance(value, Undefined):
            return value
        if value is None:
            return context.environment.undefined(hint="a value is empty: give it a default")
        return write(value, context[_LOCALE])

    return written


def _default(value: object, other: object = "") -> object:
    return other if value is None or isinstance(value, Undefined) else value


@pass_context
def _shown(context: Context, value: object) -> str:
    if isinstance(value, Undefined):
        return str(value)  # Raises, and says what is missing.
    return wording.shown(value, context[_LOCALE])


def _sandbox() -> _Sandbox:
    sandbox = _Sandbox(undefined=StrictUndefined, finalize=_shown, autoescape=False)
    sandbox.globals.clear()
    sandbox.filters = {
        "money": _filter(wording.money),
        "date": _filter(wording.day),
        "time": _filter(wording.hour),
        "clock": _filter(wording.clock),
        "phone": _filter(wording.phone),
        "upper": _filter(lambda value, locale: wording.shown(value, locale).upper()),
        "lower": _filter(lambda value, locale: wording.shown(value, locale).lower()),
        "default": _default,
    }
    sandbox.tests = {name: sandbox.tests[name] for name in ("defined", "none", "undefined")}
    return sandbox


_SANDBOX = _sandbox()
