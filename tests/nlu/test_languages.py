from __future__ import annotations

from pathlib import Path

import pytest

from bot.nlu.lexicon import LexiconError
from bot.nlu.reader import Reader
from bot.nlu.understanding import Intent, Outcome, Utterance
from karani.lexicons import load_lexicons
from tests.nlu.reading import NOW, read

TOY = """
names = ["toyish"]

[numbers]
order = "count first"
unit = { wun = 1, tuu = 2 }
scale = { hunda = 100 }

[roles]
price = ["pro"]
and = ["et"]

[units]
boksi = ["baks"]

[verbs.forms.sell]
done = ["vendi"]

[say.help]
whole = ["hulp"]
"""


@pytest.fixture
def toy(tmp_path: Path) -> Reader:
    folder = tmp_path / "xx"
    folder.mkdir()
    (folder / "lexicon.toml").write_text(TOY, "utf-8")
    return Reader(load_lexicons(tmp_path))


def test_a_new_language_is_a_folder_and_reads_a_sale(toy: Reader) -> None:
    understood = toy.read(Utterance("vendi pomi tuu baks pro tuu hunda", NOW))

    assert (understood.outcome, understood.language) == (Outcome.ACT, "xx")
    sale = understood.acts[0]
    assert (sale.intent, sale.item, sale.unit) == (Intent.RECORD_SALE, "pomi", "boksi")
    assert (str(sale.quantity), str(sale.amount)) == ("2", "200")


def test_a_new_language_brings_its_own_commands(toy: Reader) -> None:
    assert toy.read(Utterance("Hulp!", NOW)).acts[0].intent is Intent.HELP


def test_a_misspelt_role_in_a_lexicon_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "xx"
    folder.mkdir()
    (folder / "lexicon.toml").write_text('[roles]\nprise = ["pro"]\n', "utf-8")

    with pytest.raises(LexiconError, match=r"'xx'.*prise"):
        load_lexicons(tmp_path)


@pytest.mark.parametrize(
    ("text", "language"),
    [("nimeuza sukari 300", "sw"), ("sold sugar 300", "en"), ("nimesell bread 50", "sw")],
)
def test_the_language_of_a_message_is_told_by_its_words(text: str, language: str) -> None:
    assert read(text).language == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("habari yako", "sw"),
        ("mambo", "sw"),
        ("ndiyo", "sw"),
        ("good morning", "en"),
        ("yes", "en"),
    ],
)
def test_a_greeting_or_an_answer_tells_its_language_too(text: str, language: str) -> None:
    assert read(text).language == language
