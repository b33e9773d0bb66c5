"""What becomes of an outbound message, whatever the provider answers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine import upkeep
from engine.channels.base import ChannelError, Letter, StatusReport
from engine.inbound import intake
from tests.engine.world import AMINA, World


def refuses(error: ChannelError) -> Callable[[Letter], None]:
    """A provider that answers every letter like this."""

    def answer(letter: Letter) -> None:
        raise error

    return answer


def statuses(world: World) -> list[object]:
    return [row[0] for row in world.rows("select status::text from outbound_messages")]


def make_due(world: World) -> None:
    with world.rt.db.every_tenant() as tx:
        tx.connection.exec_driver_sql("update outbox set due_at = now()")


def test_a_taken_message_is_sent_and_keeps_its_reference(world: World) -> None:
    world.says(AMINA, "Hi")

    assert world.rows("select status::text, provider_reference from outbound_messages") == [
        ("sent", "ref-1")
    ]


def test_status_reports_only_raise_the_status(world: World) -> None:
    world.says(AMINA, "Hi")

    for status in ("delivered", "sent", "read", "delivered", "failed"):
        intake.take(world.rt, [StatusReport("post", "ref-1", status)])

    assert statuses(world) == ["read"]


def test_a_report_that_is_faster_than_our_commit_is_not_lost(world: World) -> None:
    def reports_at_once(letter: Letter) -> None:
        intake.take(world.rt, [StatusReport("post", "ref-1", "delivered")])

    world.post.answer = reports_at_once
    world.says(AMINA, "Hi")
    assert statuses(world) == ["sent"]

    upkeep.settle_early_reports(world.rt)

    assert statuses(world) == ["delivered"]
    assert world.rows("select id from early_reports") == []


def test_a_refusal_that_may_pass_is_tried_again(world: World) -> None:
    world.post.answer = refuses(ChannelError("20429", "too many", retryable=True))
    world.says(AMINA, "Hi")
    assert statuses(world) == ["sending"]
    assert world.rows("select attempts, due_at > now() from outbox") == [(1, True)]

    world.post.answer = lambda letter: None
    make_due(world)
    world.works()

    assert statuses(world) == ["sent"]
    assert len(world.post.sent) == 1


def test_a_final_refusal_fails_with_its_code_and_is_an_event(world: World) -> None:
    shop = world.registers(AMINA, "Duka la Amina")
    world.post.answer = refuses(ChannelError("21610", "opted out"))

    world.says(AMINA, "sold sugar 300")

    assert ("failed", "21610") in world.rows(
        "select status::text, error_code from outbound_messages"
    )
    with world.rt.db.tenant(shop) as tx:
        event = tx.connection.exec_driver_sql(
            "select payload ->> 'reason' from events where type = 'MESSAGE_FAILED'"
        ).scalar_one()
    assert event == "21610"


def test_a_lost_answer_is_marked_unknown_and_never_repeated(world: World) -> None:
    world.post.answer = refuses(ChannelError("timeout", "no answer", ambiguous=True))
    world.says(AMINA, "Hi")
    world.post.answer = lambda letter: None

    make_due(world)
    world.works()

    assert statuses(world) == ["unknown"]
    assert not world.post.sent


def test_a_message_in_doubt_has_its_line_in_the_audit(world: World) -> None:
    shop = world.registers(AMINA, "Duka la Amina")
    world.post.answer = refuses(ChannelError("timeout", "no answer", ambiguous=True))

    world.says(AMINA, "sold sugar 300")

    with world.rt.db.tenant(shop) as tx:
        row = tx.connection.exec_driver_sql(
            "select before, after from audit_entries where action = 'UPDATE'"
        ).one()
    assert tuple(row) == ({"status": "queued"}, {"status": "unknown", "code": "timeout"})


def test_a_lost_answer_is_settled_when_the_provider_has_the_message(world: World) -> None:
    world.post.answer = refuses(ChannelError("timeout", "no answer", ambiguous=True))
    world.says(AMINA, "Hi")
    world.post.found = ["ref-found"]

    make_due(world)
    world.works()

    assert world.rows("select status::text, provider_reference from outbound_messages") == [
        ("sent", "ref-found")
    ]
    assert world.rows("select id from outbox") == []


@pytest.mark.parametrize("in_doubt", [True, False])
def test_a_claim_whose_lease_ran_out_is_in_doubt_not_sent_again(
    world: World, in_doubt: bool
) -> None:
    world.hears(AMINA, "Hi")
    (turn,) = world.ids("select id from outbox")
    world.works_once(turn)
    with world.rt.db.every_tenant() as tx:
        lease = "now() - interval '1 s'" if in_doubt else "null"
        tx.connection.exec_driver_sql(
            "update outbound_messages set status = 'sending', fence = 1,"
            f" claimed_at = now(), lease_until = {lease}"
        )

    world.works()

    assert statuses(world) == (["unknown"] if in_doubt else ["sent"])
    assert len(world.post.sent) == (0 if in_doubt else 1)


def test_a_second_ring_during_the_call_casts_no_doubt(world: World) -> None:
    def rings_again(letter: Letter) -> None:
        (entry,) = world.ids("select id from outbox where kind = 'delivery'")
        world.works_once(entry)
        raise ChannelError("20429", "too many", retryable=True)

    world.post.answer = rings_again
    world.says(AMINA, "Hi")
    assert statuses(world) == ["sending"]

    world.post.answer = lambda letter: None
    make_due(world)
    world.works()

    assert statuses(world) == ["sent"]


def test_an_outdated_claim_changes_nothing(world: World) -> None:
    def another_takes_over(letter: Letter) -> None:
        with world.rt.db.every_tenant() as tx:
            tx.connection.exec_driver_sql(
                "update outbound_messages set fence = fence + 1, status = 'unknown'"
            )

    world.post.answer = another_takes_over

    world.says(AMINA, "Hi")

    assert statuses(world) == ["unknown"]


def test_a_twin_of_ours_at_the_provider_is_not_taken_for_the_lost_one(world: World) -> None:
    world.says(AMINA, "Hi")  # ref-1
    world.post.answer = refuses(ChannelError("timeout", "no answer", ambiguous=True))
    world.says(AMINA, "Hi")
    world.post.found = ["ref-1"]

    make_due(world)
    world.works()
    assert statuses(world) == ["sent", "unknown"]

    world.post.found = ["ref-1", "ref-2"]
    make_due(world)
    world.works()
    assert statuses(world) == ["sent", "sent"]


def test_a_message_in_doubt_is_not_asked_about_for_ever(world: World) -> None:
    world.post.answer = refuses(ChannelError("timeout", "no answer", ambiguous=True))
    world.says(AMINA, "Hi")
    with world.rt.db.every_tenant() as tx:
        tx.connection.exec_driver_sql(
            "update outbound_messages set claimed_at = now() - interval '1 h'"
        )

    make_due(world)
    world.works()

    assert statuses(world) == ["unknown"]
    assert world.rows("select id from outbox") == []


def test_an_outage_of_many_attempts_fails_nothing_that_is_still_fresh(world: World) -> None:
    world.post.answer = refuses(ChannelError("unreachable", "no line", retryable=True))
    world.says(AMINA, "Hi")

    for _ in range(15):
        make_due(world)
        world.works()

    assert statuses(world) == ["sending"]


def test_a_failure_that_the_provider_reports_is_an_event_too(world: World) -> None:
    shop = world.registers(AMINA, "Duka la Amina")
    world.says(AMINA, "sold sugar 300")
    (reference,) = world.rows(
        "select provider_reference from outbound_messages order by id desc limit 1"
    )

    report = StatusReport("post", str(reference[0]), "failed", "63016")
    intake.take(world.rt, [report, report])
    world.works()

    with world.rt.db.tenant(shop) as tx:
        reasons = tx.connection.exec_driver_sql(
            "select payload ->> 'reason' from events where type = 'MESSAGE_FAILED'"
        ).scalars()
        assert list(reasons) == ["63016"]
