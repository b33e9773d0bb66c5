"""What an operator asks of an installation: what is parked, whether the audit holds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from rich.console import Console
from rich.table import Table

from engine.audit import sealing
from engine.inbound import parked
from engine.runtime import Runtime
from karani import kept_ends
from karani.errors import NotAsItShouldBeError


def list_parked(rt: Runtime) -> None:
    """Show what was given up, newest first."""
    found = parked.newest(rt)
    if not found:
        print("Nothing is parked.")
        return
    table = Table("id", "what", "since", "why", box=None, pad_edge=False)
    for one in found:
        since = one.since.astimezone().strftime("%Y-%m-%d %H:%M")
        table.add_row(str(one.id), one.what, since, one.reason)
    Console(soft_wrap=True).print(table)
    print("Try one again: karani parked retry ID")


def retry_parked(rt: Runtime, parked_id: str) -> None:
    """Begin one of them again. Raises `NotAsItShouldBeError` when there is none such."""
    try:
        known = parked.retry(rt, UUID(parked_id))
    except ValueError:
        known = False
    except LookupError as error:
        raise NotAsItShouldBeError(f"{error}; it stays parked") from None
    if not known:
        raise NotAsItShouldBeError(
            f"{parked_id}: nothing with this id is parked; `karani parked` lists what is"
        )
    print("It begins again.")


def verify_audit(rt: Runtime, kept: Path | None = None, keys: Sequence[str] = ()) -> None:
    """Seal what is new, then check every chain. Raises `NotAsItShouldBeError` on any fault.

    `kept` is a file of signed ends that somebody has kept, `keys` public keys to trust beside
    the installation's own, hexadecimal.
    """
    sealing.seal(rt)
    ends = kept_ends.read(kept) if kept else ()
    faults = 0
    for fault in sealing.verify(rt, kept=ends, keys=frozenset(map(kept_ends.key, keys))):
        faults += 1
        print(f"organization {fault.organization_id}: entry {fault.sequence} {fault.what}")
    if faults:
        raise NotAsItShouldBeError(f"the audit is not as was written; faults found: {faults}")
    print("Every audit entry is as it was written.")
