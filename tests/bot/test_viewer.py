"""Who may only look."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.nlu.understanding import Act, Intent
from tests.bot.chat import Chat, only, sale
from tests.bot.fakes import FakeShop, duka_la_amina

DEBT = Act(Intent.RECORD_DEBT, amount=Decimal(50), party="Asha")
HALF_A_DEBT = Act(Intent.RECORD_DEBT, party="Asha", item="mkate")
UNDO, CORRECT = Act(Intent.UNDO), Act(Intent.CORRECT, amount=Decimal(50))


@pytest.mark.parametrize("act", [sale("50", "mkate"), UNDO, CORRECT, DEBT])
def test_a_viewer_may_not_change_the_book(act: Act) -> None:
    chat = Chat(FakeShop(organization=duka_la_amina(role="VIEWER")))

    said = chat.hear("…", act)

    assert chat.raised == []
    assert said is not None
    assert said.startswith("Unaweza kusoma daftari")


@pytest.mark.parametrize("act", [sale(None, "mkate"), Act(Intent.CORRECT), HALF_A_DEBT])
def test_who_became_a_viewer_may_not_finish_what_was_begun(act: Act) -> None:
    chat = Chat()
    chat.hear("sukari 300", sale("300"))
    chat.hear("…", act)
    chat.shop.organization = duka_la_amina(role="VIEWER")

    chat.hear("50", only("50"))

    assert chat.raised == []
    assert chat.conversation.floor is None


def test_a_viewer_may_ask_for_totals() -> None:
    chat = Chat(FakeShop(organization=duka_la_amina(role="VIEWER")))

    assert chat.hear("leo?", Act(Intent.SUMMARY)) == "Leo: mauzo Ksh 0, matumizi Ksh 0."
