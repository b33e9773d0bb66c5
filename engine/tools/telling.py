"""Tell of an error in a log: what it was and where, without a word of what people said."""

from __future__ import annotations

import traceback


def name(error: BaseException) -> str:
    """The class of an error; of a database's error, the class that its driver raised."""
    original = getattr(error, "orig", None)
    return type(original or error).__name__


def where(error: BaseException) -> str:
    """The places an error passed through, outermost first: files, lines and functions.

    Its own text stays out: it may quote a message, a statement's parameters, a phone number.
    """
    places = traceback.extract_tb(error.__traceback__)
    return "\n".join(f"{place.filename}:{place.lineno} in {place.name}" for place in places)
