"""Every example in docs/api.md is played, in its order, and answered as it says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from engine.audit import sealing, signing
from engine.runtime import Runtime
from tests.webhooks.api.shops import World, world

TOLD = (Path(__file__).parents[3] / "docs/api.md").read_text("utf-8")
BLOCK = re.compile(r"```(http|json)([^\n]*)\n(.*?)```", re.DOTALL)
NAME = re.compile(r"<(\w+)>")
ANY = "…"


@dataclass(frozen=True)
class Example:
    """A request as it is shown, and the answer: `by` whom ("anonymous": without a token)."""

    by: str
    request: str
    status: int
    answer: Any


def examples() -> Iterator[Example]:
    """Each request with the answer under it; one without is answered by 204 and nothing."""
    blocks = [(kind, info.strip(), body) for kind, info, body in BLOCK.findall(TOLD)]
    for place, (kind, info, body) in enumerate(blocks):
        if kind == "json":
            continue
        below = blocks[place + 1] if place + 1 < len(blocks) else ("http", "", "")
        has_answer = below[0] == "json"
        yield Example(
            info or "owner",
            body,
            int(below[1]) if has_answer else 204,
            json.loads(below[2]) if has_answer else None,
        )


@pytest.fixture(name="docs")
def _docs(rt: Runtime) -> World:
    """The shop of the examples, on the day that they speak of."""
    now = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
    return world(replace(rt, clock=lambda: now))


def test_each_example_is_answered_as_the_docs_say(docs: World) -> None:
    seen: dict[str, Any] = {"shop": str(docs.shop)}
    played = 0
    for example in examples():
        answer = play(docs, example, seen)
        sealing.seal(docs.rt)
        signing.sign(docs.rt)

        told = answer.get_data(as_text=True)
        assert answer.status_code == example.status, f"{example.request}\n{told}"
        differs = list(differences(example.answer, answer.get_json(), seen, "answer"))
        assert differs == [], f"{example.request}\n{told}"
        played += 1

    assert played > 10


def play(docs: World, example: Example, seen: dict[str, Any]) -> Any:
    """Send a request as it is shown, with the names in it put in."""
    text = NAME.sub(lambda name: str(seen[name[1]]), example.request)
    head, _, body = text.partition("\n\n")
    first, *lines = head.splitlines()
    method, path = first.split(" ", 1)
    headers = dict(line.split(": ", 1) for line in lines)
    if example.by != "anonymous":
        headers.setdefault("Authorization", f"Bearer {getattr(docs, example.by).token}")
    sent: dict[str, Any] = {}
    if body.strip():
        sent = {"data": body, "content_type": "application/json"}
    return docs.client.open(path.strip(), method=method, headers=headers, **sent)


def differences(shown: Any, got: Any, seen: dict[str, Any], place: str) -> Iterator[str]:
    """Where an answer is not as shown; names that are met first stand for what is there."""
    name = NAME.fullmatch(shown) if isinstance(shown, str) else None
    if name is not None:
        shown = seen.setdefault(name[1], got)
    if type(shown) is type(got) and isinstance(shown, dict | list):
        yield from _within(_parts(shown), _parts(got), seen, place)
    elif shown not in (ANY, got):
        yield f"{place}: {got!r} is not {shown!r}"


def _within(
    shown: dict[Any, Any], got: dict[Any, Any], seen: dict[str, Any], place: str
) -> Iterator[str]:
    if shown.keys() != got.keys():
        yield f"{place}: {sorted(shown.keys() ^ got.keys())}"
    for key in shown.keys() & got.keys():
        yield from differences(shown[key], got[key], seen, f"{place}.{key}")


def _parts(whole: dict[Any, Any] | list[Any]) -> dict[Any, Any]:
    return whole if isinstance(whole, dict) else dict(enumerate(whole))
