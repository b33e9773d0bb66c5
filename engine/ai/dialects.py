"""The two ways of asking a model: responses, and chat completions of compatible servers."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from openai import OpenAI

from engine.ai.base import AIError
from engine.ai.parsing import count, document, each, inside
from engine.ai.prices import Tokens

JSON_ONLY = "Answer with one JSON object that fits this JSON Schema, and nothing else: "


@dataclass(frozen=True, slots=True)
class Prompt:
    """One question, ready to be asked. What people wrote stands in `text` and nowhere else."""

    model: str
    instructions: str
    text: str = field(repr=False)
    schema: Mapping[str, Any]
    is_strict: bool
    most_tokens: int
    effort: str | None = None
    image: bytes | None = field(default=None, repr=False)
    user: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What a model said, and what it used; `trouble` where that is no answer."""

    text: str = field(repr=False)
    used: Tokens
    trouble: str | None = None


Ask = Callable[[OpenAI, Prompt, float], Said]
"""Ask once, within so many seconds. Raises `openai.OpenAIError`, `AIError`."""


def responses(client: OpenAI, prompt: Prompt, seconds: float) -> Said:
    """Ask by the responses API, with structured outputs; nothing is stored there."""
    content: list[dict[str, Any]] = [{"type": "input_text", "text": prompt.text}]
    if prompt.image:
        url = _url(prompt.image)
        content.append({"type": "input_image", "image_url": url, "detail": "high"})
    body: dict[str, Any] = {
        "model": prompt.model,
        "instructions": prompt.instructions,
        "input": [{"role": "user", "content": content}],
        "text": {"format": {"type": "json_schema", **_format(prompt)}},
        "max_output_tokens": prompt.most_tokens,
        "store": False,
        "timeout": seconds,
    }
    if prompt.effort:
        body["reasoning"] = {"effort": prompt.effort}
    if prompt.user:
        body["safety_identifier"] = prompt.user
    answer = client.responses.with_raw_response.create(**body)
    return _of_responses(_document(answer.http_response.text))


def chat(client: OpenAI, prompt: Prompt, seconds: float) -> Said:
    """Ask by chat completions, with a schema."""
    wanted = {"type": "json_schema", "json_schema": _format(prompt)}
    return _chat(client, prompt, seconds, prompt.instructions, wanted)


def plain_chat(client: OpenAI, prompt: Prompt, seconds: float) -> Said:
    """Ask by chat completions of a server that knows JSON but no schemas."""
    schema = json.dumps(prompt.schema, ensure_ascii=False)
    told = f"{prompt.instructions}\n\n{JSON_ONLY}{schema}"
    return _chat(client, prompt, seconds, told, {"type": "json_object"})


def _chat(
    client: OpenAI, prompt: Prompt, seconds: float, told: str, wanted: Mapping[str, Any]
) -> Said:
    content: list[dict[str, Any]] = [{"type": "text", "text": prompt.text}]
    if prompt.image:
        content.append({"type": "image_url", "image_url": {"url": _url(prompt.image)}})
    # A text alone goes as text: some servers know no parts.
    said = content if prompt.image else prompt.text
    body: dict[str, Any] = {
        "model": prompt.model,
        "messages": [{"role": "system", "content": told}, {"role": "user", "content": said}],
        "response_format": wanted,
        "max_tokens": prompt.most_tokens,
        "timeout": seconds,
    }
    answer = client.chat.completions.with_raw_response.create(**body)
    return _of_chat(_document(answer.http_response.text))


def _format(prompt: Prompt) -> dict[str, Any]:
    return {"name": "reply", "schema": dict(prompt.schema), "strict": prompt.is_strict}


def _url(image: bytes) -> str:
    return f"data:image/jpeg;base64,{base64.b64encode(image).decode()}"


def _document(text: str) -> Mapping[str, Any]:
    try:
        return document(text)
    except (ValueError, RecursionError):
        raise AIError("unreadable", "the server's answer is no JSON", retryable=True) from None


def _of_responses(answer: Mapping[str, Any]) -> Said:
    parts = [part for item in each(answer, "output") for part in each(item, "content")]
    texts = [part.get("text") for part in parts if part.get("type") == "output_text"]
    usage = answer.get("usage")
    return Said(
        "".join(text for text in texts if isinstance(text, str)),
        _used(usage, "input", "output"),
        _trouble_of_responses(answer, parts),
    )


def _trouble_of_responses(answer: Mapping[str, Any], parts: list[Any]) -> str | None:
    kinds = {item.get("type") for item in each(answer, "output")}
    if kinds - {"message", "reasoning"}:
        return "tool_call"
    if any(part.get("type") == "refusal" for part in parts):
        return "refused"
    if answer.get("status") == "incomplete":
        why = inside(answer, "incomplete_details", "reason")
        return "refused" if why == "content_filter" else "truncated"
    return None if answer.get("status") in {"completed", None} else "failed"


def _of_chat(answer: Mapping[str, Any]) -> Said:
    message, usage = inside(answer, "choices", 0, "message"), answer.get("usage")
    text = inside(message, "content")
    return Said(
        text if isinstance(text, str) else "",
        _used(usage, "prompt", "completion"),
        _trouble_of_chat(inside(answer, "choices", 0, "finish_reason"), message),
    )


def _trouble_of_chat(ended: Any, message: Any) -> str | None:
    if inside(message, "tool_calls") or inside(message, "function_call"):
        return "tool_call"
    if inside(message, "refusal") or ended == "content_filter":
        return "refused"
    return "truncated" if ended == "length" else None


def _used(usage: Any, into: str, out: str) -> Tokens:
    details = f"{into}_tokens_details"
    return Tokens(
        count(usage, f"{into}_tokens"),
        count(usage, f"{out}_tokens"),
        count(usage, details, "cached_tokens"),
        count(usage, details, "cache_write_tokens"),
    )
