"""The register of topics: what a person may do in a chat."""

from __future__ import annotations

from collections.abc import Mapping

from bot.topic import Topic
from bot.topics import (
    close_day,
    courtesy,
    greeting,
    help,
    language,
    later,
    recording,
    registration,
    reports,
    undo,
)

TOPICS: Mapping[str, Topic] = {
    registration.NAME: registration.TOPIC,
    recording.NAME: recording.TOPIC,
    undo.NAME: undo.TOPIC,
    language.NAME: language.TOPIC,
    "reports": reports.TOPIC,
    close_day.NAME: close_day.TOPIC,
    "help": help.TOPIC,
    "greeting": greeting.TOPIC,
    "courtesy": courtesy.TOPIC,
    "later": later.TOPIC,
}
"""By the name under which a conversation remembers who has the floor."""
