"""The scripts in this folder: what a translator may write.

A line is one of
    # a remark; the first one says what the script proves
    @ language=sw country=KE role=OWNER   the stage; newcomer=yes: before there is a shop,
      doubted=yes: silent for months,
      invited=yes: to Amina's; also=Jirani: a second shop; owes=500,300: a customer of Amina's
      and of the neighbour; elsewhere=CODE, taken=NUMBER: what the neighbour has
    > a message; `\\n` starts a new line of it
    ! EVENT key=value key=value   EVENT   the events it raises, all of them, in order
    < the reply, word for word; a second `<` line is the next line of the same bubble
    ~ 2 days   time passes
    & Baraka   a member who writes from here on, in a conversation of their own
    $ QK1 500 Asha_Otieno   M-Pesa itself tells of a payment: its code, amount and payer
    ^ 3        the next message quotes what the third one was answered; ^ A7 a question
    ? A7 Sale of Ksh 12,000 (cement)?   an approval is put to whoever writes next
A message without `<` must not be answered; without `!` it must raise nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path


@dataclass
class Exchange:
    """One message and what it leads to."""

    text: str
    after: timedelta
    events: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    replies: list[str] = field(default_factory=list)
    by: str | None = None
    quoted: str | None = None
    proven: list[tuple[str, ...]] = field(default_factory=list)
    """What M-Pesa told before: codes, amounts and payers."""
    asked: list[tuple[str, str]] = field(default_factory=list)
    """What was put to the writer for approval before: codes and questions."""

    @property
    def reply(self) -> str | None:
        """The bubble; None for silence."""
        return "\n".join(self.replies) or None


@dataclass
class Script:
    """A whole conversation."""

    stage: dict[str, str] = field(default_factory=dict)
    exchanges: list[Exchange] = field(default_factory=list)


def read(path: Path) -> Script:
    """Read a script."""
    script, coming = Script(), Coming()
    for number, line in enumerate(path.read_text().splitlines(), start=1):
        sign, _, rest = line.partition(" ")
        if sign in {"#", ""}:
            continue
        if sign == "@":
            script.stage = dict(_pair(word) for word in rest.split())
        elif sign in "~&^$?":
            coming.note(sign, rest)
        elif sign == ">":
            script.exchanges.append(coming.exchange(rest.replace("\\n", "\n")))
        else:
            _expect(script.exchanges[-1], sign, rest, f"{path.name}, line {number}")
    return script


@dataclass
class Coming:
    """What is known of the next message before it is written."""

    after: timedelta = timedelta()
    by: str | None = None
    quoted: str | None = None
    proven: list[tuple[str, ...]] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)

    def note(self, sign: str, rest: str) -> None:
        """Time passes, somebody else writes, M-Pesa tells, something is asked or quoted."""
        match sign:
            case "~":
                self.after += _time(rest)
            case "&":
                self.by = rest
            case "$":
                self.proven.append(tuple(word.replace("_", " ") for word in rest.split()))
            case "?":
                code, _, question = rest.partition(" ")
                self.asked.append((code, question))
            case _:
                self.quoted = f"receipt-{rest}"

    def exchange(self, text: str) -> Exchange:
        """The message itself."""
        written = Exchange(
            text,
            self.after,
            by=self.by,
            quoted=self.quoted,
            proven=self.proven,
            asked=self.asked,
        )
        self.after, self.quoted, self.proven, self.asked = timedelta(), None, [], []
        return written


def _expect(exchange: Exchange, sign: str, rest: str, place: str) -> None:
    match sign:
        case "!":
            exchange.events.extend(_events(rest))
        case "<":
            exchange.replies.append(rest)
        case _:
            raise ValueError(f"{place}: what is {sign!r}?")


def _events(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Events in one line: a word in capitals begins one, `key=value` belongs to the last."""
    event: tuple[str, dict[str, str]] | None = None
    for word in text.split():
        key, sign, value = word.partition("=")
        if not sign:
            if event:
                yield event
            event = (word, {})
        elif event:
            event[1][key] = value.replace("_", " ")
    if event:
        yield event


def _pair(word: str) -> tuple[str, str]:
    key, _, value = word.partition("=")
    return key, value


def _time(text: str) -> timedelta:
    amount, unit = text.split()
    return timedelta(**{unit if unit.endswith("s") else unit + "s": int(amount)})
