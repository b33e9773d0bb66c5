"""A person's word on what a model read: the measure of every later one."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Judge:
    """Keep whether a reading was right; `request` is the question it answered."""

    request: UUID
    right: bool
