"""Rules for the time to come say what they are about, how much and when."""

from __future__ import annotations

import pytest

from bot.nlu.document import facts
from bot.nlu.understanding import Intent
from tests.nlu.reading import act, read

SET = (
    ("mauzo yakizidi 10000 niulize", {"intent": "rule", "kind": "sale", "amount": "10000"}),
    ("ask me if a sale is above 10000", {"intent": "rule", "kind": "sale", "amount": "10000"}),
    ("niulize mauzo yakizidi 8,000", {"intent": "rule", "kind": "sale", "amount": "8000"}),
    (
        "niulize matumizi yakizidi 2,000",
        {"intent": "rule", "kind": "expense", "amount": "2000"},
    ),
    (
        "ask me when an expense is over 3000",
        {"intent": "rule", "kind": "expense", "amount": "3000"},
    ),
    (
        "niulize manunuzi yakizidi 5000",
        {"intent": "rule", "kind": "purchase", "amount": "5000"},
    ),
    (
        "ask me before a purchase above 20000",
        {"intent": "rule", "kind": "purchase", "amount": "20000"},
    ),
    ("ask me when a debt is above 1500", {"intent": "rule", "kind": "debt", "amount": "1500"}),
    ("niulize deni likizidi 1000", {"intent": "rule", "kind": "debt", "amount": "1000"}),
    (
        "ask me if anyone withdraws more than 4000",
        {"intent": "rule", "kind": "drawing", "amount": "4000"},
    ),
    (
        "nitumie muhtasari kila jioni saa mbili",
        {
            "intent": "rule",
            "kind": "summary",
            "unit": "day",
            "when": "2026-11-23T20:00:00+03:00",
        },
    ),
    (
        "kila asubuhi saa moja nitumie ripoti",
        {
            "intent": "rule",
            "kind": "summary",
            "unit": "day",
            "when": "2026-11-24T07:00:00+03:00",
        },
    ),
    (
        "send me a summary every evening at 8",
        {
            "intent": "rule",
            "kind": "summary",
            "unit": "day",
            "when": "2026-11-23T20:00:00+03:00",
        },
    ),
    (
        "send me the report every day at 7 pm",
        {
            "intent": "rule",
            "kind": "summary",
            "unit": "day",
            "when": "2026-11-23T19:00:00+03:00",
        },
    ),
    (
        "kila Ijumaa saa kumi na mbili jioni nitumie ripoti",
        {
            "intent": "rule",
            "kind": "summary",
            "unit": "week",
            "date": "2026-11-27",
            "when": "2026-11-27T18:00:00+03:00",
        },
    ),
    (
        "kila siku saa mbili usiku nitumie muhtasari",
        {
            "intent": "rule",
            "kind": "summary",
            "unit": "day",
            "when": "2026-11-23T20:00:00+03:00",
        },
    ),
    ("wakumbushe wateja siku moja kabla", {"intent": "rule", "kind": "appointment"}),
    ("remind customers a day before", {"intent": "rule", "kind": "appointment"}),
    (
        "remind those who owe me every Friday",
        {"intent": "rule", "kind": "debt_reminder", "unit": "week", "date": "2026-11-27"},
    ),
    (
        "wakumbushe wanaodaiwa kila Ijumaa",
        {"intent": "rule", "kind": "debt_reminder", "unit": "week", "date": "2026-11-27"},
    ),
    (
        "kumbusha wateja wenye madeni kila wiki",
        {"intent": "rule", "kind": "debt_reminder", "unit": "week"},
    ),
    ("nijulishe stoki ikipungua", {"intent": "rule", "kind": "stock"}),
    ("tell me when stock is low", {"intent": "rule", "kind": "stock"}),
    ("alert me when stock runs low", {"intent": "rule", "kind": "stock"}),
    ("niambie stoki ikiisha", {"intent": "rule", "kind": "stock"}),
    ("nijulishe bidhaa zikipungua", {"intent": "rule", "kind": "stock"}),
    ("sheria zangu", {"intent": "rules", "kind": "list"}),
    ("my rules", {"intent": "rules", "kind": "list"}),
    ("pause rule 2", {"intent": "rules", "kind": "pause", "quantity": "2"}),
    ("simamisha sheria ya 3", {"intent": "rules", "kind": "pause", "quantity": "3"}),
    ("resume rule 1", {"intent": "rules", "kind": "resume", "quantity": "1"}),
    ("washa sheria 2", {"intent": "rules", "kind": "resume", "quantity": "2"}),
    ("delete rule 4", {"intent": "rules", "kind": "remove", "quantity": "4"}),
    ("futa sheria namba 2", {"intent": "rules", "kind": "remove", "quantity": "2"}),
    (
        "can you ask me when a sale is above 8000?",
        {"intent": "rule", "kind": "sale", "amount": "8000"},
    ),
    ("when sales reach 10000 tell me", {"intent": "rule", "kind": "sale", "amount": "10000"}),
    ("niambie mauzo yakifika 10000", {"intent": "rule", "kind": "sale", "amount": "10000"}),
    (
        "ask me before giving credit above 500",
        {"intent": "rule", "kind": "debt", "amount": "500"},
    ),
    (
        "remind clients one day before their appointment",
        {"intent": "rule", "kind": "appointment"},
    ),
    ("wateja wakumbushwe siku moja kabla ya miadi", {"intent": "rule", "kind": "appointment"}),
    (
        "remind Juma every Friday of his debt",
        {
            "intent": "rule",
            "kind": "debt_reminder",
            "unit": "week",
            "party": "Juma",
            "date": "2026-11-27",
        },
    ),
    ("tell me when sugar is low", {"intent": "rule", "kind": "stock", "item": "sugar"}),
    ("kila mwezi nitumie faida", {"intent": "rule", "kind": "summary", "unit": "month"}),
    (
        "nitumie ripoti kila siku saa mbili",
        {"intent": "rule", "kind": "summary", "unit": "day"},
    ),
    (
        "kila Ijumaa nitumie ripoti",
        {"intent": "rule", "kind": "summary", "unit": "week", "date": "2026-11-27"},
    ),
    (
        "nikumbushe kila Ijumaa saa nne asubuhi kulipa kodi",
        {
            "intent": "rule",
            "kind": "own",
            "item": "kulipa kodi",
            "unit": "week",
            "date": "2026-11-27",
            "when": "2026-11-27T10:00:00+03:00",
        },
    ),
    ("ask me before any discount", {"intent": "rule"}),
    ("futa sheria", {"intent": "rules", "kind": "remove"}),
)


@pytest.mark.parametrize(("text", "said"), SET)
def test_a_rule_says_what_it_is_about(text: str, said: dict[str, str]) -> None:
    assert facts(act(text)) == said


@pytest.mark.parametrize(
    "text",
    [
        "je mauzo yakizidi 10,000 nifanye nini?",
        "sales zikipita 10k itakuwaje?",
        "what happens if sales go above 10000?",
        "mauzo yakizidi 4000 nifanye nini",
        "sales over 10000 today",
    ],
)
def test_a_limit_that_is_asked_about_or_only_told_sets_no_rule(text: str) -> None:
    assert Intent.RULE not in {each.intent for each in read(text).acts}
