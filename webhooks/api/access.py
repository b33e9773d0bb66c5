"""Who may call which route: the one table that the gate, the description and tests read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Level = Literal["ANYBODY", "PERSON", "VIEWER", "STAFF", "OWNER"]
RANKS: tuple[Level, ...] = ("ANYBODY", "PERSON", "VIEWER", "STAFF", "OWNER")


@dataclass(frozen=True, slots=True)
class Access:
    """The least role, and the scope that an API key needs; without one no key opens it."""

    level: Level
    scope: str | None = None

    def admits(self, role: str | None) -> bool:
        """Whether a signed-in person with this role in the organization may come in."""
        if self.level in {"ANYBODY", "PERSON"}:
            return True
        return role is not None and RANKS.index(role) >= RANKS.index(self.level)


def _may(level: Level, scope: str | None = None) -> Access:
    return Access(level, scope)


_SHOP = "/organizations/<uuid:organization_id>"
TABLE: Mapping[str, Access] = {
    "POST /ai/process": _may("STAFF", "ai:write"),
    "GET /ai/requests": _may("OWNER", "ai:read"),
    "GET /appointments": _may("VIEWER", "appointments:read"),
    "POST /appointments": _may("STAFF", "appointments:write"),
    "GET /appointments/<uuid:appointment_id>": _may("VIEWER", "appointments:read"),
    "PATCH /appointments/<uuid:appointment_id>": _may("STAFF", "appointments:write"),
    "GET /audit/feedback": _may("OWNER", "feedback:read"),
    "POST /audit/feedback": _may("STAFF", "feedback:write"),
    "POST /auth/register": _may("ANYBODY"),
    "POST /auth/login": _may("ANYBODY"),
    "POST /auth/refresh": _may("ANYBODY"),
    "POST /auth/otp": _may("ANYBODY"),
    "POST /auth/otp/verify": _may("ANYBODY"),
    "POST /auth/logout": _may("PERSON"),
    "GET /auth/me": _may("PERSON"),
    "POST /auth/pin/code": _may("PERSON"),
    "POST /auth/pin": _may("PERSON"),
    "GET /invitations": _may("PERSON"),
    "POST /invitations/<uuid:invitation_id>/accept": _may("PERSON"),
    "POST /invitations/<uuid:invitation_id>/decline": _may("PERSON"),
    "POST /organizations": _may("PERSON"),
    "GET /organizations/my": _may("PERSON"),
    f"GET {_SHOP}": _may("VIEWER", "organization:read"),
    f"PATCH {_SHOP}": _may("OWNER"),
    f"GET {_SHOP}/members": _may("VIEWER", "members:read"),
    f"POST {_SHOP}/members": _may("OWNER"),
    f"PATCH {_SHOP}/members/<uuid:member_id>": _may("OWNER"),
    f"DELETE {_SHOP}/members/<uuid:member_id>": _may("OWNER"),
    f"GET {_SHOP}/api-keys": _may("OWNER"),
    f"POST {_SHOP}/api-keys": _may("OWNER"),
    f"DELETE {_SHOP}/api-keys/<uuid:key_id>": _may("OWNER"),
    "GET /audit/heads": _may("OWNER", "audit:read"),
    "GET /audit/logs": _may("OWNER", "audit:read"),
    "GET /audit/verify": _may("OWNER", "audit:read"),
    "GET /customers": _may("VIEWER", "customers:read"),
    "POST /customers": _may("STAFF", "customers:write"),
    "GET /customers/<uuid:customer_id>": _may("VIEWER", "customers:read"),
    "PATCH /customers/<uuid:customer_id>": _may("STAFF", "customers:write"),
    "GET /debts": _may("VIEWER", "customers:read"),
    "GET /entries": _may("VIEWER", "entries:read"),
    "GET /events": _may("VIEWER", "events:read"),
    "POST /events": _may("STAFF", "events:write"),
    "POST /events/batch": _may("STAFF", "events:write"),
    "GET /events/<uuid:event_id>": _may("VIEWER", "events:read"),
    "POST /export": _may("OWNER"),
    "GET /export/<uuid:export_id>": _may("OWNER"),
    "GET /reports/summary": _may("VIEWER", "reports:read"),
    "POST /communications/send": _may("STAFF", "messages:send"),
    "POST /communications/templates": _may("OWNER", "templates:write"),
    "GET /communications/templates": _may("VIEWER", "templates:read"),
    "GET /communications/messages": _may("VIEWER", "messages:read"),
    "GET /communications/messages/<uuid:message_id>": _may("VIEWER", "messages:read"),
    "POST /workflows": _may("OWNER", "workflows:write"),
    "GET /workflows": _may("VIEWER", "workflows:read"),
    "GET /workflows/<uuid:workflow_id>": _may("VIEWER", "workflows:read"),
    "PUT /workflows/<uuid:workflow_id>": _may("OWNER", "workflows:write"),
    "POST /workflows/<uuid:workflow_id>/activate": _may("OWNER", "workflows:write"),
    "POST /workflows/<uuid:workflow_id>/pause": _may("OWNER", "workflows:write"),
    "POST /workflows/<uuid:workflow_id>/rehearse": _may("OWNER", "workflows:write"),
    "GET /runs": _may("VIEWER", "runs:read"),
    "GET /runs/<uuid:run_id>": _may("VIEWER", "runs:read"),
    "POST /runs/<uuid:run_id>/pause": _may("OWNER", "runs:write"),
    "POST /runs/<uuid:run_id>/resume": _may("OWNER", "runs:write"),
    "POST /runs/<uuid:run_id>/cancel": _may("OWNER", "runs:write"),
    "POST /runs/<uuid:run_id>/retry": _may("OWNER", "runs:write"),
    "POST /runs/<uuid:run_id>/replay": _may("OWNER"),
    "GET /approvals": _may("VIEWER", "approvals:read"),
    "GET /approvals/<uuid:approval_id>": _may("VIEWER", "approvals:read"),
    "POST /approvals/<uuid:approval_id>/decision": _may("VIEWER"),
    "POST /webhooks": _may("OWNER"),
    "GET /webhooks": _may("OWNER", "webhooks:read"),
    "DELETE /webhooks/<uuid:webhook_id>": _may("OWNER"),
    "POST /webhooks/<uuid:webhook_id>/activate": _may("OWNER"),
    "GET /webhooks/<uuid:webhook_id>/deliveries": _may("OWNER", "webhooks:read"),
    "POST /webhooks/<uuid:webhook_id>/deliveries/<uuid:delivery_id>/resend": _may("OWNER"),
}

SCOPES: frozenset[str] = frozenset(row.scope for row in TABLE.values() if row.scope)
"""Every scope that a key can have."""
