"""At night, what never reached us is found in the provider's list and heard, once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from engine import upkeep
from engine.channels.base import ChannelError, Received
from engine.channels.twilio import TwilioChannel
from engine.inbound import archives
from engine.privacy import erasing
from tests.channels.twilio_fakes import WHATSAPP, FakeTwilio, fake_twilio, settings
from tests.engine.world import AMINA, World, message

ACCOUNT = "post:whatsapp:+14155238886"
NIGHT = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)  # Half past three in Nairobi.


@dataclass
class Drawer:
    """A provider's list of what came in; `fails` as often as told."""

    kept: list[Received] = field(default_factory=list)
    accounts: Sequence[str] = (ACCOUNT,)
    fails: int = 0
    after: timedelta | None = None
    asked: list[datetime] = field(default_factory=list)
    gone: bool = False

    def pages(self, account: str, since: datetime) -> Iterator[Sequence[Received]]:
        self.asked.append(since)
        if self.fails:
            self.fails -= 1
            raise ChannelError("away", "no answer", retryable=True, after=self.after)
        for one in reversed(self.kept):
            yield [one]

    def whole(self, received: Received) -> Received:
        if self.gone:
            raise ChannelError("http_404", "no such media")
        return received


@pytest.fixture
def drawer(world: World) -> Drawer:
    """A provider whose list has been known for weeks, and last read the day before."""
    drawer = Drawer()
    world.post.archive = drawer
    world.now[0] = NIGHT.replace(hour=12)
    upkeep.look_through_archives(world.rt)
    age(world, days=30)
    world.now[0] = NIGHT
    return drawer


def age(world: World, days: int) -> None:
    with world.rt.db.every_tenant() as tx:
        tx.execute(
            text("update archives set looked_at = now() - make_interval(days => :days)"),
            {"days": days},
        )


def kept(words: str, reference: str, ago: timedelta = timedelta(hours=8)) -> Received:
    return replace(message(AMINA, words, reference), sent_at=NIGHT - ago)


def at_night(world: World) -> None:
    upkeep.look_through_archives(world.rt)
    world.works()


def heard(world: World) -> list[tuple[object, ...]]:
    return world.rows("select provider_reference from inbound_messages order by id")


def answered(world: World) -> list[tuple[object, ...]]:
    """To whom an answer was written; where it came too late for the window it waits."""
    return world.rows("select recipient from outbound_messages where reason = 'answer'")


def test_what_never_came_is_heard_and_answered(world: World, drawer: Drawer) -> None:
    drawer.kept = [kept("Hi", "SM-lost-1"), kept("Hello", "SM-lost-2")]

    at_night(world)

    assert sorted(heard(world)) == [("SM-lost-1",), ("SM-lost-2",)]
    assert answered(world) == [(AMINA,)], "one answer for all of it"


def test_what_came_is_not_heard_twice(world: World, drawer: Drawer) -> None:
    world.hears(AMINA, "Hi", "SM1")
    world.works()
    drawer.kept = [kept("Hi", "SM1")]

    at_night(world)

    assert (heard(world), len(world.post.sent)) == ([("SM1",)], 1)


def test_it_looks_once_a_night(world: World, drawer: Drawer) -> None:
    for _ in range(3):
        at_night(world)

    assert len(drawer.asked) == 1


def test_it_does_not_look_by_day(world: World, drawer: Drawer) -> None:
    world.now[0] = NIGHT.replace(hour=12)

    at_night(world)

    assert drawer.asked == []


def test_it_looks_two_days_back(world: World, drawer: Drawer) -> None:
    with world.rt.db.every_tenant() as tx:
        known = tx.execute(text("select known_at from archives")).scalar_one()
    world.now[0] = known.replace(hour=0) + timedelta(days=30)

    at_night(world)

    assert drawer.asked == [world.now[0] - timedelta(days=2)]


