"""What a command may have to admit at its end."""

from __future__ import annotations


class NotAsItShouldBeError(Exception):
    """The answer is bad news; the text says so in one line."""
