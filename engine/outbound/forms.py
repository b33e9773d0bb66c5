"""In what form a message goes: decided by the service window, pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

URGENT = frozenset({"approval", "question"})
"""Reasons of messages that are worth nothing late: somebody waits for the answer."""


class Form(StrEnum):
    """What a message goes as."""

    FREE_TEXT = "free_text"
    TEMPLATE = "template"
    HELD = "held"
    """It waits until its person writes."""
    DIGEST = "digest"
    """It tells all that was held."""
    FALLBACK_SMS = "fallback_sms"
    """It goes by SMS instead of another message."""


@dataclass(frozen=True, slots=True)
class Closed:
    """A message that free text may not carry: why it is sent, and what else could carry it.

    `has_template` where an approved one says the same; `by_sms` where its person can be
    reached so, and wants to be.
    """

    reason: str | None
    has_template: bool
    by_sms: bool


def outside_window(message: Closed) -> Form:
    """What becomes of it: an approved template, an SMS if it is urgent, or it waits."""
    if message.has_template:
        return Form.TEMPLATE
    if message.by_sms and message.reason in URGENT:
        return Form.FALLBACK_SMS
    return Form.HELD
