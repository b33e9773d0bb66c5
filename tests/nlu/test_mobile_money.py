from __future__ import annotations

from decimal import Decimal

import pytest

from bot.nlu.understanding import Intent, Outcome
from tests.nlu.reading import act, read

RECEIVED = (
    "TK4Z8QW1ER Confirmed.You have received Ksh750.00 from HALIMA  OTIENO 0711***222 on"
    " 20/11/26 at 4:05 PM  New M-PESA balance is Ksh9,120.40. Win airtime, dial *334#"
)
TILL = (
    "TK4Z8QW2ER Confirmed.on 20/11/26 at 4:05 PMKsh60.00 received from 2547***009 Halima "
    "Otieno. New Account balance is Ksh610.00. Transaction cost, Ksh0.00."
)
SWAHILI = (
    "TK4Z8QW3ER Imethibitishwa. Umepokea Ksh80.00 kutoka Halima Otieno 0711***222 mnamo "
    "20/11/26 saa 4:05 PM  Baki yako ya M-PESA ni Ksh700.00."
)
REVERSED = (
    "TK4Z8QW9ER confirmed. Reversal of transaction TK4Z8QW8ER has been successfully reversed"
    " on 20/11/26 at 4:05 PM and Ksh450.00 is credited to your M-PESA account."
)
CODE = "TK4Z8QW4ER Confirmed."
DAY = "on 20/11/26 at 4:05 PM"
BALANCE = "New M-PESA balance is Ksh10.00."


@pytest.mark.parametrize(
    ("text", "amount"), [(RECEIVED, "750.00"), (TILL, "60.00"), (SWAHILI, "80.00")]
)
def test_a_received_payment_is_a_claim_with_all_its_fields(text: str, amount: str) -> None:
    claim = act(text)

    assert (claim.intent, claim.kind, str(claim.amount)) == (
        Intent.MOBILE_MONEY,
        "received",
        amount,
    )
    assert (claim.party or "").casefold() == "halima otieno"
    assert f"{claim.when:%Y-%m-%d %H:%M}" == "2026-11-20 16:05"
    assert str(claim.code) in text


@pytest.mark.parametrize(
    ("text", "kind", "amount"),
    [
        (f"{CODE} Ksh300.00 sent to OTIENO JUMA 0711***222 {DAY}. {BALANCE}", "sent", "300.00"),
        (f"{CODE} Ksh300.00 sent to MAJI for account 44 {DAY}. {BALANCE}", "paybill", "300.00"),
        (f"{CODE} Ksh300.00 paid to JIRANI STORES. {DAY}.{BALANCE}", "till", "300.00"),
        (f"{CODE}{DAY}Withdraw Ksh300.00 from 88 - Agent {BALANCE}", "withdraw", "300.00"),
        (f"{CODE}You bought Ksh300.00 of airtime {DAY}.{BALANCE}", "airtime", "300.00"),
        (f"{CODE} Transaction TK4Z8 has been reversed. {BALANCE}", "reversal", "None"),
        ("Failed. Insufficient funds in your M-PESA to send Ksh300.00.", "failed", "300.00"),
        (f"{CODE} Your account balance was: M-PESA : Ksh10.00 {DAY}.", "balance", "None"),
        ("Umetuma TSh 300 kwenda OTIENO JUMA. Salio TSh 10. Rej: MX4411Z", "sent", "300"),
        ("You have received UGX 300 from OTIENO. New balance: UGX 10.", "received", "300"),
        ("*165*S*300 RWF transferred to Otieno. New balance: 10 RWF.", "sent", "300"),
    ],
)
def test_the_kind_follows_from_the_first_phrase_and_balances_are_no_amount(
    text: str, kind: str, amount: str
) -> None:
    claim = act(text)

    assert (claim.intent, claim.kind, str(claim.amount)) == (Intent.MOBILE_MONEY, kind, amount)


def test_several_texts_in_one_message_are_several_claims() -> None:
    understood = read(f"{RECEIVED}\n{TILL}")

    assert [str(claim.amount) for claim in understood.acts] == ["750.00", "60.00"]


def test_a_text_that_wants_the_money_back_is_asked_about() -> None:
    understood = read(
        "Confirmed. You have received Ksh4,000.00 from HALIMA. Kindly return it to 0711000222"
    )

    assert (understood.outcome, understood.question) == (Outcome.ASK, "suspect_payment")


@pytest.mark.parametrize(
    "text",
    [
        "nimepokea 750 kwa mpesa kutoka kwa Halima",
        "Pata bando la wiki, piga *149# sasa ujishindie zawadi",
        "umelipia lini umeme ndugu mteja",
    ],
)
def test_what_a_person_typed_or_an_advert_says_is_no_claim(text: str) -> None:
    assert all(done.intent is not Intent.MOBILE_MONEY for done in read(text).acts)


@pytest.mark.parametrize(
    ("text", "country", "kind", "amount"),
    [
        (
            "PAID. TID 8811223344. UGX 12,500 to KOBIL NTINDA. Charge UGX 0. Bal UGX 3,400.",
            "UG",
            "till",
            "12500",
        ),
        (
            "SENT.TID 900123. UGX 30,000 to OKELLO JOHN 0752***222. Fee UGX 500.",
            "UG",
            "sent",
            "30000",
        ),
        (
            "NCBA: Till 123456 received KES 640.00 from PETER on 22/11/26. Ref RKX1A2B3C4",
            "KE",
            "received",
            "640",
        ),
    ],
)
def test_providers_put_their_fields_in_any_order(
    text: str, country: str, kind: str, amount: str
) -> None:
    claim = act(text, country=country)

    assert (claim.kind, claim.amount) == (kind, Decimal(amount))


