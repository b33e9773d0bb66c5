"""The totals of a day."""

from __future__ import annotations

from datetime import date

import pytest

from bot.nlu.understanding import Act, Intent
from tests.bot.chat import Chat, expense, sale


def after_a_day() -> Chat:
    chat = Chat()
    chat.hear("mkate", sale("400", "mkate"))
    chat.wait(days=1)
    chat.hear("mkate na nauli", sale("1465.50", "mkate"), expense("100"))
    return chat


@pytest.mark.parametrize(
    ("act", "answer"),
    [
        (Act(Intent.SUMMARY), "Leo: mauzo Ksh 1,465.50, matumizi Ksh 100."),
        (Act(Intent.SUMMARY, kind="day"), "Leo: mauzo Ksh 1,465.50, matumizi Ksh 100."),
        (
            Act(Intent.SUMMARY, date=date(2026, 11, 24), kind="day"),
            "Jana: mauzo Ksh 400, matumizi Ksh 0.",
        ),
        (
            Act(Intent.SUMMARY, date=date(2026, 11, 20)),
            "20 Nov 2026: mauzo Ksh 0, matumizi Ksh 0.",
        ),
    ],
)
def test_a_day_is_told_in_two_figures(act: Act, answer: str) -> None:
    assert after_a_day().hear("leo?", act) == answer


def test_a_week_is_not_promised() -> None:
    said = Chat().hear("wiki hii", Act(Intent.SUMMARY, kind="week"))

    assert said == "Naweza kutoa jumla ya siku moja: andika MAUZO YA LEO au MAUZO YA JANA."
