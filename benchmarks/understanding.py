"""Measure the reader beside dateparser, which reads dates only, in the same run.

    python -m benchmarks.understanding

dateparser is no dependency; without it the script says how to install it and measures the rest.
"""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from time import perf_counter

from bot.nlu.reader import Reader
from bot.nlu.understanding import Utterance
from karani.lexicons import load_lexicons

NOW = datetime.fromisoformat("2026-11-23T10:00:00+03:00")
SECONDS = 3.0
MESSAGES = (
    "nimeuza sukari kilo 2 kwa 300",
    "sold 3 crates of soda for 2,400",
    "nimelipa nauli 200",
    "Otieno amekopa unga 180",
    "kesho saa nne asubuhi Halima kusuka",
    "leo nimeuza ngapi?",
    "badilisha 450",
    "bought 2 bags of cement at 800 each",
)
DATES = (
    "tomorrow at 10am",
    "23 November 2026",
    "2 days ago",
    "next Friday 14:30",
    "yesterday",
    "in three weeks",
    "12/03/2026 08:15",
    "last Monday",
)
LINES = [f"bidhaa{n} kilo {n % 9 + 1} {n * 50}" for n in range(1, 40)]
LIST = "\n".join(["Mauzo ya leo", *LINES])


def rate(work: Callable[[str], object], texts: tuple[str, ...]) -> float:
    """How many texts a second `work` gets through."""
    for text in texts:
        work(text)
    done, started = 0, perf_counter()
    while perf_counter() - started < SECONDS:
        for text in texts:
            work(text)
        done += len(texts)
    return done / (perf_counter() - started)


def import_milliseconds() -> float:
    """The best of five imports of the reader in a fresh process, less an empty process."""
    return 1000 * (_process("import bot.nlu.reader") - _process("pass"))


def _process(code: str) -> float:
    spent = []
    for _ in range(5):
        started = perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        spent.append(perf_counter() - started)
    return min(spent)


def main() -> None:
    """Print one line per measurement."""
    started = perf_counter()
    reader = Reader(load_lexicons())
    print(f"making a reader          {1000 * (perf_counter() - started):10.0f} ms")
    print(f"import of bot            {import_milliseconds():10.0f} ms")
    ours = rate(lambda text: reader.read(Utterance(text, NOW)), MESSAGES)
    print(f"one-line messages        {ours:10.0f} /s")
    lists = rate(lambda text: reader.read(Utterance(text, NOW)), (LIST,))
    print(f"40-line lists            {lists:10.0f} /s  ({40 * lists:.0f} lines/s)")
    try:
        dateparser = importlib.import_module("dateparser")
    except ModuleNotFoundError:
        print("dateparser is not installed: pip install dateparser")
        return
    theirs = rate(dateparser.parse, DATES)
    print(f"dateparser               {theirs:10.0f} parses/s")
    print(f"messages for each parse  {ours / theirs:10.1f}")


if __name__ == "__main__":
    main()
