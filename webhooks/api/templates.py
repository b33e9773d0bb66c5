"""Templates: texts that a provider approves for outside the service window."""

from __future__ import annotations

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field

from engine.templates import template_book
from engine.templates.template_book import TemplateError
from store import template_lists
from store.base import new_id
from store.templates import MessageTemplate
from webhooks.api.route import Call, Route, Routes
from webhooks.api.shapes import Listed, Page, Shape
from webhooks.errors import ProblemError

State = Literal["draft", "approved", "rejected"]
Word = Annotated[str, Field(min_length=1, max_length=512)]


class TemplateBody(Shape):
    """A text with places {{1}}, {{2}}, … that `variables` name in their order."""

    provider: Literal["twilio", "meta"]
    name: Word
    language: Word
    body: Annotated[str, Field(min_length=1, max_length=1024)]
    variables: list[Word] = Field(default_factory=list, max_length=100)
    buttons: list[Word] = Field(default_factory=list, max_length=3)


class TemplateShown(Shape):
    """A template; without an organization it is everybody's. Only an approved one is sent."""

    id: UUID
    organization_id: UUID | None
    provider: str
    name: str
    language: str
    body: str
    variables: list[str]
    buttons: list[str]
    reference: str | None
    state: State

    @classmethod
    def of(cls, row: MessageTemplate) -> Self:
        """As the API shows it."""
        told = {name: getattr(row, name) for name in cls.model_fields}
        return cls(**{**told, "variables": list(row.variables), "buttons": list(row.buttons)})


class TemplateList(Listed[TemplateShown]):
    """A page of templates."""


class TemplatePage(Page):
    """Which templates are wanted."""

    state: State | None = None
    name: Word | None = None


def create(call: Call, body: TemplateBody) -> TemplateShown:
    """Keep a template of the organization's own, as a draft.

    Another wording takes the place of the earlier one of this provider, name and language.
    Whoever runs the installation has the provider approve it, and notes that.
    """
    draft = MessageTemplate(
        id=new_id(),
        organization_id=call.organization_id,
        provider=body.provider,
        name=body.name,
        language=body.language,
        body=body.body,
        variables=body.variables,
        buttons=body.buttons,
    )
    try:
        template_book.add(call.tx, draft)
    except TemplateError as error:
        raise ProblemError(422, fields=error.problems) from None
    key = (draft.provider, draft.name, draft.language)
    return TemplateShown.of(template_book.get(call.tx, call.organization_id, key))


def listing(call: Call, query: TemplatePage) -> TemplateList:
    """List the organization's own templates and the installation's, newest first."""
    found = template_lists.listed(
        call.tx,
        call.organization_id,
        query.limit + 1,
        before=query.before,
        state=query.state,
        name=query.name,
    )
    shown = [TemplateShown.of(one) for one in found]
    return TemplateList.page(shown, [one.id for one in found], query.limit)


ROUTES: Routes = (
    Route(
        "POST",
        "/communications/templates",
        create,
        TemplateShown,
        201,
        body=TemplateBody,
        creates=True,
        examples={
            "An order that is ready": {
                "provider": "twilio",
                "name": "order_ready",
                "language": "en",
                "body": "Hello {{1}}, your order at {{2}} is ready. Come by today.",
                "variables": ["name", "shop"],
            }
        },
    ),
    Route("GET", "/communications/templates", listing, TemplateList, query=TemplatePage),
)
