"""Where names, phones and people's words may stand: every column of every table says so."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, quote_plus
from uuid import UUID

from store import names

Columns = Mapping[str, tuple[str, ...]]

HIDDEN = "****"
"""What stands for words that are kept no longer."""

WORK: Columns = {
    "outbound_messages": ("body", "template", "subject"),
    "approvals": ("question", "act", "comment"),
    "asks": ("question",),
    "runs": ("held", "error"),
    "step_runs": ("input", "output", "error", "wait"),
    "invitations": ("name", "phone", "invited_by_name"),
    "members": ("name", "phone"),
    "choices": ("value",),
    "reminders": ("text",),
    "ai_requests": ("input", "answer_schema", "answer", "correction"),
    "api_keys": ("name",),
    "feedback": ("correction", "comment"),
}
"""Texts of a shop's work: any known name of a person is taken out, wherever it stands."""

BOOK: Columns = {
    "events": ("payload",),
    "entries": ("item", "item_key", "note"),
    "customers": ("name", "name_key", "note", "phone"),
    "items": ("name", "key"),
    "appointments": ("service", "note"),
    "stock_counts": ("item", "item_key"),
    "payment_claims": ("party",),
    "workflows": ("name", "settings"),
    "workflow_versions": ("definition",),
}
"""The book, where another Maria may stand: only names that are this person's for sure."""

OWN: Columns = {
    "people": ("name", "language", "country"),
    "addresses": ("value",),
    "conversations": ("reply_to", "state"),
    "inbound_messages": (
        *("body", "quoted", "raw", "provider_reference", "attachments", "reading"),
    ),
    "outbound_messages": ("recipient", "media", "provider_reference"),
    "audit_entries": ("before", "after"),
    "parked_bodies": ("raw",),
    "payment_notices": ("raw",),
    "export_pieces": ("body",),
    "organizations": ("name",),
    "pins": ("hash", "proposed"),
    "pin_resets": ("hash",),
    "idempotent_requests": ("key", "body"),
    "accounts": ("password", "email"),
    "sessions": ("digest", "previous"),
    "one_time_codes": ("address", "secret", "code", "password", "name", "language"),
    "ussd_sessions": ("phone", "place", "shown"),
}
"""What is emptied, dropped or looked through as a whole."""

IMPERSONAL: Columns = {
    "addresses": ("kind",),
    "ai_requests": (
        *("type", "about", "provider", "model", "prompt_version"),
        *("outcome", "instead_of", "because"),
    ),
    "api_keys": ("prefix", "digest", "scopes"),
    "appointments": ("status",),
    "approvals": ("code", "shown", "policy", "self_approval", "of", "status", "via"),
    "approval_seats": ("code",),
    "asks": ("expect", "status"),
    "audit_checkpoints": ("hash", "public_key", "signature"),
    "audit_entries": ("action", "entity", "via", "salt", "digest", "hash"),
    "audit_heads": ("hash",),
    "archives": ("account", "cursor", "mark"),
    "arrivals": ("account", "likeness", "reference", "listed"),
    "choices": ("name",),
    "conversations": ("account", "channel"),
    "day_totals": ("kind",),
    "early_reports": (
        "provider",
        "provider_reference",
        "error_code",
        "trouble",
        "price_currency",
        "price_category",
    ),
    "entries": ("kind", "currency", "unit", "payment"),
    "events": ("type", "source"),
    "export_pieces": ("format",),
    "exports": ("scope",),
    "feedback": ("about", "via"),
    "idempotent_requests": ("asked",),
    "inbound_messages": ("account", "parked_reason"),
    "invitations": ("role", "organization_name"),
    "items": ("unit", "price_unit"),
    "members": ("role",),
    "organizations": ("country", "currency", "timezone", "language", "tier"),
    "outbound_messages": (
        "account",
        "channel",
        "reason",
        "error_code",
        "occasion",
        "form",
        "choices",
        "trouble",
        "price_currency",
        "price_category",
    ),
    "one_time_codes": ("purpose",),
    "opt_outs": ("channel",),
    "outbox": ("kind", "parked_reason"),
    "paces": ("account",),
    "parked_bodies": ("provider", "reason"),
    "payment_claims": ("provider", "code", "kind", "status", "flags"),
    "payment_notices": ("provider", "code"),
    "payment_numbers": ("provider", "number", "kind"),
    "people": ("consent_version",),
    "provider_contents": ("account", "shape", "reference"),
    "reminders": ("status",),
    "runs": ("status", "paused_from", "position", "awaited_event"),
    "step_runs": ("step", "type", "status"),
    "stock_counts": ("unit",),
    "stopped_accounts": ("account", "code"),
    "templates": (
        "provider",
        "name",
        "language",
        "body",
        "variables",
        "buttons",
        "reference",
        "state",
    ),
    "ussd_sessions": ("account", "session"),
    "subscriptions": ("url", "events", "status"),
    "subscription_deliveries": ("status", "error"),
    "workflows": ("status", "trigger_event", "schedule", "starter"),
}
"""Words of ours, codes, digests, and the names of shops."""

