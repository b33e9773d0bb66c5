"""Webhooks: other systems hear of the organization's events, signed, at least once."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field

from engine.calling.caller import CallError
from engine.integrations import subscribing
from engine.integrations.subscribing import SubscriptionError
from store import subscription_deliveries, subscriptions
from store.subscription_deliveries import Delivery
from store.subscriptions import Subscription
from webhooks.api.route import Call, Route, Routes
from webhooks.api.shapes import Listed, Page, Shape
from webhooks.errors import ProblemError, conflict

EventName = Annotated[str, Field(pattern=r"^([A-Z][A-Z0-9_]{2,63}|\*)$")]
Url = Annotated[str, Field(min_length=1, max_length=2048)]


class WebhookBody(Shape):
    """Where events are to be sent: https, and which; `*` for all."""

    url: Url
    events: Annotated[list[EventName], Field(min_length=1, max_length=50)]


class WebhookShown(Shape):
    """A subscription; `failing_since` is when the first of a row of failures was."""

    id: UUID
    url: str
    events: list[str]
    status: Literal["active", "disabled"]
    failing_since: datetime | None
    created_at: datetime

    @classmethod
    def of(cls, row: Subscription) -> Self:
        """As the API shows it."""
        told = {name: getattr(row, name) for name in WebhookShown.model_fields}
        return cls(**{**told, "events": list(row.events)})


class WebhookMade(Shape):
    """A new subscription with its secret, which is shown this once."""

    webhook: WebhookShown
    secret: str


class WebhookList(Listed[WebhookShown]):
    """A page of subscriptions."""


class WebhookPage(Page):
    """Which subscriptions are wanted."""


class DeliveryShown(Shape):
    """A delivery of one event: how often it was tried, and what went wrong at last."""

    id: UUID
    event_id: UUID
    event: str
    status: Literal["pending", "delivered", "failed"]
    attempts: int
    error: str | None
    created_at: datetime
    tried_at: datetime | None

    @classmethod
    def of(cls, row: Delivery) -> Self:
        """As the API shows it."""
        told = {name: getattr(row, name) for name in cls.model_fields if name != "event"}
        return cls(**told, event=row.type)


class DeliveryList(Listed[DeliveryShown]):
    """A page of deliveries."""


class DeliveryPage(Page):
    """Which deliveries are wanted."""

    status: Literal["pending", "delivered", "failed"] | None = None


def create(call: Call, body: WebhookBody) -> WebhookMade:
    """Let another system hear of events from now on.

    Each is sent as a POST with `Karani-Signature: t=…,v1=…`: HMAC-SHA256 of `t.body` with the
    secret. It is tried again for about thirty hours until it is answered with 2xx. The id of
    the event stays the same however often it is sent.
    """
    try:
        key, secret = subscribing.subscribe(
            call.desk, body.url, body.events, by=call.caller.person_id
        )
    except CallError as error:
        raise ProblemError(422, fields={"url": str(error).partition(": ")[2]}) from None
    except SubscriptionError as error:
        raise conflict(error) from None
    return WebhookMade(webhook=WebhookShown.of(_found(call, key)), secret=secret)


def listing(call: Call, query: WebhookPage) -> WebhookList:
    """List the subscriptions, newest first."""
    found = subscriptions.listed(call.tx, call.organization_id, query.limit + 1, query.before)
    shown = [WebhookShown.of(one) for one in found]
    return WebhookList.page(shown, [one.id for one in found], query.limit)


def activate(call: Call, webhook_id: UUID) -> WebhookShown:
    """Let one that was disabled after long failure hear again."""
    _found(call, webhook_id)
    subscribing.activate(call.desk, webhook_id, by=call.caller.person_id)
    return WebhookShown.of(_found(call, webhook_id))


def end(call: Call, webhook_id: UUID) -> None:
    """End a subscription; its deliveries are forgotten."""
    if not subscribing.end(call.desk, webhook_id, by=call.caller.person_id):
        raise ProblemError(404)


def deliveries(call: Call, webhook_id: UUID, query: DeliveryPage) -> DeliveryList:
    """List what was sent to a subscription, newest first."""
    _found(call, webhook_id)
    found = subscription_deliveries.listed(
        call.tx,
        call.organization_id,
        query.limit + 1,
        subscription=webhook_id,
        before=query.before,
        status=query.status,
    )
    shown = [DeliveryShown.of(one) for one in found]
    return DeliveryList.page(shown, [one.id for one in found], query.limit)


def resend(call: Call, webhook_id: UUID, delivery_id: UUID) -> DeliveryShown:
    """Send an event again, with the same id; it begins with a clean record."""
    _sent(call, webhook_id, delivery_id)
    try:
        subscribing.resend(call.desk, webhook_id, delivery_id)
    except SubscriptionError as error:
        raise conflict(error) from None
    return DeliveryShown.of(_sent(call, webhook_id, delivery_id))


def _found(call: Call, webhook_id: UUID) -> Subscription:
    found = subscriptions.get(call.tx, call.organization_id, webhook_id)
    if found is None:
        raise ProblemError(404)
    return found


def _sent(call: Call, webhook_id: UUID, delivery_id: UUID) -> Delivery:
    found = subscription_deliveries.get(call.tx, call.organization_id, delivery_id)
    if found is None or found.subscription_id != webhook_id:
        raise ProblemError(404)
    return found


_ONE = "/webhooks/<uuid:webhook_id>"
_SENT = f"{_ONE}/deliveries"
ROUTES: Routes = (
    Route("POST", "/webhooks", create, WebhookMade, 201, body=WebhookBody, creates=True,
          conflicts=True, keeps_answer=False,
          examples={"Sales and payments": {
              "url": "https://erp.example.com/karani",
              "events": ["SALE_RECORDED", "PAYMENT_CLAIMED"]}}),
    Route("GET", "/webhooks", listing, WebhookList, query=WebhookPage),
    Route("DELETE", _ONE, end, None),
    Route("POST", f"{_ONE}/activate", activate, WebhookShown),
    Route("GET", _SENT, deliveries, DeliveryList, query=DeliveryPage),
    Route("POST", f"{_SENT}/<uuid:delivery_id>/resend", resend, DeliveryShown,
          conflicts=True),
)  # fmt: skip
