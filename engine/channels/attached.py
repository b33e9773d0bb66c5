"""What came with a message besides words: as it is kept, and as a conversation hears of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from bot.conversation import Shown
from engine.channels.base import Attachment

Documents = Sequence[Mapping[str, Any]]
"""Attachments as JSON keeps them."""

_SHOWN: Mapping[str, Shown] = {
    "audio": Shown.VOICE,
    "image": Shown.PICTURE,
    "video": Shown.FILE,
    "document": Shown.FILE,
    "location": Shown.PLACE,
    "contact": Shown.CARD,
    "sticker": Shown.STICKER,
    "reaction": Shown.REACTION,
    "edit": Shown.CHANGE,
}


def kept(attachments: Iterable[Attachment]) -> list[dict[str, Any]]:
    """To be stored; `opened` reads it back."""
    return [asdict(one) for one in attachments]


def opened(documents: Documents) -> tuple[Attachment, ...]:
    """What `kept` stored."""
    return tuple(Attachment(**one) for one in documents)


def shown(documents: Documents) -> Shown | None:
    """What the first of them is to the person who sent it."""
    return _SHOWN[documents[0]["kind"]] if documents else None
