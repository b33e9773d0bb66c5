"""A flood of one number is taken in at the door, every message of it, and waits its turn."""

from __future__ import annotations

from sqlalchemy import text

from engine.runtime import Runtime
from tests.channels.twilio_fakes import message
from tests.webhooks.doors import stored, twilio_posts, with_settings
from webhooks import create_app


def test_a_provider_is_never_refused_for_what_one_number_writes(rt: Runtime) -> None:
    client = create_app(with_settings(rt, inbound_per_minute=2)).test_client()
    answers = [
        twilio_posts(client, message(MessageSid=f"SM{number:032}", Body=f"sale {number}"))
        for number in range(6)
    ]

    assert [answer.status_code for answer in answers] == [200] * 6
    assert len(stored(rt)) == 6
    with rt.db.every_tenant() as tx:
        later = tx.execute(
            text("select count(*) from outbox where due_at > now()")
        ).scalar_one()
    assert later in {1, 2}  # Two, where a minute begins among them.


def test_an_unsigned_flood_counts_for_nothing(rt: Runtime) -> None:
    client = create_app(with_settings(rt, inbound_per_minute=2)).test_client()
    for _ in range(6):
        assert twilio_posts(client, message(), sign={}).status_code == 403

    assert twilio_posts(client, message()).status_code == 200
    with rt.db.every_tenant() as tx:
        assert (
            tx.execute(text("select count(*) from outbox where due_at > now()")).scalar_one()
            == 0
        )
