"""Every sentence as an SMS, in how many parts: `pytest -s` on this file shows the table."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from babel.messages.pofile import read_po

from engine.channels.text import is_gsm7, sms_parts
from engine.templates.template_drafts import drafts
from karani import messages

PLACE = re.compile(r"%\((\w+)\)s")
USUAL = "Ksh 12,500"
"""What stands for a value: an amount, a name and a time of day are about as long."""

MOST = 2


@dataclass(frozen=True)
class Sms:
    """One text of a catalogue with its values filled in."""

    language: str
    text: str

    @property
    def parts(self) -> int:
        return sms_parts(self.text)


def texts() -> Iterator[Sms]:
    for path in messages.catalogues():
        language = path.parent.parent.name
        with path.open("rb") as file:
            catalogue = read_po(file)
        for message in catalogue:
            strings = message.string if message.id else ""
            for string in (strings,) if isinstance(strings, str) else strings:
                if string:
                    yield Sms(language, PLACE.sub(USUAL, string))
    for draft in drafts("any"):
        yield Sms(draft.language, re.sub(r"\{\{\d+\}\}", USUAL, draft.body))


Record = Callable[[str, object], None]
EVERY = list(texts())


@pytest.mark.parametrize("language", ["en", "sw"])
def test_every_text_is_gsm7_and_of_few_parts(language: str) -> None:
    ours = [one for one in EVERY if one.language == language]

    assert len(ours) > 400
    assert [one.text for one in ours if not is_gsm7(one.text)] == []
    assert [one.text for one in ours if one.parts > MOST] == []


def test_the_report_shows_each_with_its_parts(
    record_property: Record,
) -> None:
    lines = [
        f"{one.parts} {len(one.text):4} {one.language}  {one.text!r}"
        for one in sorted(EVERY, key=lambda one: (one.parts, one.language, one.text))
    ]
    sys.stdout.write("\nparts signs language text\n" + "\n".join(lines) + "\n")
    for language in ("en", "sw"):
        count = Counter(one.parts for one in EVERY if one.language == language)
        summary = ", ".join(f"{count[parts]} in {parts}" for parts in sorted(count))
        sys.stdout.write(f"{language}: {summary}\n")
        record_property(f"sms_parts_{language}", summary)

    assert len(lines) == len(EVERY)
