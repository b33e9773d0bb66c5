"""Show choices as buttons or a list: as a Twilio content, made once for each shape."""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import structlog

from engine.channels import twilio_api
from engine.channels.base import ChannelError, Letter

LONGEST_BODY = 1024
MOST_LINES = 60  # A content takes a hundred variables; a list of ten needs twenty besides.
BUTTONS, LONGEST_BUTTON = 3, 20  # What needs no approval, within the service window.
ROWS, LONGEST_ROW, LONGEST_ID = 10, 24, 200
OPENS_THE_LIST = "Chagua / Choose"
REST_S = 300.0
"""How long nothing is made after Twilio would not let us make something."""

_log = structlog.get_logger(__name__)


class Shelf(Protocol):
    """Where the references of contents are remembered, by their shapes; a dict will do."""

    def get(self, shape: str) -> str | None:
        """A reference; None if there is none. Raises `LookupError` where none can be seen."""

    def setdefault(self, shape: str, reference: str) -> str:
        """Remember a reference unless there is one; the one that counts."""

    def pop(self, shape: str, reference: str) -> str:
        """Forget it."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A content with what fills it in; `shape` is where its reference stands on the shelf."""

    reference: str
    variables: str
    shape: str


@dataclass(frozen=True, slots=True)
class Form:
    """A shape of question with its places, and the words that fill them, in order."""

    types: Mapping[str, Any]
    words: tuple[str, ...]

    @property
    def shape(self) -> str:
        """The same for all questions that the same content can show."""
        plain = json.dumps(self.types, sort_keys=True)
        return hashlib.sha256(plain.encode()).hexdigest()

    @property
    def variables(self) -> str:
        """As Twilio takes them."""
        return variables(self.words)


class Choices:
    """The contents of one account, made as they are needed."""

    def __init__(self, client: Any, shelf: Shelf) -> None:
        self._client, self._shelf = client, shelf
        self._rests_until = 0.0

    def of(self, letter: Letter) -> Filled | None:
        """The content for a letter; None where its text alone must do."""
        form = form_of(letter)
        if form is None:
            return None
        try:
            reference = self._shelf.get(form.shape) or self._made(form)
        except LookupError:
            return None  # Nothing has left yet: the text can go.
        return Filled(reference, form.variables, form.shape) if reference else None

    def forget(self, filled: Filled) -> None:
        """Twilio does not take it: the next letter has one made anew, after a while."""
        self._shelf.pop(filled.shape, filled.reference)
        self._rest()

    def _made(self, form: Form) -> str | None:
        if time.monotonic() < self._rests_until:
            return None
        try:
            content = twilio_api.ask(
                lambda: self._client.content.v1.contents.create(_new(form))
            )
        except ChannelError as error:
            _log.warning("Choices go out as text: no content was made", code=error.code)
            self._rest()
            return None
        if not re.fullmatch(r"HX[0-9A-Za-z]{1,64}", str(content.sid)):
            self._rest()
            return None
        return self._shelf.setdefault(form.shape, content.sid)

    def _rest(self) -> None:
        self._rests_until = time.monotonic() + REST_S


def variables(words: tuple[str, ...]) -> str:
    """The words as Twilio takes them: JSON, by their place from 1.

    It refuses new lines, tabs and what is blank.
    """
    tidy = [" ".join(word.split()) or "-" for word in words]
    return json.dumps({str(place): word for place, word in enumerate(tidy, 1)})


def form_of(letter: Letter) -> Form | None:
    """How a letter's choices can be shown; None if only as text."""
    lines = letter.text.split("\n")
    labels = [choice.label for choice in letter.choices]
    ids = [choice.id for choice in letter.choices]
    is_shown = letter.channel == "whatsapp" and not letter.media_url and bool(labels)
    if not is_shown or not _fits(letter.text, lines) or not _are_apart(labels, ids):
        return None
    body, words = _body(lines)
    if len(labels) <= BUTTONS and all(len(label) <= LONGEST_BUTTON for label in labels):
        return Form(_buttons(body, len(words), len(labels)), (*words, *labels, *ids))
    if len(labels) <= ROWS and all(len(label) <= LONGEST_ROW for label in labels):
        return Form(_list(body, len(words), len(labels)), (*words, *labels, *ids))
    return None


def _fits(text: str, lines: list[str]) -> bool:
    return len(text) <= LONGEST_BODY and len(lines) <= MOST_LINES and bool(text.strip())


def _are_apart(labels: list[str], ids: list[str]) -> bool:
    """Whether no two are alike and none is blank: WhatsApp refuses those."""
    whole = all(word.strip() for word in (*labels, *ids))
    short = all(len(choice) <= LONGEST_ID for choice in ids)
    return whole and short and len({*labels}) == len({*ids}) == len(ids) == len(labels)


def _body(lines: list[str]) -> tuple[str, tuple[str, ...]]:
    """A place for each line, for no line break may stand in what fills one in."""
    words: list[str] = []
    places: list[str] = []
    for line in lines:
        if line.strip():
            words.append(line)
            places.append(_place(len(words)))
        else:
            places.append("")
    return "\n".join(places), tuple(words)


def _buttons(body: str, before: int, how_many: int) -> Mapping[str, Any]:
    actions = [
        {
            "type": "QUICK_REPLY",
            "title": _place(before + n),
            "id": _place(before + how_many + n),
        }
        for n in range(1, how_many + 1)
    ]
    return {"twilio/quick-reply": {"body": body, "actions": actions}}


def _list(body: str, before: int, how_many: int) -> Mapping[str, Any]:
    items = [
        {"item": _place(before + n), "id": _place(before + how_many + n)}
        for n in range(1, how_many + 1)
    ]
    return {
        "twilio/list-picker": {"body": body, "button": OPENS_THE_LIST, "items": items},
    }


def _place(number: int) -> str:
    return f"{{{{{number}}}}}"


def _new(form: Form) -> Any:
    return _Request(
        {
            "friendly_name": f"karani_{form.shape[:12]}",
            "language": "en",
            "variables": {str(n): "x" for n in range(1, len(form.words) + 1)},
            "types": form.types,
        }
    )


@dataclass(frozen=True, slots=True)
class _Request:
    """The SDK asks for what can be made a dict; its own names every type there is, as null."""

    document: Mapping[str, Any]

    def to_dict(self) -> Mapping[str, Any]:
        return self.document
