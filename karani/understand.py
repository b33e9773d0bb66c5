"""`karani understand`: JSON lines in, what they were understood to say out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TextIO

from bot.nlu.reader import Reader
from bot.nlu.understanding import Act, Awaiting, Understanding, Utterance
from karani.lexicons import load_lexicons


def run(stdin: Iterable[str], stdout: TextIO, explain: bool) -> int:
    """Answer each line of `stdin` in order; `explain` writes sentences for humans instead."""
    reader = Reader(load_lexicons())
    for line in stdin:
        if not line.strip():
            continue
        asked = json.loads(line)
        understood = reader.read(_utterance(asked))
        stdout.write(_explained(asked, understood) if explain else _answer(asked, understood))
        stdout.write("\n")
    return 0


def _utterance(asked: dict[str, Any]) -> Utterance:
    awaiting = asked.get("awaiting")
    return Utterance(
        text=asked["text"],
        now=datetime.fromisoformat(asked["now"]),
        country=asked.get("country") or "KE",
        language=asked.get("language"),
        channel=asked.get("channel") or "whatsapp",
        awaiting=Awaiting(awaiting) if awaiting else None,
    )


def _answer(asked: dict[str, Any], understood: Understanding) -> str:
    answer: dict[str, Any] = {
        "id": asked.get("id"),
        "outcome": understood.outcome,
        "language": understood.language,
        "acts": [_act(act) for act in understood.acts],
        "entities": {
            "amounts": [_plain(value) for value in understood.amounts],
            "times": [_plain(value) for value in understood.times],
            "dates": [_plain(value) for value in understood.dates],
        },
        "confidence": understood.confidence,
    }
    if understood.question:
        answer["question"] = understood.question
    if understood.unread:
        answer["unread"] = understood.unread
    return json.dumps(answer, ensure_ascii=False)


def _act(act: Act) -> dict[str, Any]:
    return {name: _plain(value) for name, value in asdict(act).items() if value is not None}


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else value


def _explained(asked: dict[str, Any], understood: Understanding) -> str:
    lines = [f"{asked['text']}", f"  {understood.outcome} ({understood.language})"]
    for act in understood.acts:
        facts = ", ".join(
            f"{name} {value}" for name, value in _act(act).items() if name != "intent"
        )
        lines.append(f"  {act.intent}: {facts}" if facts else f"  {act.intent}")
    if understood.question:
        lines.append(f"  question: {understood.question}")
    if understood.because:
        lines.append(f"  because of: {', '.join(understood.because)}")
    return "\n".join(lines)


def main() -> int:
    """Run on standard input and output."""
    return run(sys.stdin, sys.stdout, explain="--explain" in sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
