from __future__ import annotations

import pytest

from bot.nlu.understanding import Awaiting, Intent, Outcome
from tests.nlu.reading import act, read


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("nataka kufuta akaunti", Intent.ERASE),
        ("naomba kuona sheria zangu", Intent.RULES),
        ("can you show me the rules", Intent.RULES),
        ("nionyeshe rules", Intent.RULES),
        ("nataka kuhamia duka lingine", Intent.SWITCH_SHOP),
        ("nataka excel ya mauzo", Intent.EXPORT),
        ("nataka kuongeza mtu kwenye duka", Intent.TEAM),
        ("naomba mnitumie tena", Intent.START),
    ],
)
def test_what_is_wished_for_is_what_would_be_said_plainly(text: str, intent: Intent) -> None:
    assert act(text).intent is intent


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("nipe list ya madeni", Intent.WHO_OWES),
        ("show me debtors list", Intent.WHO_OWES),
        ("let me see the debts", Intent.WHO_OWES),
        ("naomba kujua faida ya leo", Intent.SUMMARY),
        ("show me", Intent.SUMMARY),
        ("nionyeshe stoki", Intent.SUMMARY),
    ],
)
def test_what_is_to_be_shown_needs_no_question_word(text: str, intent: Intent) -> None:
    assert act(text).intent is intent


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("kesho nina wateja gani?", Intent.APPOINTMENTS),
        ("any clients tomorrow?", Intent.APPOINTMENTS),
        ("nani wako kwenye timu yangu", Intent.TEAM),
        ("who is in my team", Intent.TEAM),
        ("sheria zangu ni zipi", Intent.RULES),
        ("how did we do yesterday", Intent.SUMMARY),
    ],
)
def test_a_question_goes_to_what_it_is_about(text: str, intent: Intent) -> None:
    assert act(text).intent is intent


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("toa Baraka kwenye timu", "remove"),
        ("remove Baraka from the team", "remove"),
        ("ongeza Baraka kwenye staff", "add"),
        ("change Baraka to viewer", None),
        ("make Baraka owner", None),
        ("mfanye Baraka mmiliki", None),
    ],
)
def test_the_team_and_a_name_are_enough_to_change_the_team(text: str, kind: str | None) -> None:
    wish = act(text)

    assert (wish.intent, wish.party, wish.kind) == (Intent.TEAM, "Baraka", kind)


@pytest.mark.parametrize("text", ["kila Ijumaa nitumie ripoti", "every Friday send report"])
def test_a_report_for_every_such_day_is_a_rule(text: str) -> None:
    assert act(text).intent is Intent.RULE


def test_a_report_of_one_friday_is_a_report() -> None:
    assert act("ripoti ya Ijumaa iliyopita").intent is Intent.SUMMARY


@pytest.mark.parametrize(
    "text",
    ["cash iliyobaki ni 5400, funga siku", "cash 5,400 close the day", "funga siku na 5400"],
)
def test_the_cash_counted_may_stand_before_the_closing_of_the_day(text: str) -> None:
    closing = act(text)

    assert (closing.intent, str(closing.amount)) == (Intent.CLOSE_DAY, "5400")


def test_a_sale_before_the_closing_of_the_day_is_not_the_cash_counted() -> None:
    assert read("nimeuza sukari 5400 cash, funga siku").acts[0].intent is Intent.RECORD_SALE


def test_a_closing_stock_counts_goods() -> None:
    counted = act("closing stock soda 31")

    assert (counted.intent, str(counted.quantity)) == (Intent.STOCK_COUNT, "31")


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("remind me on Friday at 8am to pay the supplier 5000", "to pay the supplier 5000"),
        ("nikumbushe Ijumaa saa mbili asubuhi kulipa KPLC 2000", "kulipa KPLC 2000"),
    ],
)
def test_a_reminder_keeps_the_sum_it_is_about_and_books_nothing(text: str, about: str) -> None:
    reminder = act(text)

    assert (reminder.intent, reminder.item) == (Intent.REMIND, about)
    assert reminder.when is not None
    assert reminder.when.isoformat().startswith("2026-11-27T08:00")


