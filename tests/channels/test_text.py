"""What fits a channel, and what it costs."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.channels import text
from engine.channels.base import ChannelKind


@pytest.mark.parametrize(
    ("said", "carried"),
    [
        ("Habari yako?", "Habari yako?"),
        ("ng'ombe 3", "ng'ombe 3"),
        ("ng’ombe – “mkubwa”", 'ng\'ombe - "mkubwa"'),
        ("Ksh\u00a0300", "Ksh 300"),
        ("subiri…", "subiri..."),
        ("Sawa 👍🏾 asante", "Sawa asante"),
        ("Asante 🙏", "Asante"),
        ("a\u200bb\ufeffc", "abc"),
        ("• sukari\r\n• mkate", "- sukari\n- mkate"),
        ("2 × 150", "2 x 150"),
        ("½ kilo", "1/2 kilo"),
        ("Wanjikũ", "Wanjiku"),
        ("30°C", "30C"),
        ("1️⃣ Ndiyo", "1 Ndiyo"),
        ("{€5}", "{€5}"),
        ("Señor Ángel ß", "Señor Angel ß"),
        ("ሰላም 👍", "ሰላም 👍"),
        ("हिन्दी", "हिन्दी"),
        ("", ""),
    ],
)
def test_an_sms_is_made_of_plain_signs(said: str, carried: str) -> None:
    assert text.to_gsm7(said) == carried


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("a" * 152 + "€" + "a" * 152, 3),  # The euro's two units are not torn apart.
        ("ሰ" * 70, 1),
        ("ሰ" * 71, 2),
        ("ሰ" * 134, 2),
        ("ሰ" * 135, 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
    ],
)
def test_parts_are_counted_as_the_networks_do(said: str, parts: int) -> None:
    assert text.sms_parts(said) == parts


@given(st.text())
@example("a  b\u00a0")
def test_plain_signs_stay_plain(said: str) -> None:
    once = text.to_gsm7(said)

    assert text.to_gsm7(once) == once


@given(st.text(alphabet=st.characters(max_codepoint=0x24F, exclude_categories=["Cs"])))
def test_plain_signs_never_cost_more(said: str) -> None:
    assert text.sms_parts(text.to_gsm7(said)) <= max(text.sms_parts(said), len(said) // 50 + 1)


@given(st.text(min_size=1, max_size=3000), st.sampled_from(["whatsapp", "sms"]))
@example("\r\x1f\n", "sms")  # What is left out must not make a line's end of its neighbours.
@example("\r \n", "sms")
def test_a_body_always_fits(said: str, channel: ChannelKind) -> None:
    fitted = text.fit(said, channel)

    assert len(fitted.encode("utf-16-le", "surrogatepass")) // 2 <= text.LONGEST_BODY
    assert text.fit(fitted, channel) == fitted


def test_whatsapp_carries_every_sign() -> None:
    assert text.fit("Sawa 👍 – “asante”…", "whatsapp") == "Sawa 👍 – “asante”…"


def test_what_is_cut_is_cut_between_words() -> None:
    fitted = text.fit("Sukari 1,500. " * 200, "sms")

    assert fitted.endswith(("Sukari...", "1,500...."))


def test_a_sign_of_two_units_is_not_cut_in_half() -> None:
    fitted = text.fit("a" + "😀" * 900, "whatsapp")

    assert fitted == "a" + "😀" * 799 + "…"


def test_a_single_endless_word_is_cut_anywhere() -> None:
    fitted = text.fit("a" * 5000, "whatsapp")

    assert fitted == "a" * 1599 + "…"


@pytest.mark.parametrize(
    ("length", "ends"),
    [
        (1, True),
        (150, True),
        (151, False),
        (160, False),
        (161, True),
        (296, True),
        (297, False),
    ],
)
def test_more_goes_behind_an_sms_only_where_it_costs_no_further_part(
    length: int, ends: bool
) -> None:
    said = text.with_room("a" * length, "Dial *9#.")

    assert said.endswith("Dial *9#.") is ends
    assert text.sms_parts(said) == text.sms_parts("a" * length)
