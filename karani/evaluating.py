"""`karani ai evaluate`: score the assistants on labelled cases and on corrections."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from engine.ai import evaluation
from engine.ai.base import AIAnswer, AIRequest, Provider, RequestType
from engine.ai.evaluation import Case
from engine.assistants import models
from engine.runtime import Languages, Runtime
from karani.errors import NotAsItShouldBeError
from store import ai_requests, organizations
from store.ai_requests import AIRequestRow
from store.organizations import Organization

MOST = 2_000
NOON = datetime(2026, 11, 24, 9, tzinfo=UTC)
"""When a labelled case was said that does not say when."""

HEAD = (
    *("provider", "type", "cases", "answered"),
    *("accuracy", "wrong acts", "calibration", "cost USD"),
)
WIDTHS = (9, 20, 6, 9, 9, 11, 12, 9)


def run(rt: Runtime, file: Path | None, *, corrections: bool) -> None:
    """Print one line for each assistant and type; nothing is kept of it."""
    cases = [*(labelled(file) if file else ()), *(corrected(rt) if corrections else ())]
    if not cases:
        raise NotAsItShouldBeError("there is no case: name a file, or --corrections")
    print(_line(HEAD))
    assistants: list[Provider] = [rt.ai, *([rt.model] if rt.model else [])]
    for one in assistants:
        for line in _lines(one.name, cases, _asking(rt.languages, one)):
            print(line)


def labelled(file: Path) -> Iterator[Case]:
    """The cases of a file of JSON lines: `type`, `input`, `expected`, and what a request has.

    Raises `NotAsItShouldBeError`.
    """
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            told = json.loads(line)
            yield Case(_request(told), told["expected"])
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            problem = f"{file.name}, line {number}: {type(error).__name__} {error}"
            raise NotAsItShouldBeError(problem) from None


def corrected(rt: Runtime) -> Iterator[Case]:
    """What people of every shop said about former answers, newest first."""
    with rt.db.every_tenant() as tx:
        rows = ai_requests.judged(tx, MOST)
        shops = {row.organization_id for row in rows}
        known = {shop: organizations.get(tx, shop) for shop in shops}
    for row in rows:
        # Of a voice note and a photo nothing was kept that could be asked again.
        is_photo = row.about == "message" and row.type == RequestType.EXTRACTION
        if row.input is not None and not is_photo:
            yield from _case(row, known[row.organization_id])


def _case(row: AIRequestRow, shop: Organization) -> Iterator[Case]:
    told: Mapping[str, Any] = row.correction or {}
    request = AIRequest(
        type=RequestType(row.type),
        input=row.input,
        schema=row.answer_schema,
        language=shop.language,
        country=shop.country,
        now=row.created_at,
    )
    expected = told.get("answer")
    if isinstance(expected, Mapping):
        yield Case(request, expected)
    elif row.answer is not None:
        yield Case(request, row.answer, is_wrong=told.get("right") is False)


def _request(told: Mapping[str, Any]) -> AIRequest:
    said_at = told.get("now")
    return AIRequest(
        type=RequestType(told["type"]),
        input=told["input"],
        schema=told.get("schema"),
        language=told.get("language", "en"),
        country=told.get("country", "KE"),
        now=datetime.fromisoformat(said_at) if said_at else NOON,
    )


def _asking(languages: Languages, provider: Provider) -> Callable[[AIRequest], AIAnswer]:
    """Ask as the conversation does: of a model's reading what the text bears out."""

    def ask(request: AIRequest) -> AIAnswer:
        found = provider.answer(request)
        if provider.name == "rules" or not models.is_reading(request):
            return found
        read = models.weighed(languages, request, found.output)
        return replace(found, output=read or {"outcome": "none", "acts": []})

    return ask


def _lines(name: str, cases: list[Case], ask: Callable[[AIRequest], AIAnswer]) -> Iterator[str]:
    found = evaluation.results(cases, ask)
    for kind in RequestType:
        some = [one for one in found if one.type is kind]
        if some:
            score = evaluation.score(some)
            figures = (
                *(score.cases, score.answered, score.accuracy),
                *(score.wrong_acts, score.calibration, score.cost),
            )
            yield _line((name, str(kind), *map(str, figures)))


def _line(cells: tuple[str, ...]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=True))
