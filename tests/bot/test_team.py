"""Who works in the shop, and who may say so."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from bot import phones
from bot.effects import ChangeMember, Decline, Invite, Join
from bot.nlu.understanding import Act, Intent, Outcome
from bot.shop import Member
from tests.bot.chat import Chat, sale
from tests.bot.fakes import FakeShop, amina, duka_la_amina, invitation, newcomer

ADD = Act(Intent.TEAM, kind="add")
REMOVE = Act(Intent.TEAM, kind="remove")
TEAM = Act(Intent.TEAM)
YES, NO = Act(Intent.APPROVE), Act(Intent.REJECT)
BARAKA = UUID(int=3)


@pytest.mark.parametrize(
    ("text", "act", "invite"),
    [
        ("add staff 0733 000 003 Juma", ADD, Invite("+254733000003", "Juma", "STAFF")),
        ("ongeza mfanyakazi 0733000003", ADD, Invite("+254733000003", None, "STAFF")),
        (
            "alika +255 754 000 003 Juma Bakari kesho",
            ADD,
            Invite("+255754000003", "Juma Bakari", "STAFF"),
        ),
        (
            "add staff Mama Neema 0733000003",
            replace(ADD, party="Mama Neema"),
            Invite("+254733000003", "Mama Neema", "STAFF"),
        ),
    ],
)
def test_the_owner_invites_by_phone(text: str, act: Act, invite: Invite) -> None:
    chat = Chat()

    said = chat.hear(text, act)

    assert chat.shop.wishes == [invite]
    assert said is not None
    assert phones.masked(invite.phone) in said
    assert invite.phone not in said


def test_who_has_that_phone_already_is_not_invited() -> None:
    chat = Chat()

    said = chat.hear("ongeza mfanyakazi 0722 000 002", ADD)

    assert said == "Baraka tayari anafanya kazi hapa."
    assert chat.shop.wishes == []


@pytest.mark.parametrize("role", ["STAFF", "VIEWER"])
@pytest.mark.parametrize(
    ("text", "act"),
    [("ongeza mfanyakazi 0733000003", ADD), ("ondoa mfanyakazi Amina", REMOVE)],
)
def test_nobody_else_changes_the_team(role: str, text: str, act: Act) -> None:
    chat = Chat(FakeShop(organization=duka_la_amina(role)))

    assert chat.hear(text, act) == "Mmiliki pekee ndiye anayeweza kubadilisha wafanyakazi."
    assert chat.shop.wishes == []


def test_the_list_says_who_sold_what_today() -> None:
    chat = Chat()
    chat.hear("x", sale("300"))

    said = chat.hear("timu", TEAM)

    assert said is not None
    assert said.split("\n")[1] == "Mauzo ya leo: Amina Ksh 300."


def test_a_large_team_fits_an_sms() -> None:
    chat = Chat()
    chat.shop.team = [
        Member(UUID(int=n), f"Mfanyakazi {n}", "STAFF", f"+254722***{n:03}") for n in range(40)
    ]

    assert chat.hear("timu", TEAM)  # The chat counts the parts.


def test_one_who_is_removed_leaves_after_a_yes() -> None:
    chat = Chat()
    assert chat.hear("ondoa baraka", replace(REMOVE, party="baraka")) == (
        "Nimwondoe Baraka kwenye timu (1 Ndiyo, 2 Hapana)?"
    )

    chat.hear("ndiyo", YES)

    assert chat.shop.wishes == [ChangeMember(BARAKA, None)]


def test_a_member_is_found_by_phone_too() -> None:
    said = Chat().hear("ondoa mfanyakazi 0722000002", REMOVE)

    assert said == "Nimwondoe Baraka kwenye timu (1 Ndiyo, 2 Hapana)?"


def test_of_two_with_one_name_the_phone_tells() -> None:
    chat = Chat()
    chat.shop.team.append(Member(UUID(int=4), "Baraka", "STAFF", "+254733***003"))

    assert chat.hear("ondoa mfanyakazi Baraka", REMOVE) == (
        "Unamaanisha nani? Andika jina pamoja na simu:"
        " Baraka (mfanyakazi, +254722***002); Baraka (mfanyakazi, +254733***003)."
    )
    chat.hear("ondoa mfanyakazi Baraka 0733000003", REMOVE)
    chat.hear("1", YES)
    assert chat.shop.wishes == [ChangeMember(UUID(int=4), None)]


def test_an_owner_cannot_leave_the_shop_without_one() -> None:
    said = Chat().hear("ondoa mfanyakazi Amina", REMOVE)

    assert said == "Huwezi kujibadilisha mwenyewe: mmiliki mwingine anaweza."


@pytest.mark.parametrize(("digit", "role"), [("1", "OWNER"), ("2", "STAFF"), ("3", "VIEWER")])
def test_a_role_is_chosen_by_its_digit(digit: str, role: str) -> None:
    chat = Chat()
    chat.hear("badilisha cheo cha Baraka", replace(TEAM, party="cha Baraka"))

    chat.hear(digit, Act(Intent.UNKNOWN))

    assert chat.shop.wishes == [ChangeMember(BARAKA, role)]


@pytest.mark.parametrize("digit", ["0", "4", "9"])
def test_another_digit_is_no_role(digit: str) -> None:
    chat = Chat()
    asked = chat.hear("badilisha cheo cha Baraka", TEAM)

    assert chat.hear(digit, Act(Intent.UNKNOWN), outcome=Outcome.NONE) == asked
    assert chat.shop.wishes == []


def test_an_owner_who_no_longer_is_one_decides_nothing() -> None:
    chat = Chat()
    chat.hear("ondoa Baraka", REMOVE)
    chat.shop.organization = duka_la_amina("STAFF")

    chat.hear("ndiyo", YES)

    assert chat.shop.wishes == []


def invited(**shop: object) -> Chat:
    return Chat(FakeShop(**{"invited": invitation(), **shop}))  # type: ignore[arg-type]


def test_a_newcomer_who_accepts_agrees_to_the_notice_and_joins() -> None:
    chat = invited(speaker=newcomer(), organization=None)
    chat.hear("habari", Act(Intent.GREETING))

    chat.hear("ndiyo", YES)

    assert chat.shop.wishes == [Join(UUID(int=8))]
    assert [event.type for event in chat.raised] == ["PERSON_REGISTERED"]
    assert chat.shop.speaker.consented
    assert chat.shop.speaker.language == "sw"


def test_a_yes_before_the_question_is_asked_joins_nothing() -> None:
    chat = invited(speaker=newcomer(), organization=None)

    said = chat.hear("ndiyo", YES)

    assert said is not None
    assert said.endswith("Je, unakubali (1 Ndiyo, 2 Hapana)?")
    assert chat.shop.wishes == []


def test_one_who_refuses_is_not_asked_again() -> None:
    chat = invited(speaker=newcomer(), organization=None)
    chat.hear("habari", Act(Intent.GREETING))

    assert chat.hear("hapana", NO) == "Sawa, hujajiunga na Duka la Amina."
    assert chat.shop.wishes == [Decline(UUID(int=8))]


def test_the_owner_of_another_shop_is_asked_when_she_greets() -> None:
    chat = invited(speaker=amina("en"))

    assert chat.hear("hi", Act(Intent.GREETING), language="en") == (
        "Amina invites you to Duka la Amina (staff). Do you accept (1 Yes, 2 No)?"
    )
    chat.hear("1", YES, language="en")
    assert chat.shop.wishes == [Join(UUID(int=8))]
    assert chat.raised == []


def test_a_sale_is_not_held_up_by_an_invitation() -> None:
    said = invited().hear("nimeuza mkate", sale("50", "mkate"))

    assert said is not None
    assert said.startswith("Nimeandika: mkate, Ksh 50.")


def test_join_asks_too_and_is_honest_where_nobody_invited() -> None:
    join = Act(Intent.JOIN)

    assert "unakubali" in (invited().hear("jiunge", join) or "").casefold()
    assert Chat().hear("jiunge", join) == (
        "Hakuna duka lililoalika simu hii. Tafadhali mwombe mmiliki aialike."
    )


def test_an_invitation_that_is_over_asks_nothing_more() -> None:
    chat = invited(speaker=newcomer(), organization=None)
    chat.hear("habari", Act(Intent.GREETING))
    chat.shop.invited = None

    chat.hear("ndiyo", YES)

    assert chat.shop.wishes == []


def test_phones_are_found_as_they_are_typed() -> None:
    assert phones.found("piga 0722-000-002 sasa", "KE") == ("+254722000002", 17)
    assert phones.found("nimeuza sukari 300", "KE") is None
