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


WORDED = (
    ("pause all rules", {"intent": "rules", "kind": "pause_all"}),
    ("simamisha sheria zote", {"intent": "rules", "kind": "pause_all"}),
    ("washa sheria zote", {"intent": "rules", "kind": "resume_all"}),
    ("futa sheria zote", {"intent": "rules", "kind": "remove_all"}),
    ("rule 2 off", {"intent": "rules", "kind": "pause", "quantity": "2"}),
    ("rule 2 on", {"intent": "rules", "kind": "resume", "quantity": "2"}),
    ("sheria 2 off", {"intent": "rules", "kind": "pause", "quantity": "2"}),
    ("zima sheria 2", {"intent": "rules", "kind": "pause", "quantity": "2"}),
    ("pause rule one", {"intent": "rules", "kind": "pause", "quantity": "1"}),
    ("zima sheria ya mauzo", {"intent": "rules", "kind": "pause", "item": "sale"}),
    ("turn off the summary rule", {"intent": "rules", "kind": "pause", "item": "summary"}),
    ("show me rule 2", {"intent": "rules", "kind": "list", "quantity": "2"}),
    (
        "badilisha sheria 1 iwe 20,000",
        {"intent": "rules", "kind": "change", "quantity": "1", "amount": "20000"},
    ),
    (
        "change rule 1 to 20k",
        {"intent": "rules", "kind": "change", "quantity": "1", "amount": "20000"},
    ),
    (
        "sheria 1 iwe 20000",
        {"intent": "rules", "kind": "change", "quantity": "1", "amount": "20000"},
    ),
    (
        "change rule 2 to 9pm",
        {
            "intent": "rules",
            "kind": "change",
            "quantity": "2",
            "when": "2026-11-23T21:00:00+03:00",
        },
    ),
    (
        "nijulishe sukari ikifika 5",
        {"intent": "rule", "kind": "stock", "item": "sukari", "quantity": "5"},
    ),
    (
        "tell me when sugar is below 5 kg",
        {"intent": "rule", "kind": "stock", "item": "sugar", "quantity": "5", "unit": "kg"},
    ),
    (
        "unga ukifika 3 nishtue",
        {"intent": "rule", "kind": "stock", "item": "unga", "quantity": "3"},
    ),
    ("nistue stock ikiisha", {"intent": "rule", "kind": "stock"}),
    ("niambie unga ukiisha", {"intent": "rule", "kind": "stock", "item": "unga"}),
    (
        "ask me before any expense over 5k",
        {"intent": "rule", "kind": "expense", "amount": "5000"},
    ),
    (
        "notify me when someone owes more than 2000",
        {"intent": "rule", "kind": "debt", "amount": "2000"},
    ),
    ("nishtue sales zikipita 10k", {"intent": "rule", "kind": "sale", "amount": "10000"}),
    (
        "any sale above 50k needs my approval",
        {"intent": "rule", "kind": "sale", "amount": "50000"},
    ),
    (
        "mtu akitoa pesa zaidi ya 2000 niambie",
        {"intent": "rule", "kind": "drawing", "amount": "2000"},
    ),
    (
        "nitumie ripoti kila jumatatu asubuhi",
        {
            "intent": "rule",
            "kind": "summary",
            "unit": "week",
            "date": "2026-11-23",
            "when": "2026-11-23T08:00:00+03:00",
        },
    ),
    (
        "send me the summary at 8pm daily",
        {
            "intent": "rule",
            "kind": "summary",
            "unit": "day",
            "when": "2026-11-23T20:00:00+03:00",
        },
    ),
    (
        "nisend summary kila siku saa tatu usiku",
        {
            "intent": "rule",
            "kind": "summary",
            "unit": "day",
            "when": "2026-11-23T21:00:00+03:00",
        },
    ),
    ("tuma risiti kwa mteja", {"intent": "rule", "kind": "receipt"}),
    ("send customers a thank you receipt", {"intent": "rule", "kind": "receipt"}),
    ("washukuru wateja wakilipa", {"intent": "rule", "kind": "receipt"}),
    ("wateja wakikosa miadi watumie ujumbe", {"intent": "rule", "kind": "missed"}),
    ("message customers who miss their appointment", {"intent": "rule", "kind": "missed"}),
    ("wakumbushe wagonjwa siku moja kabla", {"intent": "rule", "kind": "clinic"}),
    ("nijulishe ujumbe ukishindwa kufika", {"intent": "rule", "kind": "failure"}),
    ("alert me if a message is not delivered", {"intent": "rule", "kind": "failure"}),
    (
        "mkumbushe Asha kodi kila tarehe 5",
        {
            "intent": "rule",
            "kind": "customer",
            "party": "Asha",
            "item": "kodi",
            "unit": "month",
            "date": "2026-12-05",
        },
    ),
    (
        "remind Asha to pay rent every 5th",
        {
            "intent": "rule",
            "kind": "customer",
            "party": "Asha",
            "item": "pay rent",
            "unit": "month",
            "date": "2026-12-05",
        },
    ),
    (
        "remind me every day at 8am to open the shop",
        {
            "intent": "rule",
            "kind": "own",
            "item": "open the shop",
            "unit": "day",
            "when": "2026-11-24T08:00:00+03:00",
        },
    ),
    (
        "usiniulize mauzo yakizidi 10,000",
        {"intent": "rules", "kind": "pause", "item": "sale", "amount": "10000"},
    ),
    ("stop sending me the summary", {"intent": "rules", "kind": "pause", "item": "summary"}),
    ("usiwakumbushe wateja", {"intent": "rules", "kind": "pause", "item": "debt_reminder"}),
)


@pytest.mark.parametrize(("text", "said"), WORDED)
def test_rules_are_said_in_many_ways(text: str, said: dict[str, str]) -> None:
    assert facts(act(text)) == said


@pytest.mark.parametrize(
    "text",
    [
        "niulize kesho",
        "mauzo yamezidi 10000",
        "sales have passed 10000",
        "nikumbushe kesho saa tatu",
        "remind me",
        "customers reminded me a day before",
        "I reminded customers a day before",
        "nimewakumbusha wateja siku moja kabla",
        "wateja walikumbushwa siku moja kabla",
        "the rule is no credit",
        "sheria ya duka ni hakuna deni",
        "did you remind customers a day before?",
        "je umewakumbusha wateja?",
        "niliuliza mauzo yakizidi 10000",
        "Juma said ask me when sales are above 10000",
        "Juma amesema niulize mauzo yakizidi 10000",
        "mauzo yakizidi 10000 nitafurahi",
        "if sales exceed 10000 I will buy a car",
        "sugar is low",
        "sukari imefika 5",
        "nipe risiti",
        "tuma risiti kwa Asha",
        "niambie mauzo ya leo",
        "ask me anything",
    ],
)
def test_what_only_sounds_like_a_rule_makes_and_switches_none(text: str) -> None:
    acts = read(text).acts

    assert {Intent.RULE, Intent.RULES}.isdisjoint(each.intent for each in acts)


def test_who_does_not_want_reminders_of_a_debt_opts_out() -> None:
    assert act("Usinitumie tena reminder za deni").intent is Intent.STOP
