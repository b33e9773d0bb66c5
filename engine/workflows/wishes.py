"""What a step wishes: data that the engine carries out in the transaction of its sprint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Texts = Mapping[str, str]
"""One text by language code, rendered."""

Channel = Literal["auto", "whatsapp", "sms", "email", "voice"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A template by its name, and what it names, by language."""

    name: str
    values: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Send:
    """Send a text, a template, or one of Karani's own reports, in each reader's language.

    `to` is a person's id, a role, or a customer's id; `occasion` says at which hours a customer
    may be told: "reminder" or, by default, "unasked". `subjects` are an e-mail's. Beside a text
    the template says the same outside the service window; alone it is the text as well.
    """

    to: str
    channel: Channel
    texts: Texts
    report: str | None = None
    occasion: str | None = None
    subjects: Texts = field(default_factory=dict)
    template: Wanted | None = None


@dataclass(frozen=True, slots=True)
class Update:
    """Set some values of a record of the shop's; `before` is what they were."""

    record: str
    id: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Emit:
    """Record an event of the shop's."""

    type: str
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RequestApproval:
    """Ask whoever may decide; `of` is a role or a person's id.

    `policy` says what a time-out means. A second request for the same step asks the next, or
    `again` about what has changed since.
    """

    of: str
    question: Texts
    deadline: datetime
    policy: str
    self_approval: bool = False
    again: bool = False


@dataclass(frozen=True, slots=True)
class AskPerson:
    """Ask a person (an id or a role) one question; `expect` says what an answer is.

    The `template` asks the same outside the service window.
    """

    who: str
    question: Texts
    expect: Literal["text", "number", "yes_no", "date"]
    deadline: datetime
    template: Wanted | None = None


@dataclass(frozen=True, slots=True)
class CallOut:
    """Call another system; done after the commit, under a lease. The step's input says how."""


@dataclass(frozen=True, slots=True)
class ProcessAI:
    """Let the AI layer answer; done after the commit, under a lease."""


Wish = Send | Update | Emit | RequestApproval | AskPerson | CallOut | ProcessAI
