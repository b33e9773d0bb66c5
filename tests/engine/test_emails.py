"""What goes by e-mail, to whom, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from engine.sending import unsubscribing
from engine.sending.unsubscribing import Leaver
from store import emails, people
from tests.channels.smtp_server import Office, office
from tests.engine.flows import happens, on, publish, told
from tests.engine.mail import ZAWADI, hires_by_email, mails_by
from tests.engine.world import AMINA, World

SUBJECT = {"en": "New order", "sw": "Oda mpya"}
WORDS = {"en": "Ordered.", "sw": "Imeagizwa."}
CUSTOMER = text(
    "insert into customers (organization_id, id, name, name_key, person_id)"
    " values (:shop, :id, 'Zawadi', 'zawadi', :person)"
)
DUE = text("update outbox set due_at = now() where parked_at is null")


@pytest.fixture
def there() -> Iterator[Office]:
    with office() as running:
        yield running


@pytest.fixture
def shop(world: World, there: Office) -> UUID:
    mails_by(world, there)
    return world.registers(AMINA, "Duka la Amina")


def orders(world: World, shop: UUID) -> None:
    happens(world, shop, "ORDERED")
    world.works()


def tells(world: World, shop: UUID, to: UUID | str, **step: Any) -> None:
    """An order comes in, and a workflow tells of it."""
    more = {"channel": "email", "subject": SUBJECT, **step}
    publish(world, shop, on("ORDERED", told(to=str(to), text=WORDS, **more)))
    orders(world, shop)


def became(world: World) -> list[tuple[object, ...]]:
    """Of what a workflow said: channel, status, code."""
    return world.rows(
        "select channel, status::text, error_code from outbound_messages"
        " where reason = 'workflow' order by id"
    )


def test_a_workflow_writes_to_a_proved_address(world: World, shop: UUID, there: Office) -> None:
    tells(world, shop, hires_by_email(world, shop))

    (got,) = there.messages
    body = got.get_body(("plain",))
    assert (got["To"], got["Subject"]) == (ZAWADI, "New order")
    assert body is not None
    assert body.get_content().startswith("Ordered.")
    assert became(world) == [("email", "sent", None)]


def test_its_reference_is_the_message_id(world: World, shop: UUID, there: Office) -> None:
    tells(world, shop, hires_by_email(world, shop))

    kept = world.rows(
        "select provider_reference from outbound_messages where channel = 'email'"
    )
    assert kept == [(there.messages[0]["Message-ID"],)]


def test_without_a_subject_the_shop_is_named(world: World, shop: UUID, there: Office) -> None:
    tells(world, shop, hires_by_email(world, shop), subject=None)

    assert there.messages[0]["Subject"] == "Duka la Amina"


def test_nobody_is_written_to_before_they_prove_it(
    world: World, shop: UUID, there: Office
) -> None:
    tells(world, shop, hires_by_email(world, shop, proved=False))

    assert became(world) == [("email", "suppressed", "unreachable")]
    assert there.got == []


def test_a_member_whom_nothing_else_reaches_gets_an_email(
    world: World, shop: UUID, there: Office
) -> None:
    tells(world, shop, hires_by_email(world, shop), channel="auto")

    assert there.messages[0]["To"] == ZAWADI


def test_whoever_is_reached_by_phone_gets_no_email(
    world: World, shop: UUID, there: Office
) -> None:
    hires_by_email(world, shop)
    tells(world, shop, "OWNER", channel="auto")

    assert there.got == []


def test_a_bounce_has_failed_and_is_told(world: World, shop: UUID, there: Office) -> None:
    there.rcpt = "550 5.1.1 No such user"

    tells(world, shop, hires_by_email(world, shop))

    assert became(world) == [("email", "failed", "smtp_550_5.1.1")]
    failed = world.rows("select payload ->> 'reason' from events where type = 'MESSAGE_FAILED'")
    assert failed == [("smtp_550_5.1.1",)]


def test_where_nobody_was_reached_nothing_more_is_sent(
    world: World, shop: UUID, there: Office
) -> None:
    there.data = "550 5.1.1 No such user"
    tells(world, shop, hires_by_email(world, shop))

    orders(world, shop)

    assert became(world)[1] == ("email", "suppressed", "unreachable")
    assert there.tries == 1


@pytest.mark.parametrize("refused", ["554 5.6.0 Spam", "554 5.7.1 Not like this"])
def test_what_is_refused_for_its_words_says_nothing_about_the_address(
    world: World, shop: UUID, there: Office, refused: str
) -> None:
    there.data = refused
    tells(world, shop, hires_by_email(world, shop))
    there.data = "250 OK"

    orders(world, shop)

    assert [status for _, status, _ in became(world)] == ["failed", "sent"]


def test_what_is_refused_for_now_is_sent_later(world: World, shop: UUID, there: Office) -> None:
    there.rcpt = "450 4.2.1 Greylisted"
    tells(world, shop, hires_by_email(world, shop))
    assert there.got == []

    there.rcpt = "250 OK"
    with world.rt.db.every_tenant() as tx:
        tx.execute(DUE)
    world.works()

    assert became(world) == [("email", "sent", None)]


def test_a_lost_answer_leaves_it_open_and_nothing_is_sent_twice(
    world: World, shop: UUID, there: Office
) -> None:
    there.hangs_up = "DATA"
    tells(world, shop, hires_by_email(world, shop))
    there.hangs_up = None

    for _ in range(3):
        with world.rt.db.every_tenant() as tx:
            tx.execute(DUE)
        for entry in world.ids("select id from outbox where parked_at is null"):
            world.works_once(entry)

    assert became(world) == [("email", "unknown", "lost")]
    assert there.tries == 1


def test_it_tells_its_reader_how_to_get_no_more(
    world: World, shop: UUID, there: Office
) -> None:
    person = hires_by_email(world, shop)
    tells(world, shop, person)

    url = there.messages[0]["List-Unsubscribe"].strip("<>")
    token = url.rpartition("/")[2]
    assert unsubscribing.read(world.rt.settings, token) == Leaver(person, shop)


def test_whoever_wants_no_more_emails_gets_none(
    world: World, shop: UUID, there: Office
) -> None:
    person = hires_by_email(world, shop)
    unsubscribing.leave(world.rt, Leaver(person, shop))

    tells(world, shop, person)

    assert became(world) == [("email", "suppressed", "opted_out")]
    assert there.got == []


def test_their_word_reaches_what_already_waits(world: World, shop: UUID, there: Office) -> None:
    person = hires_by_email(world, shop)
    publish(world, shop, on("ORDERED", told(to=str(person), text=WORDS, channel="email")))
    happens(world, shop, "ORDERED")

    unsubscribing.leave(world.rt, Leaver(person, shop))
    world.works()

    assert there.got == []


@pytest.mark.parametrize(("channel", "arrives"), [("email", True), ("auto", False)])
def test_a_customer_gets_an_email_only_where_that_is_said(
    world: World, shop: UUID, there: Office, channel: str, arrives: bool
) -> None:
    with world.rt.db.every_tenant() as tx:
        person = people.meet(tx, "email", ZAWADI, None).person_id
        emails.prove(tx, ZAWADI)
    with world.rt.db.tenant(shop) as tx:
        values = {"shop": shop, "person": person, "id": uuid4()}
        tx.execute(CUSTOMER, values)
    tells(world, shop, values["id"], channel=channel, occasion="reminder")

    assert bool(there.got) is arrives
    if arrives:
        body = there.messages[0].get_body(("plain",))
        assert body is not None
        assert body.get_content().startswith("Duka la Amina: Ordered.")
        assert "STOP" not in body.get_content()
