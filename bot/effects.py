"""Wishes as data: what a turn wants done, carried out by the engine in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from bot.customer_effects import AnswerDebt as AnswerDebt
from bot.customer_effects import KeepPhone as KeepPhone
from bot.customer_effects import OptIn as OptIn
from bot.customer_effects import OptOut as OptOut
from bot.customer_effects import RemindDebt as RemindDebt
from bot.judging import Judge as Judge
from bot.own_wishes import OwnWish
from bot.reply import Reply
from bot.shop_effects import AskAgain as AskAgain
from bot.shop_effects import EndDay as EndDay

_Scalar = str | int | bool | None
Json = _Scalar | list["Json"] | Mapping[str, "Json"]


@dataclass(frozen=True, slots=True)
class Say:
    """Answer the person who spoke."""

    reply: Reply


@dataclass(frozen=True, slots=True)
class Raise:
    """Record a fact: an event of the public contract; amounts as decimal strings.

    `occurred_at` is when it happened where that is not now.
    """

    type: str
    payload: Mapping[str, Json] = field(default_factory=dict)
    occurred_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Replace:
    """Take back an entry, or a count, and record another fact in its place."""

    entry: UUID
    by: Raise


@dataclass(frozen=True, slots=True)
class Introduce:
    """Remember something about the person who spoke; None leaves a value as it is."""

    name: str | None = None
    language: str | None = None
    country: str | None = None
    consent_version: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Found an organization owned by the person who spoke; what follows in the turn is its own.

    `country` is ISO 3166, `currency` ISO 4217, `timezone` an IANA name.
    """

    name: str
    country: str
    currency: str
    timezone: str
    language: str


@dataclass(frozen=True, slots=True)
class Remember:
    """Keep a choice of the shop's, so that it is asked only once."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class SendChart:
    """Send a picture of a period's sales: bars per day and the items that brought most."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Invite:
    """Invite the owner of a phone (E.164) to the shop; nothing happens until they accept."""

    phone: str
    name: str | None
    role: str


@dataclass(frozen=True, slots=True)
class Join:
    """Accept an invitation; what follows in the turn happens in that shop."""

    invitation_id: UUID


@dataclass(frozen=True, slots=True)
class Decline:
    """Refuse an invitation: it is open no longer."""

    invitation_id: UUID


@dataclass(frozen=True, slots=True)
class EnterShop:
    """Go on in another shop of the speaker's; what follows in the turn happens there."""

    organization_id: UUID


@dataclass(frozen=True, slots=True)
class ChangeMember:
    """Give a member another role; None takes them off the team."""

    person_id: UUID
    role: str | None


@dataclass(frozen=True, slots=True)
class Decide:
    """Approve or reject what was asked; the answer says what became of it."""

    organization_id: UUID
    approval_id: UUID
    approved: bool
    coded: bool = True
    """Whether the answer names the question: by its code, or by quoting it."""
    pin: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class AskCorrection:
    """Ask the owners to take entries back, or to put one right (`by`); the answer says how.

    `question` is what they are asked, `what` names it for the speaker; `amount` is the money
    that it moves at most.
    """

    entries: tuple[UUID, ...]
    by: Raise | None
    question: Reply
    what: Reply
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Hide:
    """Keep no word of the message: it said a secret."""


@dataclass(frozen=True, slots=True)
class ProposePin:
    """Remember a new PIN, as a hash, until it is said once more."""

    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class KeepPin:
    """Let this be the speaker's PIN."""

    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class TryPin:
    """Count a try with a PIN, right or wrong."""

    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """Answer what a rule of the shop asked; `value` is JSON, `question` what was asked."""

    organization_id: UUID
    step_run_id: UUID
    value: Json
    question: str


@dataclass(frozen=True, slots=True)
class NameNumber:
    """Name a till or paybill (`kind`) as the shop's: what is paid to it is the shop's."""

    provider: str
    number: str
    kind: str


@dataclass(frozen=True, slots=True)
class ReleaseNumber:
    """Let go of a till or paybill of the shop."""

    provider: str
    number: str


@dataclass(frozen=True, slots=True)
class RefuseNumber:
    """Write down that somebody wished for a number that another shop has named."""

    provider: str
    number: str


@dataclass(frozen=True, slots=True)
class MakeRule:
    """Switch a starter workflow on, with its values; `rule_id` is a rule that gets them."""

    starter: str
    values: Mapping[str, str]
    rule_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class SwitchRule:
    """Let a rule of the shop go on, or begin nothing new."""

    rule_id: UUID
    is_on: bool


@dataclass(frozen=True, slots=True)
class SetReminder:
    """Remind the person who spoke at a moment."""

    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CancelReminder:
    """Do not remind the person who spoke after all."""

    reminder_id: UUID


@dataclass(frozen=True, slots=True)
class EndRule:
    """Let a rule of the shop end for good; what it did is kept."""

    rule_id: UUID


Effect = (
    Say
    | Raise
    | Replace
    | Introduce
    | Found
    | Remember
    | SendChart
    | Invite
    | Join
    | Decline
    | EnterShop
    | ChangeMember
    | KeepPhone
    | OptOut
    | OptIn
    | AnswerDebt
    | RemindDebt
    | MakeRule
    | SwitchRule
    | EndRule
    | Decide
    | Answer
    | AskCorrection
    | AskAgain
    | Hide
    | ProposePin
    | KeepPin
    | TryPin
    | NameNumber
    | ReleaseNumber
    | RefuseNumber
    | OwnWish
    | Judge
    | SetReminder
    | CancelReminder
    | EndDay
)
