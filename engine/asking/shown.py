"""What people are shown when they are asked: a digest of it, and what has become of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from engine.context.desk import Desk
from store import standing
from store.standing import Line


def digest(desk: Desk, question: Mapping[str, str], *records: UUID | None) -> bytes:
    """What stands for all that a person was shown: the question, and the records as they are.

    A record is an event or an entry; what it wrote and still stands counts, and nothing else.
    """
    found = [_standing(desk, record) for record in records if record]
    shown = json.dumps([dict(question), found], sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(shown.encode("utf-8", "surrogatepass")).digest()


def successor(desk: Desk, event_id: UUID) -> UUID | None:
    """The event that stands in place of one that was put right; None where it is gone.

    Of a list of which a part was taken back nothing stands as it was shown: it is gone too.
    """
    seen: set[UUID] = set()
    while event_id not in seen:
        seen.add(event_id)
        lines = _lines(desk, event_id)
        if not any(line.taken_by for line in lines):
            return event_id
        if len(lines) != 1 or lines[0].taken_by is None:
            return None
        instead = standing.instead(desk.tx, desk.organization_id, lines[0].taken_by)
        if instead is None:
            return None
        event_id = instead
    return None


def _standing(desk: Desk, record: UUID) -> Any:
    lines = [line for line in _lines(desk, record) if line.taken_by is None]
    return [str(record), [[str(line.id), *map(str, line.says)] for line in lines]]


def _lines(desk: Desk, record: UUID) -> Sequence[Line]:
    return standing.lines(desk.tx, desk.organization_id, record)
