"""Every sentence in every catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from engine.channels.text import is_gsm7
from karani import messages

TWO_PARTS = 2 * 153
CODE = messages.collect()


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


CATALOGUES = {path.parent.parent.name: read(path) for path in messages.catalogues()}


def forms(message: Message) -> Iterator[str]:
    for string in (message.id, message.string):
        yield from (string,) if isinstance(string, str) else string


SENTENCES = [
    message for catalogue in CATALOGUES.values() for message in catalogue if message.id
]


def test_there_are_two_languages() -> None:
    assert {"en", "sw"} <= set(CATALOGUES)


@pytest.mark.parametrize("language", CATALOGUES)
def test_a_catalogue_holds_exactly_the_sentences_of_the_code(language: str) -> None:
    assert {m.id for m in CATALOGUES[language]} == {m.id for m in CODE}


@pytest.mark.parametrize("message", SENTENCES, ids=lambda m: str(m.id))
def test_a_sentence_is_translated_and_not_guessed(message: Message) -> None:
    assert all(forms(message))
    assert not message.fuzzy


@pytest.mark.parametrize("message", SENTENCES, ids=lambda m: str(m.id))
def test_a_translation_names_the_same_values(message: Message) -> None:
    named = [frozenset(re.findall(r"%\((\w+)\)s", form)) for form in forms(message)]

    assert len(set(named)) == 1


@pytest.mark.parametrize("message", SENTENCES, ids=lambda m: str(m.id))
def test_a_sentence_fits_two_sms_parts(message: Message) -> None:
    for form in forms(message):
        assert is_gsm7(form)
        assert len(form) <= TWO_PARTS


def test_english_says_what_the_code_says() -> None:
    assert all(message.string == message.id for message in CATALOGUES["en"] if message.id)


def test_extraction_finds_nothing_to_change(tmp_path: Path) -> None:
    for path in messages.catalogues():
        copy = tmp_path / path.relative_to(messages.ROOT / "locales")
        copy.parent.mkdir(parents=True)
        copy.write_bytes(path.read_bytes())

        messages.update(copy, messages.collect())

        assert copy.read_text() == path.read_text()
