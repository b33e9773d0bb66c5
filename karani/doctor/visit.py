"""Look at everything at once, within one bound of time; a look that breaks is one line."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from engine.tools.telling import name
from karani.doctor import (
    choices,
    database,
    machine,
    masks,
    meta,
    others,
    port,
    queue,
    twilio,
    variables,
    work,
)
from karani.doctor.findings import Finding, Findings, wrong
from karani.doctor.installation import Installation

PATIENCE_S = 10.0
"""For all looks together; each has shorter bounds of its own."""


@dataclass(frozen=True, slots=True)
class Check:
    """One look, under the heading that its findings are shown by."""

    topic: str
    look: Callable[[Installation], Findings]


CHECKS: tuple[Check, ...] = (
    Check("Settings", variables.look),
    Check("Settings", choices.look),
    Check("Machine", machine.look),
    Check("Machine", port.look),
    Check("Machine", port.from_outside),
    Check("Database", database.look),
    Check("Queue", queue.look),
    Check("Work", work.look),
    Check("Providers", twilio.look),
    Check("Providers", meta.look),
    Check("Providers", others.africastalking),
    Check("Providers", others.mail),
    Check("Providers", others.model),
)


@dataclass(frozen=True, slots=True)
class Told:
    """What was found under a heading."""

    topic: str
    finding: Finding


@dataclass(slots=True)
class _Looking:
    """A look under way, in a thread that nobody has to wait for."""

    check: Check
    at: Installation
    found: list[Finding] = field(default_factory=list)
    is_over: bool = False
    thread: threading.Thread = field(init=False)

    def __post_init__(self) -> None:
        self.thread = threading.Thread(target=self._look, daemon=True)
        self.thread.start()

    def _look(self) -> None:
        try:
            for finding in self.check.look(self.at):
                self.found.append(finding)
        except Exception as error:  # noqa: BLE001 -- One broken look must not end the others.
            says = f"was not looked at: the look itself broke ({name(error)})"
            self.found.append(wrong(self.check.topic, says, "please tell Karani's makers"))
        self.is_over = True


def visit(
    at: Installation, checks: Sequence[Check] = CHECKS, patience_s: float = PATIENCE_S
) -> list[Told]:
    """All that is found, in the order of the checks, safe to be shown."""
    end = time.monotonic() + patience_s
    looks = [_Looking(check, at) for check in checks]
    hide = masks.secrets(at.settings, at.environment)
    told = []
    for one in looks:
        one.thread.join(max(end - time.monotonic(), 0))
        found = list(one.found)
        if not one.is_over:
            says = f"was not looked at to the end: it took more than {patience_s:g} s"
            found.append(wrong(one.check.topic, says, "check the network from this machine"))
        told += [Told(one.check.topic, masks.masked(finding, hide)) for finding in found]
    return told
