"""The `openai` assistant, and any compatible server: asks, reads, checks; holds no tools."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from threading import Event as Pause
from typing import Any, TypeVar

import openai

from engine.ai import dialects, parsing, prices, prompts, schemas, strict
from engine.ai.base import AIAnswer, AIError, AIRequest, Recording, Spent
from engine.ai.dialects import Ask, Prompt, Said
from engine.ai.inputs import check_size
from engine.ai.line import TIMEOUT_S, connect
from engine.ai.prices import Tokens
from engine.ai.troubles import trouble

OPENAI = "https://api.openai.com/v1"
DIALECTS: tuple[Ask, ...] = (dialects.responses, dialects.chat, dialects.plain_chat)
"""Tried in this order where a server does not know the one before."""

UNKNOWN = frozenset({400, 404, 405, 422, 501})
"""What servers say to a question in a form that they do not know."""

TRIES = 2
PAUSE_S = Decimal("0.3")
LEAST_S = 2.0
"""With less time left nothing is tried again."""

SIGNS_A_TOKEN = 2
"""At the least, in any language; for what a question may cost."""

IMAGE_TOKENS = 3_000
LONGEST_SOUND = Decimal(600)
BYTES_A_SECOND = 1_500
"""At the least of any voice note; for what hearing it may cost."""

Sound = tuple[str, bytes, str]
"""A file's name, what it holds, and of what kind that is."""

_T = TypeVar("_T")
_REFUSALS = {
    "refused": "the model will not answer this",
    "truncated": "the answer did not fit",
    "tool_call": "the model wants to act, and may not",
    "failed": "the model broke off",
}
_ENDINGS = {
    "audio/ogg": "ogg",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "audio/aac": "m4a",
    "audio/amr": "amr",
    "audio/wav": "wav",
    "audio/webm": "webm",
}


