"""`karani understand`: JSON lines in, what they were understood to say out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from datetime import datetime
from typing import Any, TextIO

from bot.nlu.document import document, facts
from bot.nlu.reader import Reader
from bot.nlu.understanding import Awaiting, Understanding, Utterance
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
    return json.dumps({"id": asked.get("id"), **document(understood)}, ensure_ascii=False)


def _explained(asked: dict[str, Any], understood: Understanding) -> str:
    lines = [f"{asked['text']}", f"  {understood.outcome} ({understood.language})"]
    for act in understood.acts:
        said = ", ".join(
            f"{name} {value}" for name, value in facts(act).items() if name != "intent"
        )
        lines.append(f"  {act.intent}: {said}" if said else f"  {act.intent}")
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