def test_a_text_about_a_wrong_pin_counts_nothing() -> None:
    understood = read("The transaction failed. Wrong PIN. You have 2 attempts left.")

    assert understood.outcome is not Outcome.ACT


@pytest.mark.parametrize(
    ("text", "when", "day"),
    [
        ("from JANE on 2026-11-22 09:15:00.", "2026-11-22T09:15", "2026-11-22"),
        ("from JANE. Date 22-November-2026 09:15", "2026-11-22T09:15", "2026-11-22"),
        ("from JANE on 22 Nov 2026 at 9:15 AM.", "2026-11-22T09:15", "2026-11-22"),
        ("from JANE on 31/2/26 at 9:15 AM.", None, None),
        ("from JANE on 22/11/26 at 35:75.", None, "2026-11-22"),
        ("from JANE. Loan due on 10/12/26.", None, None),
        (
            "from JANE. Loan due on 10/12/26. Date 22/11/26 09:15",
            "2026-11-22T09:15",
            "2026-11-22",
        ),
    ],
)
def test_a_date_is_read_in_every_writing_and_an_impossible_one_is_left_out(
    text: str, when: str | None, day: str | None
) -> None:
    claim = act(f"{CODE} You have received Ksh500.00 {text}")

    assert (claim.when and claim.when.isoformat()[:16]) == when
    assert (claim.date and claim.date.isoformat()) == day


@pytest.mark.parametrize(
    ("text", "kind", "amount"),
    [
        (
            "Malipo yamekamilika. LUKU Token 1234 KWH 28.1 TOTAL 10,000 risiti 99",
            "paybill",
            "10000",
        ),
        (f"{CODE} Ksh100.00 sent to TELCO, payment of airtime on 20/11/26.", "airtime", "100"),
        (f"{CODE} Ksh100.00 paid to DUKA, payment of bread on 20/11/26.", "till", "100"),
    ],
)
def test_what_was_paid_for_may_stand_behind_whom(text: str, kind: str, amount: str) -> None:
    claim = act(text)

    assert (claim.kind, claim.amount) == (kind, Decimal(amount))


@pytest.mark.parametrize(
    "text",
    [
        "Otieno said you have received Ksh500 from me",
        "TK4Z8QW9ER Confirmed. You have received Ksh500.00 from İBRAHİM on 3/11/26",
    ],
)
def test_what_no_provider_writes_is_no_claim(text: str) -> None:
    assert all(one.intent is not Intent.MOBILE_MONEY for one in read(text).acts)


@pytest.mark.parametrize(
    ("text", "kind", "amount"),
    [
        (REVERSED, "reversal", "450.00"),
        (
            "Wakiriye amafaranga 4500 RWF avuye kuri Uwase 250788000333. Asigaye: 9000 RWF.",
            "received",
            "4500",
        ),
        (
            "Wohereje 2500 RWF kuri Uwase 250788000333. Ikiguzi: 20 RWF. Asigaye: 9000 RWF",
            "sent",
            "2500",
        ),
        (
            "Vous avez reçu 6000 RWF de Uwase (250788000333). Nouveau solde: 9000 RWF. ID: 123",
            "received",
            "6000",
        ),
        (
            "Vous avez envoyé 1500 RWF à Uwase (250788000333). Frais: 20 RWF. Solde: 500 RWF",
            "sent",
            "1500",
        ),
    ],
)
def test_texts_of_other_languages_and_reversals_are_claims(
    text: str, kind: str, amount: str
) -> None:
    claim = act(text, country="RW")

    assert (claim.intent, claim.kind, str(claim.amount)) == (
        Intent.MOBILE_MONEY,
        kind,
        amount,
    )


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Wohererejwe 340 RWF na OTIENO JUMA. Asigaye: 700 RWF.", "received"),
        ("Kwishyura 340 RWF kuri JIRANI byagenze neza. Asigaye: 700 RWF.", "till"),
        ("Votre dépôt de 340 RWF a été effectué. Nouveau solde: 700 RWF.", "deposit"),
        ("Retrait de 340 RWF effectué. Frais 20 RWF. Nouveau solde: 700 RWF.", "withdraw"),
        (
            "Airtel Money: You withdrew KES 340.00 from agent 55. Your balance is KES 7.00.",
            "withdraw",
        ),
        ("Muamala wa TZS 340 umerejeshwa kwenye akaunti yako. Salio: TZS 700", "reversal"),
        ("Pesa zimeingizwa kwenye akaunti yako. Kiasi: TZS 340. Kutoka: OTIENO", "received"),
        (
            f"{CODE} Toa Ksh340.00 kutoka 88 - Agent mnamo 20/11/26. Baki ni Ksh7.00.",
            "withdraw",
        ),
    ],
)
def test_other_layouts_and_languages_say_the_same(text: str, kind: str) -> None:
    claim = act(text)

    assert (claim.intent, claim.kind, int(claim.amount or 0)) == (
        Intent.MOBILE_MONEY,
        kind,
        340,
    )


def test_money_moved_to_an_own_purse_was_sent_to_nobody() -> None:
    moved = "You have transferred Ksh340.00 from your business till to your M-PESA account"

    assert act(f"{CODE} {moved} {DAY}. {BALANCE}").kind == "other"


@pytest.mark.parametrize(
    "text", ["payment to supplier 3400 ksh today", "airtime 340 ksh nimeuza leo jioni"]
)
def test_a_shopkeepers_own_words_are_no_providers_text(text: str) -> None:
    assert Intent.MOBILE_MONEY not in {each.intent for each in read(text).acts}
