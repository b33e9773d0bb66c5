"""Many phones that tell their sales at once, and remember what the product took."""

from __future__ import annotations

import http.client
import random
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from threading import Event, Lock

from tests.provider import Phone

PHONES = 8
PATIENCE_S = 45
"""How long a provider tries to bring a message: Twilio does with `#rc` and `#rp=all`."""

PAUSE_S = 0.25
_amounts = count(1001)
"""No two sales are alike in a session: so no two replies are."""


@dataclass(frozen=True)
class Webhook:
    """A message that was answered with 200, and how long that answer took."""

    sid: str
    text: str
    seconds: float


@dataclass
class Load:
    """Messages on their way into the product."""

    messages: int
    taken: list[Webhook] = field(default_factory=list)
    enough: Event = field(default_factory=Event)
    """Set when no more are wanted."""
    _tellers: list[Future[None]] = field(default_factory=list)

    def is_over(self) -> bool:
        """Whether every phone has told everything; raises what went wrong there."""
        if not all(teller.done() for teller in self._tellers):
            return False
        for teller in self._tellers:
            teller.result()
        return True

    def has_brought(self, share: float) -> bool:
        """Whether this share of the messages is taken, or there is nothing more to come."""
        return len(self.taken) >= share * self.messages or self.is_over()


@dataclass
class Crowd:
    """The phones of a town. Each tells one sale after the other, in the order of amounts."""

    phones: Sequence[Phone]
    hands: ThreadPoolExecutor
    acknowledged: list[str] = field(default_factory=list)
    """Every message that the product took: what it answered with 200 it may not lose."""
    gone: Event = field(default_factory=Event)
    """Set when nobody listens any more."""
    _lock: Lock = field(default_factory=Lock)

    def tell(
        self,
        messages: int,
        *,
        phones: int = PHONES,
        copies: Callable[[], int] = lambda: 1,
        calm_s: float = 0.0,
    ) -> Load:
        """Begin to tell so many sales; each webhook comes in so many copies at once."""
        load = Load(messages)
        for number, phone in enumerate(self.phones[:phones]):
            share = len(range(number, messages, phones))
            tell = partial(self._tell, load, phone, share, copies, calm_s)
            load._tellers.append(self.hands.submit(tell))
        return load

    def say(self, phone: Phone, text: str) -> str:
        """One message; its id, once the product has taken it."""
        load = Load(1)
        self._bring(load, phone, text)
        return load.taken[0].sid

    def _tell(
        self,
        load: Load,
        phone: Phone,
        share: int,
        copies: Callable[[], int],
        calm_s: float,
    ) -> None:
        for _ in range(share):
            if load.enough.is_set():
                return
            self._bring(load, phone, f"sold bread {next(_amounts)}", copies())
            self.gone.wait(calm_s)

    def _bring(self, load: Load, phone: Phone, text: str, copies: int = 1) -> None:
        sid, end = f"SM{random.getrandbits(128):032x}", time.monotonic() + PATIENCE_S
        while True:
            began = time.monotonic()
            answers = self._post(phone, text, sid, copies)
            if http.client.OK in answers:
                break
            assert time.monotonic() < end, f"nobody takes {text!r}: {answers}"
            if self.gone.wait(PAUSE_S):
                return
        with self._lock:
            self.acknowledged.append(sid)
            load.taken.append(Webhook(sid, text, time.monotonic() - began))

    def _post(self, phone: Phone, text: str, sid: str, copies: int) -> list[int | str]:
        if copies == 1:
            return [_status(phone, text, sid)]
        with ThreadPoolExecutor(copies) as hands:
            return list(hands.map(lambda _: _status(phone, text, sid), range(copies)))


def quantile(load: Load, share: float) -> float:
    """The time within which this share of the webhooks was answered."""
    waits = sorted(webhook.seconds for webhook in load.taken)
    return waits[min(len(waits) - 1, int(len(waits) * share))]


def numbers() -> Iterator[str]:
    """The numbers of the phones in every town."""
    return (f"+2547110001{place:02d}" for place in range(PHONES + 1))


def _status(phone: Phone, text: str, sid: str) -> int | str:
    try:
        return phone.says(text, sid)
    except (OSError, http.client.HTTPException) as error:
        return type(error).__name__
