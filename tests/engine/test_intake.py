"""What a provider reports is stored whole, once, and poison alone is put aside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import pytest

from engine.channels.base import Received, Unreadable, Webhook
from engine.inbound import intake, parked, senders
from tests.engine.world import AMINA, BARAKA, World, message

ODD = {
    "nothing": "",
    "NUL": "a\0b",
    "a lone surrogate": "\ud83d",
    "only emoji": "👍🏽🙏",
    "right to left": "\u202eabc\u202c",
    "zero width": "\u200b\ufeff",
    "very long": "x" * 200_000,
}


@pytest.mark.parametrize("words", ODD.values(), ids=ODD)
def test_odd_text_is_stored_and_handled(world: World, words: str) -> None:
    world.hears(AMINA, words)
    world.works()

    assert world.rows("select handled_at is not null from inbound_messages") == [(True,)]
    assert world.rows("select id from outbox") == []


def test_one_batch_is_one_transaction(world: World) -> None:
    intake.take(world.rt, [message(AMINA, "Hi"), message(BARAKA, "Hi")])

    assert world.rows("select count(distinct xmin::text) from inbound_messages") == [(1,)]


def test_two_first_messages_at_once_meet_one_person(world: World) -> None:
    intake.take(world.rt, [message(AMINA, "Hi"), message(AMINA, "sold sugar 300")])

    assert world.rows("select count(*) from people") == [(1,)]
    assert world.rows("select count(*) from conversations") == [(1,)]
    assert world.rows("select count(*) from inbound_messages") == [(2,)]


def test_a_phone_on_whatsapp_and_sms_is_one_person(world: World) -> None:
    sms = replace(message(AMINA, "Hi"), account="post:sms:+15005550006", channel="sms")
    intake.take(world.rt, [message(AMINA, "Hi"), sms])

    assert world.rows("select count(*) from people") == [(1,)]
    assert world.rows("select count(*) from conversations") == [(2,)]


def test_poison_is_parked_alone(world: World) -> None:
    poison = replace(message(BARAKA, "Hi"), channel=None, raw=b"\x00poison")  # type: ignore[arg-type]

    intake.take(world.rt, [message(AMINA, "Hi"), poison, message(AMINA, "Hi again")])

    assert world.rows("select count(*) from inbound_messages") == [(2,)]
    assert world.rows("select provider, encode(raw, 'escape') from parked_bodies") == [
        ("post", "\\000poison")
    ]
    assert [one.what for one in parked.newest(world.rt)] == ["post webhook"]


def test_a_parked_body_can_be_tried_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reads_it_now(webhook: object) -> Iterator[Received]:
        assert isinstance(webhook, Webhook)
        yield message(AMINA, webhook.body.decode())

    monkeypatch.setattr(world.post, "read", reads_it_now)
    intake.take(world.rt, [Unreadable("post", "not understood then", b"sold sugar 300")])
    (one,) = parked.newest(world.rt)

    assert parked.retry(world.rt, one.id)

    assert world.rows("select body from inbound_messages") == [("sold sugar 300",)]
    assert parked.newest(world.rt) == []
    assert not parked.retry(world.rt, one.id)


def test_a_parked_body_of_a_provider_that_is_gone_stays(world: World) -> None:
    intake.take(world.rt, [Unreadable("elsewhere", "left behind", b"?")])
    (one,) = parked.newest(world.rt)

    with pytest.raises(LookupError, match="elsewhere"):
        parked.retry(world.rt, one.id)

    assert len(parked.newest(world.rt)) == 1


def test_parked_work_begins_again_with_a_clean_record(world: World) -> None:
    world.hears(AMINA, "Hi")
    with world.rt.db.every_tenant() as tx:
        tx.connection.exec_driver_sql(
            "update outbox set parked_at = now(), parked_reason = 'ValueError', attempts = 9"
        )
    (one,) = parked.newest(world.rt)

    assert parked.retry(world.rt, one.id)
    world.works()

    assert len(world.post.sent) == 1
    assert not parked.retry(world.rt, uuid4())


@pytest.mark.parametrize(
    ("phone", "country"),
    [("+254711000001", "KE"), ("+255711000001", "TZ"), ("+256772000001", "UG"), ("+1", None)],
)
def test_a_phones_prefix_tells_the_country(phone: str, country: str | None) -> None:
    assert senders.country_of("phone", phone) == country


def test_an_id_without_a_phone_tells_no_country() -> None:
    unnamed = replace(message("KE.1A2B3C", "Hi"), address_kind="bsuid")

    assert senders.country_of(unnamed.address_kind, unnamed.address) is None