def test_a_wait_may_have_a_fraction() -> None:
    reminder = act("remind me in 1.5 hours to call Otieno")

    assert reminder.when is not None
    assert reminder.when.isoformat().startswith("2026-11-23T11:30")


def test_who_cannot_come_and_is_moved_is_not_cancelled() -> None:
    moved = act("Otieno hataweza kuja, hamisha Jumamosi saa sita mchana")

    assert moved.intent is Intent.RESCHEDULE_APPOINTMENT


@pytest.mark.parametrize("text", ["usikubali", "hapana usifanye hivyo", "I don't agree"])
def test_what_is_forbidden_is_refused(text: str) -> None:
    assert act(text, awaiting=Awaiting.APPROVAL).intent is Intent.REJECT


def test_not_now_decides_nothing() -> None:
    understood = read("not now", awaiting=Awaiting.APPROVAL)

    assert understood.outcome is Outcome.NONE
    assert understood.acts[0].intent is Intent.DEFER


def test_change_from_one_sum_to_another_puts_it_right() -> None:
    assert str(act("change 70 to 700").amount) == "700"


@pytest.mark.parametrize("text", ["stima imepotea", "umeme umekatika leo"])
def test_talk_about_a_cost_without_a_sum_asks_nothing(text: str) -> None:
    assert read(text).outcome is Outcome.NONE


def test_a_name_may_come_with_what_its_bearer_does() -> None:
    assert act("my name is Otieno and I sell vegetables").party == "Otieno"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("customers wenye hawajalipa", Intent.WHO_OWES),
        ("unga iko ngapi", Intent.SUMMARY),
        ("ahsante kaka", Intent.THANKS),
        ("stop sms", Intent.STOP),
        ("miadi ya Otieno isogezwe Jumapili saa nne asubuhi", Intent.RESCHEDULE_APPOINTMENT),
    ],
)
def test_the_same_wish_has_many_voices(text: str, intent: Intent) -> None:
    assert act(text).intent is intent


@pytest.mark.parametrize("text", ["stop asking me about sales", "usiniulize tena kuhusu mauzo"])
def test_no_longer_to_be_asked_about_a_kind_pauses_its_rule(text: str) -> None:
    heard = act(text)

    assert (heard.intent, heard.kind, heard.item) == (Intent.RULES, "pause", "sale")


def test_a_rule_with_two_amounts_has_none() -> None:
    assert act("ask me whenever someone sells above 5k or spends above 3k").amount is None


@pytest.mark.parametrize("text", ["namba yake ni 0757111222", "her number is 0757111222"])
def test_a_possessive_is_nobodys_name(text: str) -> None:
    assert all(one.intent is not Intent.CUSTOMER for one in read(text).acts)


def test_what_stands_behind_a_number_is_no_part_of_the_name() -> None:
    assert act("Add Musa 0712000602 as staff").party == "Musa"


def test_an_errand_keeps_no_word_of_its_hour() -> None:
    assert act("remind me every monday at 8 am to order stock").item == "order stock"


def test_a_slip_in_tomorrow_is_mended_beside_a_verb_too() -> None:
    heard = act("remind me tomorow at 7 in the morning to call Otieno")

    assert (heard.item, str(heard.date)) == ("call Otieno", "2026-11-24")


@pytest.mark.parametrize(
    "text", ["Akinyi is coming tomorrow at 3pm", "Akinyi coming tomorrow at 3pm"]
)
def test_who_is_coming_tomorrow_comes_tomorrow(text: str) -> None:
    heard = act(text)

    assert (heard.party, heard.item) == ("Akinyi", None)
    assert f"{heard.when:%d %H}" == "24 15"


def test_an_order_to_be_reminded_is_no_record_whatever_figure_it_holds() -> None:
    heard = read("remind me 2 hours before Mary comes")

    assert (heard.outcome, heard.acts[0].intent) == (Outcome.ASK, Intent.REMIND)
