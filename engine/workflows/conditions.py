"""Conditions of workflows: expressions in CEL, inside bounds that are counted.

The library has no limit at run time. Its parser recurses on the thread's stack, and `map` and
`filter` copy the list they have so far for every element. So the source is read here first
(tokens, nesting, one macro, known names and functions only), and the work is estimated from the
sizes of the values before anything runs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import cel

from engine.workflows.amounts import hundredths
from engine.workflows.bounds import Copy
from engine.workflows.expressions import ExpressionError, Shape, shape

MOST_WORK = 1_000_000
"""Copies and comparisons of single values; about a tenth of a second."""
LONGEST_WAIT_DAYS = 3_660
CACHED = 1_024
_T = TypeVar("_T")


class ConditionError(ValueError):
    """An expression that cannot be used or evaluated; the text says what to fix."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A compiled expression; may be used by several threads."""

    source: str
    _shape: Shape = field(repr=False, compare=False)
    _program: cel.Program = field(repr=False, compare=False)
    _functions: dict[str, Callable[..., Any]] = field(repr=False, compare=False)

    def holds(self, names: Mapping[str, Any]) -> bool:
        """Whether the expression is true; ConditionError where it is neither true nor false."""
        value = self.value(names)
        if not isinstance(value, bool):
            raise ConditionError(
                f"'{self.source}' gives neither true nor false but {type(value).__name__}"
            )
        return value

    def value(self, names: Mapping[str, Any]) -> Any:
        """What the expression gives; times are aware."""
        variables = self._bounded(names)
        return _guarded(f"'{self.source}' cannot be evaluated", lambda: self._run(variables))

    def _run(self, variables: dict[str, Any]) -> Any:
        context = cel.Context(variables=variables, functions=self._functions)
        return self._program.execute(context)

    @property
    def variables(self) -> frozenset[str]:
        """The names it begins from: event, steps, run, organization, now."""
        return self._shape.variables

    @property
    def steps(self) -> frozenset[str]:
        """The ids of the steps whose output it reads."""
        return self._shape.steps

    def _looked_at(self, name: str, value: Any) -> Any:
        """Of a name's fields only those that it reads, of all the steps those that it names.

        A long run has many steps, and a sale many lines: each value is copied twice.
        """
        wanted = self.steps if name == "steps" else self._shape.fields.get(name)
        if wanted is None or not isinstance(value, Mapping):
            return value
        return {field: value[field] for field in wanted if field in value}

    def _bounded(self, names: Mapping[str, Any]) -> dict[str, Any]:
        copy = Copy()
        try:
            variables = {
                name: copy.of(self._looked_at(name, names[name]))
                for name in sorted(self.variables)
                if name in names
            }
        except ValueError as error:
            raise ConditionError(f"'{self.source}' cannot work on {error}") from error
        absent = self.variables - variables.keys()
        if absent:
            raise ConditionError(f"'{self.source}': '{min(absent)}' is not known here")
        if self._shape.work(copy.weight, copy.longest) > MOST_WORK:
            raise ConditionError(
                f"'{self.source}' needs more than {MOST_WORK:,} operations on these values: "
                "use exists or all, and look at no list again for each element"
            )
        return variables


@lru_cache(maxsize=CACHED)
def compile(source: str) -> Condition:
    """A condition from its source; ConditionError says what to fix."""
    try:
        found = shape(source)
    except ExpressionError as error:
        raise ConditionError(str(error)) from error
    program = _guarded(f"'{source}' is not an expression", lambda: cel.compile(source))
    if {*program.variables()} - {found.element} != found.variables:
        raise ConditionError(f"'{source}': the names in it cannot be told apart")
    functions = {name: _FUNCTIONS[name] for name in found.functions & _FUNCTIONS.keys()}
    return Condition(source, found, program, functions)


def _guarded(complaint: str, call: Callable[[], _T]) -> _T:
    """What the library answers; whatever it raises becomes a ConditionError."""
    try:
        return call()
    except BaseException as error:
        # A panic of the library is no `Exception`, but neither is Ctrl-C.
        if not isinstance(error, Exception) and type(error).__module__ != "pyo3_runtime":
            raise
        raise ConditionError(f"{complaint}: {_reason(error)}") from error


def _reason(error: BaseException) -> str:
    if isinstance(error, KeyError):
        return f"{error} is missing; has(...) asks whether a field is there"
    return str(error).rpartition("ERROR: <input>:")[2].partition("\n")[0]


def _days(count: object) -> timedelta:
    return timedelta(days=_whole("days", count, LONGEST_WAIT_DAYS))


def _hours(count: object) -> timedelta:
    return timedelta(hours=_whole("hours", count, 24 * LONGEST_WAIT_DAYS))


def _morning(after: object, timezone: object) -> timedelta:
    """How long it is until nine in the morning of the next day, on a zone's clock (IANA)."""
    if not isinstance(after, datetime) or after.tzinfo is None or not isinstance(timezone, str):
        raise ValueError("until_morning() takes a time and the name of a zone")
    try:
        local = after.astimezone(ZoneInfo(timezone))
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("until_morning() takes the name of a zone that there is") from error
    nine = datetime.combine(local.date() + timedelta(days=1), time(9), local.tzinfo)
    return nine.astimezone(UTC) - after.astimezone(UTC)  # A function may give no time.


def _whole(name: str, count: object, most: int) -> int:
    if isinstance(count, bool) or not isinstance(count, int) or abs(count) > most:
        raise ValueError(f"{name}() takes a whole number up to {most:,}")
    return count


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "money": hundredths,
    "days": _days,
    "hours": _hours,
    "until_morning": _morning,
}
