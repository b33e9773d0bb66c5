"""How several processes share the tests out: what keeps together, and what begins."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]  # Untyped.

LANES: Mapping[str, tuple[str, ...]] = {
    "workers": (
        "faults/test_doorbell",
        "faults/test_webhooks",
        "faults/test_workers",
        "faults/test_runs",
        "faults/test_reminders",
    ),
    "lines": ("faults/test_connections", "faults/test_chaos", "faults/test_sending"),
    "kills": ("faults/test_kills", "faults/test_database"),
    "product": ("karani/test_up", "karani/test_web_bounds"),
    "browser": (
        "end_to_end/test_phone_page",
        "end_to_end/test_pictures",
        "end_to_end/test_console",
    ),
}
"""The files of each lane, in their order: they share what is costly to start, such as a town.
They wait more than they work, and begin before all others."""

LONG = (
    "webhooks/api/test_any_request",
    "engine/test_any_book",
    "engine/test_month",
    "end_to_end/test_model",
    "end_to_end/test_whatsapp_product",
)
"""Files whose tests are long: nobody is to wait for one of them at the end."""

SMALL = ("ai", "architecture", "bot", "channels", "nlu", "steps", "transcripts", "workflows")
"""Folders whose tests are small: a file of them goes to one process, for each parcel that is
handed over costs more than such a test. They come last, and fill what time is left."""

_LANE_OF = {f"tests/{file}.py": lane for lane, files in LANES.items() for file in files}
_PLACE_OF = {file: place for place, file in enumerate(_LANE_OF)}
_LONG = frozenset(f"tests/{file}.py" for file in LONG)
_SMALL = tuple(f"tests/{folder}/" for folder in SMALL)


def parcel(nodeid: str) -> str:
    """What a test goes to a process with: its lane, its file, or nothing else."""
    file = nodeid.partition("::")[0]
    return _LANE_OF.get(file) or (file if file.startswith(_SMALL) else nodeid)


def place(item: pytest.Item) -> int:
    """Which tests begin before which: a lower number before a higher one."""
    file = item.nodeid.partition("::")[0]
    if file in _PLACE_OF:
        return _PLACE_OF[file]
    if file in _LONG:
        return len(_PLACE_OF)
    return len(_PLACE_OF) + (2 if file.startswith(_SMALL) else 1)


class Lanes(LoadScopeScheduling):  # type: ignore[misc]  # The same.
    """Parcels are handed out as the tests stand, each to whichever process is free."""

    def __init__(self, config: pytest.Config, log: object) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False  # It would begin with the largest file.

    def _split_scope(self, nodeid: str) -> str:
        return parcel(nodeid)
