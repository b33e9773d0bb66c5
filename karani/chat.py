"""A phone in the terminal, for a running Karani whose simulator is on."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Self

import requests
from rich.console import Console
from rich.markup import escape

from engine.settings import load
from karani.folder import ServiceError

try:
    from readline import get_line_buffer
except ImportError:  # Some builds of Python lack it: typing works, editing less well.

    def get_line_buffer() -> str:
        """What is typed so far: unknown."""
        return ""


PROMPT = "> "
_EVERY_S = 0.4
_PATIENCE_S = 10


@dataclass(frozen=True)
class Message:
    """One bubble; `is_mine` when this phone wrote it."""

    text: str
    is_mine: bool


@dataclass
class Phone:
    """One number, and where Karani is."""

    url: str
    number: str
    _cursor: str | None = None
    _seen: set[str] = field(default_factory=set)
    _session: requests.Session = field(default_factory=requests.Session)

    def __post_init__(self) -> None:
        self._session.trust_env = False  # No proxy lies between us and this machine.

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._session.close()

    def send(self, text: str) -> None:
        """Write to Karani. Raises `ServiceError`."""
        letter = {"from": self.number, "text": text, "channel": "whatsapp"}
        self._call("POST", "/webhooks/simulator/messages", json=letter)

    def news(self) -> list[Message]:
        """What was said since the last call, oldest first. Raises `ServiceError`."""
        asked = {"phone": self.number} | ({"after": self._cursor} if self._cursor else {})
        document = self._call("GET", "/phone/messages", params=asked).json()
        self._cursor = document["cursor"]
        # A message comes again whenever its delivery status has risen.
        fresh = [one for one in document["items"] if one["id"] not in self._seen]
        self._seen.update(one["id"] for one in fresh)
        return [Message(self._words(one), one["direction"] == "in") for one in fresh]

    def _words(self, one: Mapping[str, str]) -> str:
        """What it says; of a picture where it can be looked at."""
        picture = one.get("media_url")
        return f"{one['text']}\n{self.url}{picture}" if picture else one["text"]

    def _call(self, method: str, path: str, **what: object) -> requests.Response:
        try:
            answer = self._session.request(
                method,
                self.url + path,
                timeout=_PATIENCE_S,
                **what,  # type: ignore[arg-type]  # `json` or `params`.
            )
        except requests.RequestException:
            raise ServiceError(
                f"No Karani answers at {self.url}. "
                "Start one with `karani up`, or name another: --url"
            ) from None
        if answer.status_code == requests.codes.not_found:
            raise ServiceError(
                f"The simulator is off at {self.url}. Start Karani with SIMULATOR=on to talk "
                "to it from here; anyone who reaches it can then be anyone"
            )
        if not answer.ok:
            raise ServiceError(f"{self.url} refused it: {_reason(answer)}")
        return answer


def _reason(answer: requests.Response) -> str:
    """What a problem document says, the status otherwise."""
    try:
        problem = answer.json()
        return "; ".join(f"{one['field']} {one['detail']}" for one in problem["errors"])
    except (ValueError, LookupError, TypeError):
        return f"it answered {answer.status_code}"


def run(url: str | None, number: str) -> None:
    """Talk until the end of the input. Raises `ServiceError`."""
    console = Console(highlight=False)
    with Phone((url or load().base_url).rstrip("/"), number) as phone:
        for message in phone.news():
            _show(console, message)
        console.print(f"[dim]You are {escape(number)}. Write; Ctrl-D puts the phone away.[/]")
        _talk(phone, console)


def _talk(phone: Phone, console: Console) -> None:
    over = Event()
    listener = Thread(target=_listen, args=(phone, console, over), daemon=True)
    listener.start()
    try:
        for text in _typed():
            phone.send(text)
        over.wait(_EVERY_S * 3)  # A piped text deserves its answer.
    finally:
        over.set()
        listener.join(_PATIENCE_S)


def _typed() -> Iterator[str]:
    with suppress(EOFError):
        while True:
            if text := input(PROMPT).strip():
                yield text


def _listen(phone: Phone, console: Console, over: Event) -> None:
    while not over.wait(_EVERY_S):
        with suppress(ServiceError):  # It may be starting again; sending tells when not.
            for message in phone.news():
                if not message.is_mine:
                    _interrupt(console, message)


def _interrupt(console: Console, message: Message) -> None:
    """Show a bubble above the line that is being typed."""
    if sys.stdout.isatty():
        console.file.write("\r\x1b[K")
    _show(console, message)
    if sys.stdout.isatty():
        console.file.write(PROMPT + get_line_buffer())
        console.file.flush()


def _show(console: Console, message: Message) -> None:
    style, who = ("dim", "You") if message.is_mine else ("green", "Karani")
    console.print(f"[bold {style}]{who}:[/] {escape(message.text)}")
