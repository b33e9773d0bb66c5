"""Write a letter as Meta takes it: text, a picture, buttons, a list, or a template."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from engine.channels.base import Choice, Letter, Template

LONGEST_CAPTION, LONGEST_BODY = 1024, 1024
BUTTONS, LONGEST_BUTTON, LONGEST_BUTTON_ID = 3, 20, 256
ROWS, LONGEST_ROW, LONGEST_MORE, LONGEST_ROW_ID = 10, 24, 72, 200
OPENS_THE_LIST = "Chagua / Choose"

Document = Mapping[str, Any]


def document(letter: Letter) -> Document:
    """The body of the call that sends a letter; a status about it brings its id back."""
    quotes = {"context": {"message_id": letter.quotes}} if letter.quotes else {}
    return {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        **receiver(letter.to),
        **quotes,
        **_content(letter),
        "biz_opaque_callback_data": str(letter.id),
    }


def receiver(address: str) -> Document:
    """Where to; without its plus a number would be taken for one of our own country."""
    return {"to": address} if address.startswith("+") else {"recipient": address}


def _content(letter: Letter) -> Document:
    if letter.template is not None:
        return {"type": "template", "template": _template(letter.template)}
    interactive = _interactive(letter)
    if interactive is not None:
        return {"type": "interactive", "interactive": interactive}
    # Words that do not fit under a picture go without it: they say the same.
    if letter.media_url and len(letter.text) <= LONGEST_CAPTION:
        picture = {"link": letter.media_url, "caption": letter.text}
        return {"type": "image", "image": picture}
    return {"type": "text", "text": {"body": letter.text, "preview_url": False}}


def _template(template: Template) -> Document:
    words = [{"type": "text", "text": _tidy(word)} for word in template.variables]
    language = {"policy": "deterministic", "code": template.language}
    body = {"components": [{"type": "body", "parameters": words}]} if words else {}
    return {"name": template.reference, "language": language, **body}


def _tidy(word: str) -> str:
    # A variable with a new line or nothing in it has the whole template refused.
    return re.sub(r"\s+", " ", word).strip() or "-"


def _interactive(letter: Letter) -> Document | None:
    """The choices to be tapped; None where the text, which has them too, must do."""
    if not letter.choices or len(letter.text) > LONGEST_BODY:
        return None
    body = {"body": {"text": letter.text}}
    if _are_buttons(letter.choices):
        picture = {"type": "image", "image": {"link": letter.media_url}}
        header = {"header": picture} if letter.media_url else {}
        return {"type": "button", **header, **body, "action": _buttons(letter.choices)}
    if _are_rows(letter.choices) and not letter.media_url:
        return {"type": "list", **body, "action": _rows(letter.choices)}
    return None


def _are_buttons(choices: Sequence[Choice]) -> bool:
    fits = all(0 < len(one.label.strip()) <= LONGEST_BUTTON for one in choices)
    return fits and len(choices) <= BUTTONS and _are_distinct(choices, LONGEST_BUTTON_ID)


def _are_rows(choices: Sequence[Choice]) -> bool:
    fits = all(0 < len(one.label.strip()) <= LONGEST_MORE for one in choices)
    return fits and len(choices) <= ROWS and _are_distinct(choices, LONGEST_ROW_ID)


def _are_distinct(choices: Sequence[Choice], longest_id: int) -> bool:
    ids = {one.id for one in choices}
    shown = {_short(one.label.strip()) for one in choices}
    written = all(one.id == one.id.strip() and 0 < len(one.id) <= longest_id for one in choices)
    return written and len(ids) == len(shown) == len(choices)


def _buttons(choices: Sequence[Choice]) -> Document:
    replies = [{"id": one.id, "title": one.label.strip()} for one in choices]
    return {"buttons": [{"type": "reply", "reply": reply} for reply in replies]}


def _rows(choices: Sequence[Choice]) -> Document:
    rows = [_row(one.id, one.label.strip()) for one in choices]
    return {"button": OPENS_THE_LIST, "sections": [{"rows": rows}]}


def _row(key: str, label: str) -> Document:
    title = _short(label)
    more = {} if title == label else {"description": label}
    return {"id": key, "title": title, **more}


def _short(label: str) -> str:
    return label if len(label) <= LONGEST_ROW else label[: LONGEST_ROW - 1].rstrip() + "…"
