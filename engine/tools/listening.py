"""Who hears of facts: looked up once in a transaction, for what is likely to follow too."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from threading import Lock
from uuid import UUID

from store import listeners
from store.database import Transaction
from store.listeners import Listener, Subscriber

MOST = 2000


class Foresight:
    """Which facts have led to which in this process, by shop: what to ask about beforehand."""

    def __init__(self) -> None:
        self._led: OrderedDict[tuple[UUID, str], frozenset[str]] = OrderedDict()
        self._turn = Lock()

    def note(self, organization_id: UUID, event: str, others: frozenset[str]) -> None:
        """An event may lead to these others."""
        key = organization_id, event
        if others <= self._led.get(key, frozenset()):
            return
        with self._turn:
            self._led[key] = self._led.get(key, frozenset()) | others
            if len(self._led) > MOST:
                self._led.popitem(last=False)

    def of(self, organization_id: UUID, events: Iterable[str]) -> set[str]:
        """These events, and what they may lead to."""
        found: set[str] = set()
        waiting = [*events]
        while waiting:
            event = waiting.pop()
            if event not in found:
                found.add(event)
                waiting.extend(self._led.get((organization_id, event), ()))
        return found


class Listening:
    """Who listens in one shop, as seen by one transaction."""

    def __init__(self, tx: Transaction, organization_id: UUID, foresight: Foresight) -> None:
        self._tx = tx
        self._organization_id = organization_id
        self._foresight = foresight
        self._asked: set[str] = set()
        self._listening: Sequence[Listener] = ()
        self._subscribed: Sequence[Subscriber] = ()

    def of(self, events: set[str]) -> Sequence[Listener]:
        """Who wants to hear of these: waiting runs first, in a fixed order."""
        self._ask(events)
        return [one for one in self._listening if one.event in events]

    def subscribers(self, events: set[str]) -> Sequence[Subscriber]:
        """The other systems that want to hear of these."""
        self._ask(events)
        return [one for one in self._subscribed if one.event in events]

    def forget(self) -> None:
        """Somebody begins to listen, or what was seen was taken back."""
        self._asked = set()

    def _ask(self, events: set[str]) -> None:
        if events <= self._asked:
            return
        self._asked = self._foresight.of(self._organization_id, events)
        self._listening, self._subscribed = listeners.find(
            self._tx, self._organization_id, sorted(self._asked)
        )
