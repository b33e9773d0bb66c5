"""Communications: messages to members and customers, on their way, arrived, or why not."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from engine.access.callers import Caller
from engine.integrations import writing
from engine.integrations.writing import Letter
from engine.organizations import tiers
from engine.organizations.tiers import TierError
from engine.outbound.hours import Occasion
from engine.templates.template_book import TemplateError
from engine.workflows.wishes import Wanted as TemplateWanted
from store import message_lists
from store.message_lists import SeenMessage, Wanted
from store.outbound import DeliveryStatus
from webhooks.api.route import Call, Route, Routes
from webhooks.api.shapes import Listed, Page, Shape
from webhooks.errors import ProblemError

Channel = Literal["auto", "whatsapp", "sms", "email", "voice"]
Words = Annotated[str, Field(min_length=1, max_length=1600, pattern=r"\S")]
Language = Annotated[str, Field(pattern="^[a-z]{2}$")]
LEFT = 4
"""As many signs of an address as are shown."""


class MessageShown(Shape):
    """A message: `error` says why it got no further, `due_at` when it may go.

    `form` is free_text, template, held (until its person writes), digest or fallback_sms.

    `text` is shown to whom it was written to; what was written to customers, to staff too.
    """

    id: UUID
    person_id: UUID | None
    customer_id: UUID | None
    step_run_id: UUID | None
    approval_id: UUID | None
    channel: str
    to: str
    text: str | None
    parts: int
    form: str
    status: DeliveryStatus
    reason: str | None
    error: str | None
    created_at: datetime
    due_at: datetime
    sent_at: datetime | None
    updated_at: datetime

    @classmethod
    def of(cls, row: SeenMessage, caller: Caller) -> Self:
        """As the API shows it to somebody."""
        names = cls.model_fields.keys() - {"to", "text", "error"}
        return cls(
            **{name: getattr(row, name) for name in names},
            to=f"…{row.recipient[-LEFT:]}" if row.recipient else "",
            text=row.body if _may_read(row, caller) else None,
            error=row.error_code,
        )


class MessageList(Listed[MessageShown]):
    """A page of messages."""


class MessagePage(Page):
    """Which messages are wanted."""

    status: DeliveryStatus | None = None
    channel: Literal["whatsapp", "sms", "email", "voice", "none"] | None = None
    person: UUID | None = None
    customer: UUID | None = None


class TemplateUsed(Shape):
    """The template that says it, filled by language; outside the service window as approved.

    Without a `text` its own goes where free text may: inside the window, by SMS, by e-mail.
    """

    name: Annotated[str, Field(pattern="^[a-z][a-z0-9_]{0,511}$")]
    variables: Annotated[dict[Language, dict[str, Words]], Field(min_length=1, max_length=10)]


class MessageBody(Shape):
    """Whom to write to and what, in each language, as a `text`, a `template`, or both.

    A customer hears it by day only: a `reminder` is about something of their own, and may go
    earlier and later than what is `unasked`.
    """

    to: Annotated[
        str,
        Field(
            pattern=r"^(OWNER|STAFF|VIEWER|\+[1-9][0-9]{6,14}|[0-9a-f-]{36})$",
            description="A role, or a known person's or customer's id or phone (E.164).",
        ),
    ]
    text: Annotated[
        dict[Language, Words],
        Field(max_length=10, description="By language; may be left out beside a template."),
    ] = Field(default_factory=dict)
    channel: Channel = "auto"
    occasion: Literal["reminder", "unasked"] = "unasked"
    template: TemplateUsed | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.text and self.template is None:
            raise ValueError("needs a text, a template, or both")
        return self


class MessagesMade(Shape):
    """The messages, one for each reader."""

    messages: list[MessageShown]


def send(call: Call, body: MessageBody) -> MessagesMade:
    """Write to members or a customer, by the way that reaches them and at their hours.

    Whoever wants to hear nothing gets nothing; a stranger cannot be written to.
    """
    used = body.template
    template = TemplateWanted(used.name, used.variables) if used else None
    letter = Letter(body.to, body.text, body.channel, Occasion(body.occasion), template)
    desk = call.desk
    try:
        tiers.one_more_message(desk)
        sent = writing.write(desk, letter, by=call.caller.person_id)
    except TierError as error:
        raise ProblemError(409, str(error)) from None
    except LookupError as error:
        raise ProblemError(422, fields={"to": str(error)}) from None
    except TemplateError as error:
        raise ProblemError(422, fields=_by_field(error)) from None
    return MessagesMade(messages=[show(call, message_id) for message_id in sent])


def listing(call: Call, query: MessagePage) -> MessageList:
    """List what was written to people, newest first."""
    wanted = Wanted(query.before, query.status, query.channel, query.person, query.customer)
    found = message_lists.listed(call.tx, call.organization_id, query.limit + 1, wanted)
    shown = [MessageShown.of(one, call.caller) for one in found]
    return MessageList.page(shown, [one.id for one in found], query.limit)


def show(call: Call, message_id: UUID) -> MessageShown:
    """Show one message."""
    found = message_lists.get(call.tx, call.organization_id, message_id)
    if found is None:
        raise ProblemError(404)
    return MessageShown.of(found, call.caller)


def _by_field(error: TemplateError) -> dict[str, str]:
    names = {"template": "template.name"}
    return {names.get(key, f"template.{key}"): said for key, said in error.problems.items()}


def _may_read(row: SeenMessage, caller: Caller) -> bool:
    if row.customer_id is not None:
        return caller.role in {"OWNER", "STAFF"}
    return row.person_id == caller.person_id


ROUTES: Routes = (
    Route(
        "POST",
        "/communications/send",
        send,
        MessagesMade,
        201,
        body=MessageBody,
        creates=True,
        conflicts=True,
        examples={
            "To the owners": {
                "to": "OWNER",
                "text": {"en": "Cement has arrived.", "sw": "Saruji imefika."},
            },
            "By a template": {
                "to": "OWNER",
                "template": {
                    "name": "reminder",
                    "variables": {
                        "en": {"shop": "Duka la Amina", "about": "the rent"},
                        "sw": {"shop": "Duka la Amina", "about": "kodi"},
                    },
                },
            },
        },
    ),
    Route("GET", "/communications/messages", listing, MessageList, query=MessagePage),
    Route("GET", "/communications/messages/<uuid:message_id>", show, MessageShown),
)
