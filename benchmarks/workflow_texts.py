"""Measure conditions, texts and schedules of workflows, compiled and not.

python -m benchmarks.workflow_texts
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from time import process_time

from engine.workflows import conditions, schedule, templating

SECONDS = 2.0
CONDITION = "money(event.payload.amount) > money('10000')"
TEXT = "Sale of {{ event.payload.amount | money }} on {{ now | date }}. Approve?"
NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
LINES = [{"item": f"item {n}", "amount": "250"} for n in range(10)]
NAMES = {"event": {"payload": {"amount": "12000", "lines": LINES}}, "now": NOW}
SWAHILI = templating.Locale("sw", "Africa/Nairobi", "KES", "KE")


def rate(work: Callable[[], object]) -> float:
    """How often a second of this process, whoever else uses the machine."""
    work()
    done, started = 0, process_time()
    while process_time() - started < SECONDS:
        work()
        done += 1
    return done / (process_time() - started)


def main() -> None:
    """Print one line per measurement."""
    evenings = schedule.parse("RRULE:FREQ=DAILY;BYHOUR=20", "Africa/Nairobi")
    never = schedule.parse("RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "Africa/Nairobi")
    works: dict[str, Callable[[], object]] = {
        "condition, cached": lambda: conditions.compile(CONDITION).holds(NAMES),
        "condition, compiled anew": lambda: conditions.compile.__wrapped__(CONDITION),
        "text, cached": lambda: templating.compile(TEXT).render(NAMES, SWAHILI),
        "text, compiled anew": lambda: templating.compile.__wrapped__(TEXT),
        "schedule, next evening": lambda: evenings.after(NOW),
        "schedule, never": lambda: never.after(NOW),
    }
    for name, work in works.items():
        print(f"{name:26}{rate(work):10,.0f} /s")


if __name__ == "__main__":
    main()
