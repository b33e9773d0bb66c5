"""SMS that never came are found in the provider's list, and nothing is heard twice for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from engine import upkeep
from engine.inbound import inboxes
from engine.privacy import erasing
from tests.channels.africastalking_fakes import BARAKA, listing, lists, row
from tests.channels.twilio_fakes import fake_twilio
from tests.engine.flows import at_once
from tests.engine.short_code import ShortCode
from tests.engine.world import World


@pytest.fixture(name="code")
def _code(world: World) -> Iterator[ShortCode]:
    """One whose list has been heard for hours."""
    with fake_twilio() as fake:
        code = ShortCode(world, fake)
        code.use()
        code.looks()
        code.passes(inboxes.SETTLING)
        code.looks()
        yield code


def test_what_never_came_is_heard_once(code: ShortCode) -> None:
    code.is_sent("Hi", comes=False)

    code.looks_for_a_while()
    code.looks_for_a_while()

    assert code.heard() == ["Hi"]


def test_what_came_is_not_heard_again(code: ShortCode) -> None:
    code.is_sent("Hi")

    code.looks_for_a_while()

    assert code.heard() == ["Hi"]


def test_what_may_still_come_is_waited_for(code: ShortCode) -> None:
    code.is_sent("Hi", comes=False)
    code.looks()
    code.looks()

    assert code.heard() == []
    code.comes("Hi", "uuid-late")
    code.looks_for_a_while()
    assert code.heard() == ["Hi"]


def test_what_comes_after_it_was_found_is_not_heard_again(code: ShortCode) -> None:
    code.is_sent("Hi", comes=False)
    code.looks_for_a_while()

    code.comes("Hi", "uuid-very-late")
    code.comes("Hi", "uuid-very-late")

    assert code.heard() == ["Hi"]


def test_the_same_words_are_heard_as_often_as_they_were_sent(code: ShortCode) -> None:
    code.is_sent("sold soap 50")
    code.is_sent("sold soap 50", comes=False)
    code.is_sent("sold soap 50")

    code.looks_for_a_while()

    assert code.heard() == ["sold soap 50"] * 3


def test_the_same_words_the_next_day_are_heard_even_after_a_loss(code: ShortCode) -> None:
    code.is_sent("ndiyo", comes=False)
    code.looks_for_a_while()
    code.passes(timedelta(days=1))

    code.is_sent("ndiyo")  # Taken for the lost one of yesterday, which comes late …
    code.looks_for_a_while()

    assert code.heard() == ["ndiyo"] * 2, "… and found in the list a few minutes later"


def test_what_is_told_twice_by_the_provider_is_one(code: ShortCode) -> None:
    code.is_sent("Hi")
    for _ in range(2):
        code.comes("Hi", "uuid-1-0")

    code.looks_for_a_while()

    assert code.heard() == ["Hi"]


def test_a_list_that_lags_behind_is_caught_up_with(code: ShortCode) -> None:
    code.is_sent("Hi", stands=False)
    code.looks_for_a_while()
    code.listed.append(row(1, text="Hi"))

    code.looks_for_a_while()

    assert code.heard() == ["Hi"]


def test_what_stands_there_from_before_is_not_heard(world: World) -> None:
    with fake_twilio() as fake:
        code = ShortCode(world, fake)
        code.listed.extend(row(number, text=f"old {number}") for number in range(1, 251))
        code.use()

        code.looks()
        code.passes(inboxes.SETTLING)
        code.looks_for_a_while()
        code.is_sent("Hi", comes=False)
        code.looks_for_a_while()

        assert code.heard() == ["Hi"]


def test_it_goes_on_where_it_stopped(code: ShortCode) -> None:
    code.is_sent("Hi")
    code.looks_for_a_while()
    code.fake.calls.clear()

    code.looks()

    assert [asked["lastReceivedId"] for _, _, asked in code.fake.calls] == ["1"]


def test_with_another_key_nothing_old_is_taken_for_new(code: ShortCode) -> None:
    code.is_sent("Hi")
    code.use(africastalking_api_key="another-key-of-the-fake")

    code.looks_for_a_while()

    assert code.heard() == ["Hi"]


def test_after_another_key_has_settled_it_finds_what_is_lost(code: ShortCode) -> None:
    code.use(africastalking_api_key="another-key-of-the-fake")
    code.looks()
    code.passes(inboxes.SETTLING)
    code.looks()
    code.is_sent("Hi", comes=False)

    code.looks_for_a_while()

    assert code.heard() == ["Hi"]


def test_a_list_that_was_unread_for_weeks_is_only_compared(code: ShortCode) -> None:
    code.is_sent("Hi", comes=False)
    code.passes(inboxes.UNREAD + timedelta(days=1))

    code.looks_for_a_while()

    assert code.heard() == []


def test_whoever_was_forgotten_stays_forgotten(code: ShortCode) -> None:
    code.is_sent("Hi")
    (person,) = code.world.ids("select person_id from addresses")
    assert erasing.now(code.world.rt, person)

    code.looks_for_a_while()

    assert len(code.world.rows("select 1 from people")) == 1


def test_a_list_that_cannot_be_read_is_read_the_next_time(code: ShortCode) -> None:
    code.is_sent("Hi", comes=False)
    code.fake.answer = lambda: (503, b"")
    code.looks()
    lists(code.fake, code.listed)

    code.looks_for_a_while()

    assert code.heard() == ["Hi"]
    assert code.world.rows("select 1 from outbox where kind = 'inbox'") == []


def test_a_list_that_repeats_itself_is_left(code: ShortCode) -> None:
    code.is_sent("Hi")
    lists_always = code.fake.answer
    code.looks_for_a_while()
    code.fake.calls.clear()
    code.fake.answer = lambda: (200, listing(*code.listed)) if _reads(code) else lists_always()

    code.looks()

    assert len(code.fake.calls) == 1


def test_one_that_comes_while_it_is_found_is_heard_once(code: ShortCode) -> None:
    for number in range(8):
        words = f"Hi {number}"
        code.is_sent(words, comes=False)
    for _ in range(3):
        code.looks()
    code.passes(inboxes.ON_ITS_WAY)
    upkeep.look_through_inboxes(code.world.rt)

    at_once(
        code.world.works,
        *(lambda n=n: code.is_brought(f"Hi {n}", f"uuid-{n}") for n in range(8)),
    )

    assert sorted(map(str, code.heard())) == [f"Hi {n}" for n in range(8)]


def test_many_of_the_same_words_at_one_moment_are_all_heard(code: ShortCode) -> None:
    at_once(*(lambda n=n: code.is_brought("Hi", f"uuid-{n}") for n in range(6)))

    assert code.heard() == ["Hi"] * 6


def test_it_is_read_every_few_minutes(code: ShortCode) -> None:
    code.fake.calls.clear()

    for _ in range(3):
        upkeep.look_through_inboxes(code.world.rt)
        code.world.works()

    assert code.fake.calls == []


def test_without_a_short_code_nothing_is_read(world: World) -> None:
    upkeep.look_through_inboxes(world.rt)

    assert world.rows("select 1 from outbox") == []


def test_what_no_list_is_read_back_to_is_dropped(code: ShortCode) -> None:
    code.is_sent("Hi")
    code.passes(upkeep.ARRIVALS_ARE_KEPT + timedelta(days=9))
    code.world.now[0] -= upkeep.ARRIVALS_ARE_KEPT + timedelta(days=9)

    upkeep.forget_arrivals(code.world.rt)

    assert code.world.rows("select 1 from arrivals") == []


def test_the_words_of_the_sender_stand_nowhere_beside_the_message(code: ShortCode) -> None:
    code.is_sent("NDIYO A7 4821")

    kept = str(code.world.rows("select * from arrivals"))
    assert BARAKA not in kept
    assert not re.search(r"(?<![0-9a-f])4821(?![0-9a-f])", kept)  # An id may hold it.


def _reads(code: ShortCode) -> bool:
    return code.fake.calls[-1][0] == "GET"