_BEGINS = r"(?:\m|(?<=\\[nrtbf]))"
"""In JSON a new line is written as two signs, the second of which is a letter."""

_SHORTEST = 3
"""Shorter names are parts of too many words."""


@dataclass(frozen=True, slots=True)
class Traces:
    """What a person is known by: patterns for PostgreSQL, and bytes as bodies hold them.

    `anywhere` finds every name and phone, `surely` only what can hardly be another's; both
    are None where there is nothing to find.
    """

    anywhere: str | None
    surely: str | None
    anywhere_json: str | None
    surely_json: str | None
    needles: tuple[bytes, ...]


def pseudonym(person_id: UUID) -> str:
    """What a forgotten person is called: one word, the same in every spelling."""
    return f"p{person_id.hex[-8:]}"


def traces(known: Sequence[str], sure: Sequence[str], addresses: Sequence[str]) -> Traces:
    """How to find a person: all known names, those that are surely theirs, their addresses."""
    anywhere = [name for name in map(_tidy, known) if len(name) >= _SHORTEST]
    surely = [name for name in anywhere if " " in name] + [
        name for name in map(_tidy, sure) if len(name) >= _SHORTEST
    ]
    numbers = [spelling for address in addresses for spelling in _spellings(address)]
    return Traces(
        anywhere=_pattern(anywhere, numbers, _plain),
        surely=_pattern(surely, numbers, _plain),
        anywhere_json=_pattern(anywhere, numbers, _in_json),
        surely_json=_pattern(surely, numbers, _in_json),
        needles=tuple(_needles(anywhere, numbers)),
    )


def _tidy(name: str) -> str:
    return " ".join(name.split())


def _spellings(address: str) -> list[str]:
    """A phone as it is typed: international with and without its sign, national, masked."""
    if not re.fullmatch(r"\+\d{8,15}", address):
        return [address] if len(address) >= _SHORTEST else []
    masked = f"{address[:7]}***{address[-3:]}"
    return [address[1:], "0" + address[4:], masked]


def _pattern(
    found: Sequence[str], numbers: Sequence[str], spell: Callable[[str], str]
) -> str | None:
    wide = [rf"{_BEGINS}{_escaped(spell(name))}\M" for name in _unique(found)]
    digits = [rf"(?<![0-9])\+?{_escaped(number)}(?![0-9])" for number in _unique(numbers)]
    return "|".join([*wide, *digits]) or None


def _plain(name: str) -> str:
    return name


def _in_json(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)[1:-1]


def _escaped(text: str) -> str:
    escaped = "".join(sign if sign.isalnum() or sign == " " else "\\" + sign for sign in text)
    return escaped.replace(" ", r"\s+")


def _needles(found: Sequence[str], numbers: Sequence[str]) -> list[bytes]:
    spelled = [
        way(case)
        for name in found
        for case in (name, name.lower(), name.upper(), name.title())
        for way in (_plain, quote, quote_plus, json.dumps)
    ]
    return sorted({text.strip('"').encode() for text in (*spelled, *numbers)})


def _unique(texts: Sequence[str]) -> list[str]:
    longest_first = sorted(texts, key=lambda text: (-len(text), text))
    return list({names.key(text): text for text in longest_first}.values())
