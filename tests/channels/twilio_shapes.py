"""What Twilio's API takes: as we wrote it down, and as Twilio describes it where that is here.

`PROVIDER_DESCRIPTIONS` names a folder with `twilio_api_v2010.json` (OpenAPI), and perhaps
`twilio_signature_vectors.json` and `twilio_error_codes_messaging.json`. Without it what
needs them is skipped.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jsonschema

from tests.channels.descriptions import described

MESSAGES = "/2010-04-01/Accounts/{AccountSid}/Messages.json"
MEDIA = "/2010-04-01/Accounts/{AccountSid}/Messages/{MessageSid}/Media.json"
CALLS = "/2010-04-01/Accounts/{AccountSid}/Calls.json"

_TEXT = {"type": "string"}
_OURS = {
    "type": "object",
    "required": ["To"],
    "properties": {
        "To": {"type": "string", "pattern": r"^(whatsapp:)?(\+[0-9]{6,15}|[A-Z]{2}\.[\w.]+)$"},
        "From": {"type": "string", "pattern": r"^(whatsapp:)?\+[0-9]{6,15}$"},
        "Body": {"type": "string", "minLength": 1, "maxLength": 1600},
        "MediaUrl": {"type": "array", "items": {"type": "string", "pattern": "^https://"}},
        "StatusCallback": {"type": "string", "pattern": "^https?://"},
        "ContentSid": {"type": "string", "pattern": "^HX[0-9a-fA-F]{32}$"},
        "ContentVariables": _TEXT,
    },
}
_OUR_CALLS = {
    "type": "object",
    "required": ["To", "From"],
    "properties": {
        "To": {"type": "string", "pattern": r"^\+[0-9]{6,15}$"},
        "From": {"type": "string", "pattern": r"^\+[0-9]{6,15}$"},
        "Url": {"type": "string", "pattern": "^https?://"},
        "Method": {"enum": ["GET", "POST"]},
        "StatusCallback": {"type": "string", "pattern": "^https?://"},
        "StatusCallbackMethod": {"enum": ["GET", "POST"]},
        "MachineDetection": {"enum": ["Enable", "DetectMessageEnd"]},
        "Timeout": {"type": "integer", "minimum": 5, "maximum": 600},
        "TimeLimit": {"type": "integer", "minimum": 1, "maximum": 14_400},
    },
}
_OUR_QUERIES = {
    CALLS: {
        "To": _TEXT,
        "From": _TEXT,
        "StartTime>": _TEXT,
        "PageSize": {"type": "integer"},
    },
    MESSAGES: {"To": _TEXT, "DateSent>": _TEXT, "PageSize": {"type": "integer"}},
    MEDIA: {"PageSize": {"type": "integer"}},
}


@dataclass(frozen=True)
class Description:
    """What a request may hold. `forms` and `queries` are JSON schemas by path."""

    forms: Mapping[str, Mapping[str, Any]]
    queries: Mapping[str, Mapping[str, Any]]

    def takes_form(self, path: str, form: Mapping[str, str]) -> None:
        """Raises `jsonschema.ValidationError` unless a POST may say this."""
        schema = self.forms[path]
        jsonschema.validate(_typed(form, schema), {**schema, "additionalProperties": False})

    def takes_query(self, path: str, query: Mapping[str, str]) -> None:
        """The same of a GET."""
        schema = {"type": "object", "properties": self.queries[path]}
        jsonschema.validate(_typed(query, schema), {**schema, "additionalProperties": False})


OURS = Description({MESSAGES: _OURS, CALLS: _OUR_CALLS}, _OUR_QUERIES)


def theirs(name: str) -> Any:
    """A document from that folder; the test is skipped without it."""
    return json.loads(described(name).read_text("utf-8"))


def described_by_twilio() -> Description:
    """What Twilio itself says that it takes."""
    document = theirs("twilio_api_v2010.json")
    posts = {path: document["paths"][path]["post"]["requestBody"] for path in (MESSAGES, CALLS)}
    kind = "application/x-www-form-urlencoded"
    queries = {
        path: {
            one["name"]: one["schema"]
            for one in document["paths"][path]["get"]["parameters"]
            if one["in"] == "query"
        }
        for path in (MESSAGES, MEDIA, CALLS)
    }
    # The references lead into the document.
    forms = {
        path: {**post["content"][kind]["schema"], "components": document["components"]}
        for path, post in posts.items()
    }
    return Description(forms, queries)


def examples(path: str, method: str, status: str) -> Mapping[str, Any]:
    """The answers that Twilio shows, by name."""
    document = theirs("twilio_api_v2010.json")
    answer = document["paths"][path][method]["responses"][status]
    shown = answer["content"]["application/json"]["examples"]
    return {name: one["value"] for name, one in shown.items()}


def _typed(form: Mapping[str, str], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """A form holds texts alone; what a schema calls a number or a list is one."""
    kinds = {name: one.get("type") for name, one in schema["properties"].items()}
    return {name: _value(value, kinds.get(name)) for name, value in form.items()}


def _value(value: str, kind: str | None) -> Any:
    match kind:
        case "integer" if value.isdigit():
            return int(value)
        case "array":
            return [value]
        case _:
            return value
