"""Which tests keep to one process of several: those that share what is costly to start."""

from __future__ import annotations

from collections.abc import Mapping

from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]  # Untyped.

LANES: Mapping[str, tuple[str, ...]] = {
    "browser": ("end_to_end/test_phone_page", "end_to_end/test_pictures"),
    "product": ("karani/test_up",),
    "kills": ("faults/test_kills", "faults/test_database"),
    "workers": (
        "faults/test_workers",
        "faults/test_doorbell",
        "faults/test_webhooks",
        "faults/test_runs",
        "faults/test_reminders",
    ),
    "lines": ("faults/test_connections", "faults/test_chaos", "faults/test_sending"),
}
"""The files of each lane. They wait more than they work, and begin before all others."""

_LANE_OF = {f"tests/{file}.py": lane for lane, files in LANES.items() for file in files}


class Lanes(LoadScopeScheduling):  # type: ignore[misc]  # The same.
    """A lane goes to one process as a whole, any other test alone to whichever is free."""

    def _split_scope(self, nodeid: str) -> str:
        return _LANE_OF.get(nodeid.partition("::")[0], nodeid)
