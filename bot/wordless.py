"""Answer what comes without words: a voice note, a photo, a place on the map, a card."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation import Shown, Turn
from bot.effects import Say
from bot.replies import smalltalk, wordless
from bot.topic import Scene


def is_wordless(scene: Scene) -> bool:
    """A sticker, an emoji, a picture: nothing that could be read."""
    return not any(sign.isalnum() for sign in scene.heard.text)


def may_be_read(scene: Scene) -> bool:
    """Whether a model might hear or see it: where nothing is asked, in somebody's shop.

    What is spoken or shown answers no open question: that must be beyond doubt.
    """
    is_readable = scene.heard.shown in (Shown.VOICE, Shown.PICTURE) and is_wordless(scene)
    at_rest = scene.conversation.floor is None and scene.shop.organization is not None
    return is_readable and at_rest


def is_shown(scene: Scene) -> bool:
    """Something that is shown or spoken in the place of words."""
    return scene.heard.shown is not None and is_wordless(scene)


def is_reaction(scene: Scene) -> bool:
    """An emoji at one of our messages: it is no message, and is never answered."""
    return scene.heard.shown is Shown.REACTION


def explained(scene: Scene, turn: Turn) -> Turn:
    """The turn, which begins by asking for words where something else was shown instead."""
    shown = scene.heard.shown
    cannot = wordless.cannot(shown) if shown else None
    if cannot is None or not is_wordless(scene) or scene.heard.reading is not None:
        return turn
    is_open = turn.conversation.floor is not None or scene.shop.organization is None
    needs_none = is_open or shown is Shown.CHANGE
    example = () if needs_none else (Say(smalltalk.example()),)
    return replace(turn, effects=(Say(cannot), *example, *turn.effects))
