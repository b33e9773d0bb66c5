"""Score an assistant on cases whose right answer is known: right, wrong, sure, and the cost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from engine.ai.base import AIAnswer, AIError, AIRequest, RequestType
from engine.ai.inputs import amount

BINS = 5
IDLE = frozenset({"unknown", "greeting", "thanks", "help"})
"""Intents that do nothing: to miss one is no wrong act."""


@dataclass(frozen=True, slots=True)
class Case:
    """A question with its right answer: what is named there must be answered so.

    `is_wrong`: the answer is known to be wrong, and the right one is not.
    """

    request: AIRequest
    expected: Mapping[str, Any]
    is_wrong: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one case. `confidence` from 0 to 1."""

    type: RequestType
    right: bool
    acted_wrongly: bool
    answered: bool
    confidence: Decimal
    cost: Decimal


@dataclass(frozen=True, slots=True)
class Score:
    """Results summed up; rates from 0 to 1, `cost` in US dollars.

    `calibration` is by how much its sureness misses how often it is right: 0 is best.
    """

    cases: int
    answered: int
    accuracy: Decimal
    wrong_acts: Decimal
    calibration: Decimal
    cost: Decimal


def results(cases: Iterable[Case], answer: Callable[[AIRequest], AIAnswer]) -> list[Result]:
    """Ask every case once."""
    return [_result(case, answer) for case in cases]


def score(found: Sequence[Result]) -> Score:
    """Sum up at least one result."""
    many = Decimal(len(found))
    return Score(
        cases=len(found),
        answered=sum(one.answered for one in found),
        accuracy=_rate(sum(one.right for one in found), many),
        wrong_acts=_rate(sum(one.acted_wrongly for one in found), many),
        calibration=_calibration([one for one in found if one.answered]),
        cost=sum((one.cost for one in found), Decimal(0)),
    )


def _result(case: Case, answer: Callable[[AIRequest], AIAnswer]) -> Result:
    kind = case.request.type
    try:
        found = answer(case.request)
    except AIError as error:
        return Result(kind, False, False, False, Decimal(0), error.spent.cost)
    is_so = is_as(found.output, case.expected)
    right = is_so is not case.is_wrong
    acted = _acts(found.output) if kind is RequestType.TEXT_UNDERSTANDING else False
    return Result(kind, right, acted and not right, True, found.confidence, found.cost)


def is_as(output: Any, expected: Any) -> bool:
    """Whether all that is expected stands in an answer; lists are as long as expected."""
    if isinstance(expected, Mapping):
        return isinstance(output, Mapping) and all(
            is_as(output.get(name), value) for name, value in expected.items()
        )
    if isinstance(expected, list):
        return (
            isinstance(output, list)
            and len(output) == len(expected)
            and all(is_as(one, other) for one, other in zip(output, expected, strict=True))
        )
    said, wanted = amount(output), amount(expected)
    if said is not None and wanted is not None:
        return said == wanted
    if isinstance(output, str) and isinstance(expected, str):
        return output.casefold().strip() == expected.casefold().strip()
    return bool(output == expected)


def _acts(output: Mapping[str, Any]) -> bool:
    """Whether Karani would do something upon this."""
    if output.get("outcome", "act") != "act":
        return False
    acts = output.get("acts")
    told = acts if isinstance(acts, list) else []
    return any(isinstance(one, Mapping) and one.get("intent") not in IDLE for one in told)


def _calibration(found: Sequence[Result]) -> Decimal:
    """The expected calibration error, by five bins of confidence."""
    error = Decimal(0)
    for number in range(BINS):
        low, high = Decimal(number) / BINS, Decimal(number + 1) / BINS
        last = number + 1 == BINS
        some = [
            one
            for one in found
            if low <= one.confidence
            and (one.confidence < high or (last and one.confidence == 1))
        ]
        if some:
            sure = sum((one.confidence for one in some), Decimal(0)) / len(some)
            right = Decimal(sum(one.right for one in some)) / len(some)
            error += abs(sure - right) * len(some) / len(found)
    return error.quantize(Decimal("0.001"))


def _rate(part: int, whole: Decimal) -> Decimal:
    return (Decimal(part) / whole).quantize(Decimal("0.001"))
