"""`karani doctor`, from the words of the command to what it shows."""

from __future__ import annotations

from karani import logs
from karani.doctor import installation, report, visit


def run(*, as_json: bool, **overrides: object) -> None:
    """Look and tell. Raises `NotAsItShouldBeError` where anything is wrong."""
    logs.set_up("CRITICAL")  # What is wrong is said once, in plain words.
    at = installation.found(**overrides)
    report.show(visit.visit(at), as_json=as_json)
