"""A model server on loopback: takes what the real client sends, checks it, answers as told."""

from __future__ import annotations

import http.server
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from werkzeug.formparser import parse_form_data

from engine.ai.base import AIAnswer, AIRequest, RequestType
from engine.ai.openai import OpenAIModel
from tests.loopback import serving

KEY = "sk-canary-key-of-the-loopback"
NOON = datetime(2026, 11, 24, 9, tzinfo=UTC)
Answer = tuple[int, bytes, Mapping[str, str]]
CUT: Answer = (0, b"", {})

OURS: Mapping[str, Mapping[str, Any]] = {
    "/v1/responses": {
        "type": "object",
        "required": ["model", "instructions", "input", "text", "store"],
        "properties": {
            "store": {"const": False},
            "input": {
                "type": "array",
                "minItems": 1,
                "items": {
                    "required": ["role", "content"],
                    "properties": {"role": {"const": "user"}},
                },
            },
            "text": {
                "required": ["format"],
                "properties": {"format": {"required": ["type", "name", "schema", "strict"]}},
            },
            "tools": False,
        },
    },
    "/v1/chat/completions": {
        "type": "object",
        "required": ["model", "messages", "response_format"],
        "properties": {"messages": {"type": "array", "minItems": 2}, "tools": False},
    },
    "/v1/audio/transcriptions": {
        "type": "object",
        "required": ["model", "file", "languages", "response_format"],
    },
}
"""What the product shall send, where the provider's own description is not at hand."""

OFFICIAL = {
    "/v1/responses": "CreateResponse",
    "/v1/chat/completions": "CreateChatCompletionRequest",
    "/v1/audio/transcriptions": "CreateTranscriptionRequest",
}


@dataclass
class ModelServer:
    """What was asked, and how to answer; what does not fit the description is kept apart."""

    url: str = ""
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    models: list[OpenAIModel] = field(default_factory=list)
    answer: Callable[[str, dict[str, Any]], Answer] = lambda path, body: said({})

    def model(self, **chosen: Any) -> OpenAIModel:
        """The real client's provider, asking here."""
        wanted: dict[str, Any] = {
            "key": KEY,
            "model": "gpt-6-luna",
            "hearing": "gpt-transcribe",
            "clock": lambda: NOON,
            "base_url": self.url,
        }
        self.models.append(OpenAIModel(**{**wanted, **chosen}))
        return self.models[-1]

    def take(self, path: str, body: dict[str, Any], headers: Mapping[str, str]) -> Answer:
        """One question."""
        self.asked.append((path, body))
        self.headers.append(headers)
        self.wrong += [
            f"{path} {error.json_path}" for error in validator(path).iter_errors(body)
        ]
        return self.answer(path, body)


def said(answer: Any, confidence: float = 0.9, **more: Any) -> Answer:
    """A reply of the responses API, with `answer` under the wrapper that was asked for."""
    return reply(json.dumps({"answer": answer, "confidence": confidence}), **more)


def reply(text: str, **more: Any) -> Answer:
    """A reply of the responses API with these words."""
    return whole(
        {
            "id": "resp_1",
            "object": "response",
            "status": "completed",
            "output": [
                {"type": "reasoning", "id": "rs_1", "summary": []},
                {
                    "type": "message",
                    "id": "msg_1",
                    "role": "assistant",
                    "status": "completed",
                    "content": [{"type": "output_text", "text": text, "annotations": []}],
                },
            ],
            "usage": {
                "input_tokens": 1500,
                "input_tokens_details": {"cached_tokens": 500},
                "output_tokens": 200,
                "total_tokens": 1700,
            },
            **more,
        }
    )


def chatted(text: str | None, ended: str = "stop", **message: Any) -> Answer:
    """A reply of chat completions."""
    choice = {
        "index": 0,
        "finish_reason": ended,
        "message": {"role": "assistant", "content": text, **message},
    }
    usage = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
    return whole({"id": "chat_1", "choices": [choice], "usage": usage})


def whole(document: Mapping[str, Any], status: int = 200) -> Answer:
    """Any answer in JSON."""
    return status, json.dumps(document).encode(), {"Content-Type": "application/json"}


def refused(status: int, code: str = "", **headers: str) -> Answer:
    """An error as the provider words it; the words hold what nobody may log."""
    told = {"error": {"message": "canary-of-the-provider", "type": "t", "code": code}}
    return status, json.dumps(told).encode(), {"Content-Type": "application/json", **headers}


def question(kind: RequestType, told: Any = "sold sugar", schema: Any = None) -> AIRequest:
    return AIRequest(kind, told, schema, "en", "KE", NOON, user="digest")


def summarized(models: ModelServer, **chosen: Any) -> AIAnswer:
    return models.model(**chosen).answer(question(RequestType.SUMMARIZATION))


@contextmanager
def model_server() -> Iterator[ModelServer]:
    """The server on a port of its own; a status of 0 cuts the connection."""
    made = ModelServer()
    with serving(_door(made)) as url:
        made.url = f"{url}/v1"
        try:
            yield made
        finally:
            for model in made.models:
                model.close()


@cache
def validator(path: str) -> Draft202012Validator:
    """By the official description where its folder is named, else by our own shapes."""
    folder = os.environ.get("PROVIDER_DESCRIPTIONS")  # noqa: TID251 -- Only tests know it.
    file = Path(folder or "/nowhere") / "openai_openapi_trimmed.json"
    if not file.exists() or path not in OFFICIAL:
        return Draft202012Validator(OURS.get(path, {}))
    # A message of a user is two of its `oneOf` at once: one at least is what is meant.
    described = json.loads(file.read_text("utf-8").replace('"oneOf":', '"anyOf":'))
    name = OFFICIAL[path]
    both = [{"$ref": f"#/components/schemas/{name}"}, OURS[path]]
    return Draft202012Validator({"allOf": both, "components": described["components"]})


def _door(made: ModelServer) -> type[http.server.BaseHTTPRequestHandler]:
    class Door(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def log_message(self, *_: Any) -> None:
            return

        def do_GET(self) -> None:
            names = {name.lower(): value for name, value in self.headers.items()}
            self._answer(made.take(self.path, {}, names))

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            kind = self.headers["Content-Type"]
            body = json.loads(raw) if kind == "application/json" else _form(raw, kind)
            names = {name.lower(): value for name, value in self.headers.items()}
            self._answer(made.take(self.path, body, names))

        def _answer(self, answer: Answer) -> None:
            status, payload, headers = answer
            if status == 0:
                self.close_connection = True
                return
            with suppress(ConnectionError):  # Whoever asked has heard enough.
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(payload)))
                self.end_headers()
                self.wfile.write(payload)

    return Door


def _form(raw: bytes, kind: str) -> dict[str, Any]:
    """A form as JSON: what ends in [] is a list, of a file its name and size."""
    environ = {
        "wsgi.input": BytesIO(raw),
        "CONTENT_LENGTH": str(len(raw)),
        "CONTENT_TYPE": kind,
    }
    _, fields, files = parse_form_data({**environ, "REQUEST_METHOD": "POST"})
    body: dict[str, Any] = {
        name.removesuffix("[]"): fields.getlist(name) if name.endswith("[]") else fields[name]
        for name in fields
    }
    for name, one in files.items():
        body[name] = f"{one.filename} {one.mimetype}"
        one.close()
    return body
