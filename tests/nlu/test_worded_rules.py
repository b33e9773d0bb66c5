"""Rules in the words of shops: made, switched, changed; and what only sounds like one."""

from __future__ import annotations

import pytest

from bot.nlu.document import facts
from bot.nlu.understanding import Intent
from tests.nlu.reading import act, read

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
    ("naomba uzime sheria namba 3", {"intent": "rules", "kind": "pause", "quantity": "3"}),
    ("turn rule 3 off please", {"intent": "rules", "kind": "pause", "quantity": "3"}),
    ("don't delete rule 2", {"intent": "rules", "kind": "list", "quantity": "2"}),
    ("usizime sheria 2", {"intent": "rules", "kind": "list", "quantity": "2"}),
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
