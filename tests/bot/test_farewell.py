"""Whoever is forgotten hears a farewell, and nothing behind it."""

from __future__ import annotations

from bot.nlu.understanding import Act, Intent
from tests.bot.chat import Chat, only


def test_the_farewell_is_the_last_word_whatever_else_was_open() -> None:
    chat = Chat()
    chat.hear("4500", only("4500"), question="direction")
    chat.hear("nisahau", Act(Intent.ERASE))

    said = chat.hear("ndiyo", Act(Intent.APPROVE))

    assert said is not None
    assert "?" not in said
    assert chat.conversation.floor is None