def test_it_does_not_look_further_back_than_it_knows_the_number(
    world: World, drawer: Drawer
) -> None:
    at_night(world)

    (known,) = world.rows("select known_at from archives")[0]
    assert drawer.asked == [known]


def test_a_number_that_is_new_is_first_read_the_next_night(world: World) -> None:
    world.post.archive = drawer = Drawer([kept("Hi", "SM-before")])
    world.now[0] = NIGHT

    at_night(world)

    assert drawer.asked == []


def test_what_is_on_its_way_is_left_alone(world: World, drawer: Drawer) -> None:
    drawer.kept = [kept("Hi", "SM-now", timedelta(minutes=5))]

    at_night(world)

    assert heard(world) == []


def test_a_list_that_cannot_be_read_is_read_later(world: World, drawer: Drawer) -> None:
    drawer.kept, drawer.fails, drawer.after = [kept("Hi", "SM1")], 2, timedelta(0)

    at_night(world)

    assert (len(drawer.asked), heard(world)) == (3, [("SM1",)])


def test_media_that_is_gone_takes_no_words_along(world: World, drawer: Drawer) -> None:
    drawer.kept, drawer.gone = [kept("Hi", "SM1")], True

    at_night(world)

    assert heard(world) == [("SM1",)]


def test_it_gives_up_until_the_next_night(world: World, drawer: Drawer) -> None:
    drawer.fails, drawer.after = 99, timedelta(0)

    at_night(world)

    assert len(drawer.asked) == archives.TRIES
    assert world.rows("select 1 from outbox") == []


def test_whoever_was_forgotten_stays_forgotten(world: World, drawer: Drawer) -> None:
    world.hears(AMINA, "Hi", "SM1")
    world.works()
    person: UUID = world.ids("select id from people")[0]
    assert erasing.now(world.rt, person)
    drawer.kept = [kept("Hi", "SM1")]

    at_night(world)

    assert len(world.rows("select 1 from people")) == 1
    assert len(world.post.sent) == 1


def test_whoever_writes_again_can_be_forgotten_again(world: World, drawer: Drawer) -> None:
    for _ in range(2):
        world.hears(AMINA, "Hi", "SM1")  # The provider repeats what it sent before.
        world.works()
        (person,) = world.ids("select person_id from addresses")

        assert erasing.now(world.rt, person)

    references = [str(reference) for (reference,) in heard(world)]
    assert len(set(references)) == 2
    assert all(reference.startswith("erased-") for reference in references)


def test_what_twilio_keeps_is_heard_and_answered_there(world: World) -> None:
    with fake_twilio() as twilio:
        twilio.answer = lambda: lists(twilio, LISTED)
        channel = TwilioChannel(settings(twilio_api_url=twilio.url, twilio_sms_from=None))
        world.rt = replace(world.rt, channels={"twilio": channel})
        world.now[0] = NIGHT
        upkeep.look_through_archives(world.rt)
        age(world, days=1)

        at_night(world)

    assert heard(world) == [("SM-lost",)]
    assert answered(world) == [(AMINA,)]


LISTED = {
    "sid": "SM-lost",
    "direction": "inbound",
    "from": f"whatsapp:{AMINA}",
    "to": f"whatsapp:{WHATSAPP}",
    "body": "Hi",
    "num_media": "0",
    "date_sent": "Mon, 23 Nov 2026 20:00:00 +0000",
}


def lists(twilio: FakeTwilio, *rows: dict[str, str]) -> tuple[int, bytes]:
    """It lists these, and takes what it is given."""
    if twilio.calls[-1][0] == "POST":
        return 201, b'{"sid": "SM-answer"}'
    return 200, json.dumps({"messages": rows, "next_page_uri": None}).encode()


def test_a_provider_that_is_gone_is_not_asked(world: World, drawer: Drawer) -> None:
    upkeep.look_through_archives(world.rt)
    world.post.archive = None

    world.works()

    assert world.rows("select 1 from outbox") == []
