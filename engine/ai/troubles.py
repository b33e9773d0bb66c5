"""What went wrong at a model server, in our words: theirs may hold what was asked."""

from __future__ import annotations

import openai

from engine.ai.base import AIError

LONGEST_WAIT_S = 3_600


def trouble(error: openai.OpenAIError) -> AIError:
    """The error to raise instead; the code says what to do."""
    if isinstance(error, openai.APITimeoutError):
        return AIError("timed_out", "the model did not answer in time", retryable=True)
    if isinstance(error, openai.APIConnectionError):
        return AIError("unreachable", "no whole answer of the model came", retryable=True)
    if isinstance(error, openai.APIStatusError):
        return _status(error)
    return AIError("unreadable", "the model's answer cannot be read", retryable=True)


def _status(error: openai.APIStatusError) -> AIError:
    status = error.status_code
    if status in {401, 403}:
        return AIError("not_allowed", f"HTTP {status}: look at OPENAI_API_KEY")
    if status == 404:
        return AIError("not_found", "HTTP 404: look at OPENAI_MODEL and OPENAI_BASE_URL")
    if status == 429:
        # An account without money answers the same each time, until somebody pays.
        broke = error.code == "insufficient_quota"
        wait = LONGEST_WAIT_S if broke else seconds(error.response.headers.get("retry-after"))
        detail = "HTTP 429: too many questions, or the account has no money"
        return AIError("rate_limited", detail, retryable=True, retry_after_s=wait)
    is_later = status in {408, 409} or status >= 500
    return AIError(f"http_{status}", f"HTTP {status} of the model", retryable=is_later)


def seconds(text: str | None) -> int | None:
    """`Retry-After` in seconds; its other form, a date, depends on their clock."""
    digits = (text or "").strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) < 9):
        return None
    return min(int(digits), LONGEST_WAIT_S)
