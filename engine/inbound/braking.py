"""Whoever writes faster than anybody talks is answered later, and in fewer answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from engine.channels.base import Received, Reported
from engine.runtime import Runtime


def slowed(rt: Runtime, items: Sequence[Reported]) -> list[Reported]:
    """What came in, with what came too fast marked `slow`; all of it is still taken in."""
    now, most = rt.clock(), rt.settings.inbound_per_minute
    return [
        replace(item, slow=True)
        if isinstance(item, Received) and rt.brake.count(item.account, item.address, now) > most
        else item
        for item in items
    ]
