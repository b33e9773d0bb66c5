"""What a paused run hears: kept with it, and heard in its order once it is resumed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

from engine.context.desk import Desk
from engine.runs import keeping
from engine.workflows.step import Happened, News
from store import runs
from store.runs import RunRow

MOST = 500
"""As much as one run keeps; more events than that it does not hear."""


def hold(desk: Desk, row: RunRow, step_run_id: UUID, news: News) -> None:
    """Keep news; of anything but events one is enough, for it ends the wait."""
    fresh = {"step_run": str(step_run_id), **keeping.news_to_json(news)}
    known = any(held["news"] == fresh["news"] for held in row.held)
    if (not known or isinstance(news, Happened)) and len(row.held) < MOST:
        runs.save(desk.tx, replace(row, held=[*row.held, fresh]), None)


def has_events(row: RunRow) -> bool:
    """Whether it keeps an event: what comes behind it may be what the next wait is for."""
    return any(isinstance(news, Happened) for _, news in kept(row))


def kept(row: RunRow) -> Iterator[tuple[UUID, News]]:
    """What it keeps, in the order in which it came, with the step run that waited for it."""
    for held in row.held:
        yield UUID(str(held["step_run"])), keeping.news_from_json(held)


def hearer(row: RunRow, step_run_id: UUID, news: News) -> UUID:
    """Who hears what was kept: of an event whichever step run waits for it by now."""
    meant = isinstance(news, Happened) and row.awaited_event == news.event["type"]
    return row.waiting_id if meant and row.waiting_id is not None else step_run_id