class OpenAIModel:
    """Answers every type by one model; hears voice notes by another."""

    name = "openai"

    def __init__(
        self,
        *,
        key: str,
        model: str,
        hearing: str,
        clock: Callable[[], datetime],
        base_url: str | None = None,
    ) -> None:
        self.model, self._hearing, self._clock = model, hearing, clock
        self._is_compatible = base_url is not None and base_url.rstrip("/") != OPENAI
        self._client = connect(key, base_url or OPENAI)
        self._dialect = 0

    def answer(self, request: AIRequest) -> AIAnswer:
        """Answer one question in a form that fits its schema. Raises `AIError`."""
        check_size(request.input)
        if request.schema is not None:
            schemas.check_schema(request.schema)
        schema = prompts.schema_of(request)
        said = self._said(self._prompt(request))
        spent = self._spent(said)
        if said.trouble:
            raise AIError(said.trouble, _REFUSALS[said.trouble], spent=spent)
        try:
            reply = parsing.document(said.text)
            output = strict.pruned(reply[strict.ANSWER], schema)
            sure = _confidence(reply.get(strict.CONFIDENCE))
            schemas.check(output, schema)
        except AIError:
            raise AIError("unfit", "the answer does not fit the schema", spent=spent) from None
        except (ValueError, KeyError, TypeError, RecursionError):
            raise AIError(
                "unreadable", "the answer is not the JSON asked for", spent=spent
            ) from None
        return AIAnswer(
            output,
            sure,
            self.model,
            spent.tokens_in,
            spent.tokens_out,
            spent.cost,
            prompts.version(request),
        )

    def hear(self, recording: Recording) -> AIAnswer:
        """Write a voice note down. Raises `AIError`."""
        kind = recording.mime_type.partition(";")[0].strip().lower()
        file = (f"voice.{_ENDINGS.get(kind, 'ogg')}", recording.content, kind or "audio/ogg")
        full = {"languages": list(recording.languages), "prompt": prompts.HEARING}
        if recording.keywords:
            full["keywords"] = list(recording.keywords)
        # Other servers know a prompt alone.
        plain = {"prompt": prompts.HEARING + " " + ", ".join(recording.keywords)}
        forms = [partial(self._listen, file, form) for form in (full, plain)]
        _, text = _first_known(forms[: 2 if self._is_compatible else 1], 0)
        try:
            said = parsing.document(text)
        except (ValueError, RecursionError):
            raise AIError("unreadable", "the answer is no JSON", retryable=True) from None
        heard = parsing.inside(said, "text")
        spent = self._heard(said, recording)
        if not isinstance(heard, str) or not heard.strip():
            raise AIError("no_answer", "nothing was heard", spent=spent)
        return AIAnswer(
            {"text": heard.strip()},
            Decimal("0.5"),
            self._hearing,
            spent.tokens_in,
            spent.tokens_out,
            spent.cost,
            prompts.HEARING_VERSION,
        )

    def close(self) -> None:
        """Hang up."""
        self._client.close()

    def worst_cost(self, request: AIRequest | Recording) -> Decimal:
        """What answering may cost at most, in US dollars."""
        today = self._today()
        if isinstance(request, Recording):
            seconds = Decimal(len(request.content)) / BYTES_A_SECOND
            return prices.of_sound(self._hearing, today, min(seconds, LONGEST_SOUND))
        prompt = self._prompt(request)
        signs = len(prompt.instructions) + len(prompt.text) + len(str(prompt.schema))
        tokens = signs // SIGNS_A_TOKEN + (IMAGE_TOKENS if prompt.image else 0)
        used = Tokens(tokens, prompt.most_tokens, written=tokens)
        return prices.of_tokens(self.model, today, used)

    def _prompt(self, request: AIRequest) -> Prompt:
        schema = prompts.schema_of(request)
        return Prompt(
            model=self.model,
            instructions=prompts.instructions(request),
            text=prompts.text(request),
            schema=strict.asked(schema),
            is_strict=strict.is_strict(schema),
            most_tokens=prompts.MOST_TOKENS,
            # Who only reads need not ponder; models of others may not know the word.
            effort=None if self._is_compatible else "low",
            image=request.image,
            user=request.user,
        )

    def _said(self, prompt: Prompt) -> Said:
        """Ask in the form that the server knows, and remember it."""
        known = DIALECTS if self._is_compatible else DIALECTS[:1]
        forms = [partial(ask, self._client, prompt) for ask in known]
        self._dialect, said = _first_known(forms, self._dialect)
        return said

    def _listen(self, file: Sound, form: Mapping[str, Any], seconds: float) -> str:
        answer = self._client.audio.transcriptions.with_raw_response.create(
            model=self._hearing, file=file, response_format="json", timeout=seconds, **form
        )
        return str(answer.http_response.text)

    def _spent(self, said: Said) -> Spent:
        cost = prices.of_tokens(self.model, self._today(), said.used)
        return Spent(said.used.into, said.used.out, cost)

    def _heard(self, said: object, recording: Recording) -> Spent:
        usage = parsing.inside(said, "usage")
        told = parsing.inside(usage, "seconds")
        is_told = isinstance(told, int | float) and 0 <= told <= LONGEST_SOUND
        seconds = (
            Decimal(str(told)) if is_told else Decimal(len(recording.content)) / BYTES_A_SECOND
        )
        cost = prices.of_sound(self._hearing, self._today(), min(seconds, LONGEST_SOUND))
        tokens_in, tokens_out = (
            parsing.count(usage, f"{way}_tokens") for way in ("input", "output")
        )
        return Spent(tokens_in, tokens_out, cost)

    def _today(self) -> date:
        return self._clock().astimezone(UTC).date()


class _UnknownFormError(Exception):
    """The server may not know this form of a question; else `trouble` is what is wrong."""

    def __init__(self, trouble: AIError) -> None:
        super().__init__(trouble.code)
        self.trouble = trouble


def _first_known(forms: Sequence[Callable[[float], _T]], first: int) -> tuple[int, _T]:
    """The answer to the first form that is known, and its number. Raises `AIError`."""
    for number, ask in enumerate(forms[first:], first):
        try:
            return number, _tried(ask)
        except _UnknownFormError as error:
            if number + 1 == len(forms):
                raise error.trouble from None
    raise AIError("not_found", "the server knows no form of ours")


def _tried(ask: Callable[[float], _T]) -> _T:
    """Ask within the time, and once more where that has a chance."""
    end = time.monotonic() + TIMEOUT_S
    for attempt in range(1, TRIES + 1):
        try:
            return ask(max(end - time.monotonic(), 0.1))
        except openai.OpenAIError as error:
            found = trouble(error)
            if isinstance(error, openai.APIStatusError) and error.status_code in UNKNOWN:
                raise _UnknownFormError(found) from None
            wait = float(found.retry_after_s or PAUSE_S)
            left = end - time.monotonic() - wait
            if attempt == TRIES or not found.retryable or left < LEAST_S:
                raise found from None
            Pause().wait(wait)
    raise AIError("unreachable", "the model was not asked")


def _confidence(value: object) -> Decimal:
    """How sure the model says it is; not at all where it does not say."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return Decimal(0)
    return min(max(Decimal(str(value)), Decimal(0)), Decimal(1)).quantize(Decimal("0.01"))
