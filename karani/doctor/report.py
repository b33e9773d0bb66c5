"""Show what was found: line by line for people, as one JSON document for machines."""

from __future__ import annotations

import io
import json
import sys
from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from rich.console import Console
from rich.text import Text

from karani.doctor.findings import Finding, Level
from karani.doctor.visit import Told
from karani.errors import NotAsItShouldBeError

_COLOURS = {Level.WELL: "green", Level.NOTE: "dim", Level.WARNING: "yellow", Level.WRONG: "red"}
_WIDTH = max(len(level.value) for level in Level)


def show(told: Sequence[Told], *, as_json: bool) -> None:
    """Show it all. Raises `NotAsItShouldBeError` where anything is wrong."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # An old terminal may not know every sign.
    numbers = Counter(one.finding.level for one in told)
    if as_json:
        print(json.dumps(_document(told, numbers), indent=2))
    else:
        _show_lines(told, numbers)
    if number := numbers[Level.WRONG]:
        raise NotAsItShouldBeError(f"{number} {_are(number)} wrong; see the lines marked WRONG")


def _document(told: Sequence[Told], numbers: Counter[Level]) -> dict[str, object]:
    """What is found as JSON, by the names of `docs/operations.md`."""
    return {
        "ok": not numbers[Level.WRONG],
        "wrong": numbers[Level.WRONG],
        "warnings": numbers[Level.WARNING],
        "findings": [_plain(one) for one in told],
    }


def _plain(one: Told) -> dict[str, str]:
    found = one.finding
    level = found.level.value.lower()
    told = {"topic": one.topic, "level": level, "about": found.about, "says": found.says}
    return {**told, "do": found.do}


def _show_lines(told: Sequence[Told], numbers: Counter[Level]) -> None:
    console = Console(highlight=False, soft_wrap=True)
    for topic, group in groupby(told, key=lambda one: one.topic):
        console.print(Text(topic, "bold"))
        for one in group:
            console.print(_line(one.finding))
    wrong, warnings = numbers[Level.WRONG], numbers[Level.WARNING]
    if not (wrong or warnings):
        console.print(Text("Nothing is wrong.", "bold green"))
        return
    console.print(Text(f"Wrong: {wrong}. Warnings: {warnings}.", "bold"))


def _line(found: Finding) -> Text:
    line = Text("  ")
    line.append(found.level.value.ljust(_WIDTH), _COLOURS[found.level])
    line.append(f"  {found.about} {found.says}.")
    if found.do:
        line.append(f"\n  {'':{_WIDTH}}  -> {found.do}")
    return line


def _are(number: int) -> str:
    return "thing is" if number == 1 else "things are"
