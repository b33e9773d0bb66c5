"""PINs as people write them: four to six digits, and none that anybody would guess."""

from __future__ import annotations

import re

FLOOR = "pin"
DIGITS = re.compile(r"(?<!\d)\d{4,6}(?!\d)")
WORDS = re.compile(r"\w+")
AROUND = frozenset({"pin", "my", "is", "the", "it", "yangu", "ni", "namba", "ya", "siri"})
"""Words that may stand beside a PIN."""
RUNS = ("01234567890", "09876543210", "12345678901", "98765432109")
FORTUNE = frozenset({"1212", "2580", "0852", "1122", "6969", "1004", "2000", "2468", "1357"})
"""What people choose most often beside rows and repetitions."""


def alone(text: str) -> str | None:
    """The digits where a message says nothing else; None for any other message."""
    words = WORDS.findall(text.casefold())
    digits = [word for word in words if word.isdecimal()]
    others = {word for word in words if not word.isdecimal()}
    return digits[0] if len(digits) == 1 and others <= AROUND else None


def is_one(text: str) -> bool:
    """Whether these digits are as many as a PIN has."""
    return DIGITS.fullmatch(text) is not None


def behind(text: str, code: str) -> str | None:
    """The PIN right behind an approval's code: `NDIYO A7 4821`."""
    found = re.search(rf"\b{re.escape(code)}\b[\s,.:]+(\d{{4,6}})(?!\d)", text, re.IGNORECASE)
    return found[1] if found else None


def is_trivial(pin: str) -> bool:
    """Whether it is one that a thief tries first: 1111, 1234, 4321, 1212, a year."""
    if len(set(pin)) == 1 or any(pin in row for row in RUNS) or pin in FORTUNE:
        return True
    half = len(pin) // 2
    if len(pin) % 2 == 0 and pin[:half] == pin[half:]:
        return True
    return len(pin) == 4 and pin[:2] in ("19", "20")
