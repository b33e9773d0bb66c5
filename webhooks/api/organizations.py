"""Organizations: the caller's own, what they say of themselves, and what they may have."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, StringConstraints

from bot.countries import COUNTRIES
from engine.organizations import founding
from engine.organizations.founding import TooManyError
from engine.organizations.tiers import TIERS
from store import organizations, people
from store.organizations import NewOrganization, Organization
from webhooks.api.route import Call, Route, Routes
from webhooks.api.shapes import Shape
from webhooks.errors import ProblemError

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
Language = Literal["en", "sw"]
Minutes = Annotated[int, Field(ge=1, le=1440)]
Limit = Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=2)]
MAY_BE_NULL = frozenset({"sms_limit", "approval_sms_minutes", "approval_call_minutes"})


class OrganizationNew(Shape):
    """A business that begins to use Karani."""

    name: Name
    country: Literal["KE", "TZ", "UG"]
    language: Language | None = None


class OrganizationChange(Shape):
    """What shall be otherwise; what is left out stays.

    `day_ends_hour` is when the shop's day ends, local time; `sms_limit` what an SMS that
    nobody signs may decide about, null for what is sensible in its currency;
    `correction_hours` how long staff put right what they wrote. An approval that nobody has
    answered is asked again by SMS after `approval_sms_minutes` and by a call after
    `approval_call_minutes`, each counted from when it was asked; null for never.
    """

    name: Name | None = None
    language: Language | None = None
    day_ends_hour: Annotated[int, Field(ge=0, le=12)] | None = None
    sms_limit: Limit | None = None
    correction_hours: Annotated[int, Field(ge=0, le=8760)] | None = None
    approval_sms_minutes: Minutes | None = None
    approval_call_minutes: Minutes | None = None


class Limits(Shape):
    """What the organization's tier allows."""

    members: int
    workflows: int
    messages_per_day: int


class OrganizationShown(Shape):
    """An organization as its members see it."""

    id: UUID
    name: str
    country: str
    currency: str
    timezone: str
    language: str
    day_ends_hour: int
    sms_limit: Decimal | None
    correction_hours: int
    approval_sms_minutes: int | None
    approval_call_minutes: int | None
    tier: str
    limits: Limits

    @classmethod
    def of(cls, one: Organization) -> Self:
        """As the API shows it."""
        tier = TIERS[one.tier]
        return cls(
            id=one.id,
            name=one.name,
            country=one.country,
            currency=one.currency,
            timezone=one.timezone,
            language=one.language,
            day_ends_hour=one.day_ends_hour,
            sms_limit=one.sms_limit,
            correction_hours=one.correction_hours,
            approval_sms_minutes=one.approval_sms_minutes,
            approval_call_minutes=one.approval_call_minutes,
            tier=one.tier,
            limits=Limits(
                members=tier.members,
                workflows=tier.workflows,
                messages_per_day=tier.messages_per_day,
            ),
        )


class Own(Shape):
    """An organization of the caller's, and what they are there."""

    id: UUID
    name: str
    role: str


class OwnList(Shape):
    """All of the caller's organizations, in the order in which they joined."""

    items: list[Own]
    next_cursor: None = None


def create(call: Call, body: OrganizationNew) -> OrganizationShown:
    """Found an organization; the caller is its owner.

    Currency and time zone follow from the country.
    """
    place = next(one for one in COUNTRIES if one.code == body.country)
    person_id = call.caller.person_id
    language = body.language or people.get(call.tx, person_id).language or "en"
    new = NewOrganization(body.name, place.code, place.currency, place.timezone, language)
    try:
        return OrganizationShown.of(founding.found(call.rt, call.tx, person_id, new))
    except TooManyError as error:
        raise ProblemError(409, str(error)) from None


def my(call: Call) -> OwnList:
    """List the organizations that the caller belongs to."""
    with call.tx.directory():
        found = organizations.of_person(call.tx, call.caller.person_id)
    return OwnList(items=[Own(id=one.id, name=one.name, role=one.role) for one in found])


def show(call: Call, organization_id: UUID) -> OrganizationShown:
    """Show an organization."""
    return OrganizationShown.of(organizations.get(call.tx, organization_id))


def change(call: Call, organization_id: UUID, body: OrganizationChange) -> OrganizationShown:
    """Change what an organization says of itself."""
    named = body.model_fields_set
    values = {name: getattr(body, name) for name in named}
    empty = [name for name in named - MAY_BE_NULL if values[name] is None]
    if empty:
        raise ProblemError(422, fields=dict.fromkeys(sorted(empty), "may not be null"))
    return OrganizationShown.of(founding.change(call.desk, call.caller.person_id, values))


_ONE = "/organizations/<uuid:organization_id>"
ROUTES: Routes = (
    Route(
        "POST",
        "/organizations",
        create,
        OrganizationShown,
        201,
        body=OrganizationNew,
        creates=True,
        conflicts=True,
        examples={"A shop in Nairobi": {"name": "Duka la Amina", "country": "KE"}},
    ),
    Route("GET", "/organizations/my", my, OwnList),
    Route("GET", _ONE, show, OrganizationShown),
    Route(
        "PATCH",
        _ONE,
        change,
        OrganizationShown,
        body=OrganizationChange,
        examples={
            "A day that ends at three at night": {"day_ends_hour": 3},
            "Ask again by SMS after ten minutes": {"approval_sms_minutes": 10},
        },
    ),
)
