"""How totals stand or moved is talk; what was done beside it is still a record."""

from __future__ import annotations

import pytest

from bot.nlu.understanding import Intent, Outcome
from tests.nlu.reading import read

TOLD = (
    "mauzo yamepanda 3000 leo",
    "mauzo yameshuka 700",
    "mauzo yamefika 10000",
    "mauzo ya leo yamezidi 8,000",
    "mauzo yamevuka 20000 wiki hii",
    "gharama zimepanda 1500",
    "gharama za mwezi huu zimeongezeka 4000",
    "matumizi yamepungua 300 leo",
    "matumizi yamefikia 2500",
    "manunuzi yameongezeka 6000",
    "faida imepanda 900",
    "faida imefika 3000",
    "faida ya leo imeshuka 200",
    "hasara imefikia 1200",
    "mapato yamepungua 5000",
    "deni limepanda 500",
    "deni la Juma limefika 2000",
    "madeni yameongezeka 4000",
    "stoki imepungua 20",
    "wateja wameongezeka 20",
    "wateja wamepungua 5 leo",
    "bei imepanda 20",
    "bei ya sukari imepanda 20",
    "bei zimeshuka 10",
    "mauzo hayajafika 5000",
    "mauzo ni mazuri 5000",
    "sales rose 400 today",
    "sales rose by 400",
    "sales fell 300",
    "sales have gone up 2000",
    "sales today went down 700",
    "sales are up 500",
    "sales are down by 900 today",
    "sales hit 20000",
    "sales doubled to 8000",
    "sales dropped 250 yesterday",
    "sales have increased by 1500",
    "today's sales exceeded 9000",
    "expenses went up 300",
    "expenses have reached 4000",
    "expenses increased by 700",
    "expenses are at 3000",
    "costs have doubled to 6000",
    "purchases went up 2000",
    "profit went up 800",
    "profit reached 3000",
    "profit has fallen by 500",
    "debts have risen 1000",
    "debts reached 7000",
    "stock went down 15",
    "customers increased by 20",
    "price went up 20",
    "the price of sugar has gone up 10",
    "prices dropped 5",
    "business made 300 more than yesterday",
    "je mauzo yakizidi 5000 nifanyeje?",
    "sales zikipita 10k itakuwaje?",
    "what happens if sales go above 10000?",
    "je matumizi yakizidi 3000 itakuwa sawa?",
    "mauzo imeongezeka 500",
    "sales zimepanda 500",
    "expenses zimefika 3000",
    "sales came to 5000",
    "stock is low 20",
    "SALES WENT UP 500",
    "Debts Reached 7000",
    "debts reduced by 500",
    "turnover reached 90000",
    "sales are over 5000",
    "mauzo zaidi ya 10000 leo",
    "biashara imeingiza 5000 leo",
    "duka limeingiza 5000",
    "sales really dropped 500",
    "what if expenses reach 5000",
)
DONE = (
    ("mauzo ya leo ni 5000", Intent.RECORD_SALE, "5000"),
    ("sales today were 5000", Intent.RECORD_SALE, "5000"),
    ("sales 700", Intent.RECORD_SALE, "700"),
    ("mauzo ya mkate 500", Intent.RECORD_SALE, "500"),
    ("mauzo ya iliki 300", Intent.RECORD_SALE, "300"),
    ("mauzo yalikuwa 4000 leo", Intent.RECORD_SALE, "4000"),
    ("mauzo: mkate 60", Intent.RECORD_SALE, "60"),
    ("gharama ya stima 300", Intent.RECORD_EXPENSE, "300"),
    ("matumizi ya leo 400", Intent.RECORD_EXPENSE, "400"),
    ("expenses were 900 today", Intent.RECORD_EXPENSE, "900"),
    ("mauzo yamepanda leo, nimeuza mkate 500", Intent.RECORD_SALE, "500"),
    ("sales were good, sold bread 70", Intent.RECORD_SALE, "70"),
    ("sales of rose flowers 300", Intent.RECORD_SALE, "300"),
    ("Rose paid 500", Intent.DEBT_PAID, "500"),
    ("deni la Juma 500", Intent.RECORD_DEBT, "500"),
    ("mauzo kitabu 500", Intent.RECORD_SALE, "500"),
    ("deni la Rose 500", Intent.RECORD_DEBT, "500"),
    ("Add debt Rose 500", Intent.RECORD_DEBT, "500"),
)
CALM = {Intent.UNKNOWN, Intent.SUMMARY, Intent.HELP}
"""What writes nothing."""


@pytest.mark.parametrize("text", [*TOLD, *map(str.upper, TOLD), *map(str.capitalize, TOLD)])
def test_how_a_total_moved_is_never_booked(text: str) -> None:
    understood = read(text)

    acts = {act.intent for act in understood.acts}
    assert understood.outcome is not Outcome.ACT or acts <= CALM


@pytest.mark.parametrize(("text", "intent", "amount"), DONE)
def test_a_total_or_a_deed_told_plainly_is_booked(
    text: str, intent: Intent, amount: str
) -> None:
    understood = read(text)

    assert understood.outcome is Outcome.ACT
    assert (intent, amount) in [(act.intent, str(act.amount)) for act in understood.acts]


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("mauzo maziwa mazuri 300", "maziwa mazuri"),
        ("mauzo ya maziwa mazuri 300", "maziwa mazuri"),
        ("sales came to 5000", None),
        ("total sales came to 5000", None),
    ],
)
def test_a_total_that_may_be_a_sale_is_asked_about(text: str, item: str | None) -> None:
    said = read(text)

    assert (said.outcome, said.question) == (Outcome.ASK, "direction")
    assert [each.item for each in said.acts] == [item]


@pytest.mark.parametrize("text", ["stoki ni 20", "stock is 20", "stoki 20"])
def test_a_count_of_nothing_named_is_asked_about(text: str) -> None:
    assert (read(text).outcome, read(text).question) == (Outcome.ASK, "item")


@pytest.mark.parametrize(
    "text",
    ["nimeuza soda 500 nani ananidai", "sold soda 500 who owes me"],
)
def test_what_is_asked_behind_a_sale_needs_no_comma(text: str) -> None:
    assert [each.intent for each in read(text).acts] == [Intent.RECORD_SALE, Intent.WHO_OWES]
