"""Which language a message chooses."""

from __future__ import annotations

from bot.nlu.understanding import Awaiting, Intent
from bot.topic import Scene

FALLBACK = "en"
"""Until a person's language is known."""


def chosen(scene: Scene) -> str | None:
    """The code of the language that was named, or numbered when a choice was offered."""
    offered = scene.shop.languages
    named = {act.kind for act in scene.acts if act.intent is Intent.LANGUAGE}
    if scene.conversation.awaiting is Awaiting.LANGUAGE and scene.digit:
        return offered[scene.digit - 1] if scene.digit <= len(offered) else None
    return next((code for code in offered if code in named), None)
