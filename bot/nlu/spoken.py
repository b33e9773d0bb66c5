"""Say numbers and times the way people do, so that the reader understands them again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

HUNDRED, THOUSAND, LAKH = 100, 1_000, 100_000
HALF_DAY, SUNRISE = 12, 6


@dataclass(frozen=True, slots=True)
class Voice:
    """The words with which one language says numbers and hours."""

    scale_first: bool
    words: Mapping[int, str]
    """Numbers below a hundred that have a word of their own."""
    scales: tuple[tuple[int, str], ...]
    """Scales from a thousand upwards, the largest first."""
    hundred: str
    joint: str
    clock: Mapping[str, Any]

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Voice:
        """Take the words from a parsed `lexicon.toml`; of several the first listed is said."""
        numbers = document["numbers"]
        named = {**_first(numbers["unit"]), **_first(numbers["tens"])}
        scales = _first(numbers["scale"])
        larger = sorted((item for item in scales.items() if item[0] >= THOUSAND), reverse=True)
        return cls(
            scale_first=numbers["order"] == "scale first",
            words=named,
            scales=tuple(larger),
            hundred=scales[HUNDRED],
            joint=document["roles"]["and"][0],
            clock=document["spoken"],
        )

    def number(self, value: int) -> str:
        """Say a whole number from nought up: elfu mbili na mia tano."""
        return self._scale_first(value) if self.scale_first else self._count_first(value)

    def time(self, at: dt.time) -> str:
        """Say a time and show it in figures: saa nne asubuhi (10:00)."""
        if self.clock["counts_from"] == "midnight":
            half = self.clock["am"] if at.hour < HALF_DAY else self.clock["pm"]
            return f"{(at.hour - 1) % HALF_DAY + 1}:{at.minute:02d} {half}"
        return f"{self._since_sunrise(at)} ({at:%H:%M})"

    def _small(self, value: int) -> str:
        if value in self.words:
            return self.words[value]
        unit = value % 10
        space = f" {self.joint} " if self.scale_first else " "
        return f"{self.words[value - unit]}{space}{self.words[unit]}"

    def _below_thousand(self, value: int) -> str:
        hundreds, rest = divmod(value, HUNDRED)
        if hundreds == 0:
            return self._small(value)
        count = self.words[hundreds]
        said = f"{self.hundred} {count}" if self.scale_first else f"{count} {self.hundred}"
        return f"{said} {self.joint} {self._small(rest)}" if rest else said

    def _count_first(self, value: int) -> str:
        parts = []
        for scale, word in self.scales:
            count, value = divmod(value, scale)
            if count:
                parts.append(f"{self._count_first(count)} {word}")
        if value or not parts:
            joint = f"{self.joint} " if parts and value < HUNDRED else ""
            parts.append(joint + self._below_thousand(value))
        return " ".join(parts)

    def _scale_first(self, value: int) -> str:
        if value < THOUSAND:
            return self._below_thousand(value)
        scale, word = next(item for item in self.scales if item[0] <= value)
        count, rest = divmod(value, scale)
        if rest == 0:
            return f"{word} {self._scale_first(count)}"
        said = self._scale_first(rest)
        if self._is_clear(scale, count, rest, said):
            return f"{word} {self._scale_first(count)} {self.joint} {said}"
        if scale == LAKH:
            scale, word = next(item for item in self.scales if item[0] == THOUSAND)
            count, rest = divmod(value, scale)
            said = self._scale_first(rest) if rest else ""
        counted = f"{self._scale_first(count)} {word}"
        return f"{counted} {self.joint} {said}" if said else counted

    def _is_clear(self, scale: int, count: int, rest: int, said: str) -> bool:
        """`elfu ishirini na tano` is 25,000 to everybody: 20,005 puts its count first."""
        if scale == THOUSAND:
            return not (count >= 10 and count % 10 == 0 and rest < 10)
        return rest >= THOUSAND and any(said.startswith(f"{word} ") for _, word in self.scales)

    def _since_sunrise(self, at: dt.time) -> str:
        words = self.clock
        late = at.minute == 45
        hour = (at.hour - SUNRISE + late - 1) % HALF_DAY + 1
        minutes = {
            0: "",
            15: f" {words['quarter_past']}",
            30: f" {words['half_past']}",
            45: f" {words['quarter_to']}",
        }.get(at.minute, f" {words['minutes_past']} {self._small(at.minute)}")
        part = [name for start, name in words["parts"] if start <= at.hour][-1]
        return f"{words['hour']} {self._small(hour)}{minutes} {part}"


def _first(words: Mapping[str, int]) -> dict[int, str]:
    """For each value the first word listed for it."""
    said: dict[int, str] = {}
    for word, value in words.items():
        said.setdefault(value, word)
    return said
