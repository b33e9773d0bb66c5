"""A call of ours at Twilio: what it asks us next, and TwiML that says it. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import UUID
from xml.etree import ElementTree as Xml

from engine.channels.base import Webhook
from engine.channels.twilio_form import MESSAGE_ID, is_by_machine, texts

VOICE_PATH = "/webhooks/twilio/voice"
ASKED, WISH = "asked", "wish"
"""In our own address: how often we have asked, and what waits for a PIN."""

_MOST = 9
_LOCALE = re.compile(r"[a-z]{2,3}-[A-Z]{2}")

Wish = Literal["yes", "no"]


@dataclass(frozen=True, slots=True)
class Ringing:
    """What Twilio tells of a call that somebody has answered, and asks what to say.

    `asked` is how often the question was said, `wish` the answer that waits for a PIN, and
    `digits` what was pressed: they may be a PIN, so that they are kept nowhere.
    """

    message_id: UUID
    call: str
    phone: str
    asked: int = 0
    wish: Wish | None = None
    digits: str = field(default="", repr=False)
    by_machine: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """Words to say, or the name of the clip that says them where there are clips."""

    words: str
    clip: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What is said in a call: the lines, and the address for what is pressed meanwhile.

    It goes on there as well where nobody presses anything. Without `onward` the call ends
    behind the lines. `most` digits are taken; several end with #.
    """

    lines: Sequence[Line] = ()
    onward: str | None = None
    most: int = 1


@dataclass(frozen=True, slots=True)
class Voice:
    """Who says it: Twilio's name of a voice, and the address of recorded clips, if any."""

    name: str
    clips: str | None = None


def read(webhook: Webhook) -> Ringing | None:
    """What a genuine webhook about a call asks; None where it names none of ours."""
    form = texts(webhook.body)
    query = parse_qs(urlsplit(webhook.url).query)
    wish = query.get(WISH, [""])[0]
    asked = query.get(ASKED, ["0"])[0]
    try:
        message_id = UUID(query[MESSAGE_ID][0])
    except (KeyError, ValueError):
        return None
    return Ringing(
        message_id,
        call=form.get("CallSid", ""),
        phone=form.get("To", ""),
        asked=min(int(asked), _MOST) if asked.isdecimal() and len(asked) < 3 else _MOST,
        wish="yes" if wish == "yes" else "no" if wish == "no" else None,
        digits=form.get("Digits", "")[:_MOST],
        by_machine=is_by_machine(form),
    )


def address(base_url: str, message_id: UUID, asked: int = 0, wish: Wish | None = None) -> str:
    """Where Twilio asks what to say next."""
    query = {MESSAGE_ID: str(message_id)}
    query |= {ASKED: str(asked)} if asked else {}
    query |= {WISH: wish} if wish else {}
    return f"{base_url}{VOICE_PATH}?{urlencode(query)}"


def twiml(said: Said, voice: Voice) -> str:
    """The document that has it said."""
    response = Xml.Element("Response")
    if said.onward is None:
        _say(response, said.lines, voice)
        Xml.SubElement(response, "Hangup")
    else:
        ends = {"numDigits": str(said.most), "finishOnKey": "" if said.most == 1 else "#"}
        listens = {"input": "dtmf", "timeout": "8", "action": said.onward, "method": "POST"}
        gather = Xml.SubElement(response, "Gather", {**listens, **ends})
        _say(gather, said.lines, voice)
        silent = Xml.SubElement(response, "Redirect", {"method": "POST"})
        silent.text = said.onward
    return Xml.tostring(response, "unicode")


def _say(parent: Xml.Element, lines: Sequence[Line], voice: Voice) -> None:
    found = _LOCALE.search(voice.name)
    how = {"voice": voice.name, **({"language": found[0]} if found else {})}
    for place, line in enumerate(lines):
        if place:
            Xml.SubElement(parent, "Pause", {"length": "1"})
        if voice.clips and line.clip:
            Xml.SubElement(parent, "Play").text = f"{voice.clips}/{line.clip}.mp3"
        else:
            Xml.SubElement(parent, "Say", how).text = _plain(line.words)


def _plain(words: str) -> str:
    """Without signs that a document may not hold: nobody could say them either."""
    return "".join(sign if sign.isprintable() else " " for sign in words)
