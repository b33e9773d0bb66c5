"""The last rung of an approval that nobody answers: a call, by day, once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from bot.effects import AskAgain
from engine import effects
from engine.channels.twilio import TwilioChannel
from engine.outbound.ladder import Rung
from engine.outbound.ways import can_ask
from store import opt_outs
from store.opt_outs import OptOut
from tests.channels import twilio_fakes
from tests.channels.twilio_fakes import SMS, FakeTwilio, fake_twilio
from tests.engine.asked_shop import AskedShop, sets, with_step
from tests.engine.rules_of_a_shop import approval
from tests.engine.world import AMINA, World

CALLS = f"/2010-04-01/Accounts/{twilio_fakes.ACCOUNT_SID}/Calls.json"


@dataclass
class CalledShop:
    """A shop of an installation that has a number for calls."""

    shop: AskedShop
    twilio: FakeTwilio

    def calls(self) -> list[Any]:
        """Whom it has called."""
        return [form["To"] for _, path, form in self.twilio.calls if path == CALLS]

    def texts(self) -> list[str]:
        """What went by SMS."""
        return [one.text for one in self.shop.world.post.sent if one.channel == "sms"]

    def asked_by(self) -> list[tuple[object, ...]]:
        """How the approval was asked, in order."""
        return self.shop.world.rows(
            "select channel, reason, status::text, error_code from outbound_messages"
            " where approval_id is not null order by id"
        )


def can_call(world: World, twilio: FakeTwilio) -> None:
    """The installation gets a number that calls."""
    chosen = twilio_fakes.settings(
        twilio_api_url=twilio.url,
        twilio_whatsapp_from=None,
        twilio_sms_from=None,
        twilio_voice_from=SMS,
    )
    update = {
        name: getattr(chosen, name)
        for name in ("twilio_account_sid", "twilio_auth_token", "twilio_voice_from")
    }
    channels = {**world.rt.channels, "twilio": TwilioChannel(chosen)}
    ours = world.rt.settings.model_copy(update=update)
    world.rt = replace(world.rt, channels=channels, settings=ours)


@pytest.fixture(name="called")
def _called(world: World) -> Iterator[CalledShop]:
    """Ten in the morning: an SMS after ten minutes, a call after twenty, a day to answer."""
    world.now[0] = world.now[0].replace(hour=7)
    with fake_twilio() as twilio:
        can_call(world, twilio)
        shop = with_step(world, {"id": "ask", **approval(timeout="P1D")})
        sets(shop, "approval_sms_minutes", 10)
        sets(shop, "approval_call_minutes", 20)
        yield CalledShop(shop, twilio)


def test_after_the_sms_comes_a_call(called: CalledShop) -> None:
    called.shop.sells()
    called.shop.waits(minutes=10)
    assert (len(called.texts()), called.calls()) == (1, [])

    called.shop.waits(minutes=10)

    assert (len(called.texts()), called.calls()) == (1, [AMINA])
    assert [(how, why) for how, why, *_ in called.asked_by()] == [
        ("whatsapp", "approval"),
        ("sms", "approval_sms"),
        ("voice", "approval_call"),
    ]
    told = called.shop.world.rows(
        "select after ->> 'asked_again_by' from audit_entries where via = 'ladder' order by id"
    )
    assert told == [("sms",), ("voice",)]


def test_who_is_called_is_called_once(called: CalledShop) -> None:
    called.shop.sells()

    called.shop.waits(minutes=20)
    called.shop.waits(hours=2)

    assert called.calls() == [AMINA]


def test_nobody_is_called_about_what_an_sms_has_decided(called: CalledShop) -> None:
    called.shop.sells()
    called.shop.waits(minutes=10)
    called.shop.answers("yes A1", sms=True)

    called.shop.waits(hours=1)

    assert called.calls() == []


def test_no_phone_rings_in_the_evening(called: CalledShop) -> None:
    called.shop.world.now[0] = called.shop.world.now[0].replace(hour=15)  # Six in Nairobi.
    called.shop.sells()

    called.shop.waits(hours=13, minutes=59)
    assert (len(called.texts()), called.calls()) == (1, [])

    called.shop.waits(minutes=1)
    assert called.calls() == [AMINA]


def test_no_phone_rings_past_the_deadline(world: World) -> None:
    with fake_twilio() as twilio:
        can_call(world, twilio)
        shop = with_step(world, {"id": "ask", **approval(timeout="PT4H")})
        sets(shop, "approval_call_minutes", 20)
        world.now[0] = world.now[0].replace(hour=15)
        shop.sells()

        shop.waits(days=1)

        assert CalledShop(shop, twilio).calls() == []


@pytest.mark.parametrize("word", ["voice", opt_outs.ANY])
def test_who_wants_to_hear_nothing_is_not_called(called: CalledShop, word: str) -> None:
    person = called.shop.owner.scene.person_id
    called.shop.sells()
    with called.shop.world.rt.db.tenant(None, person) as tx:
        opt_outs.add(tx, OptOut(person, None, word))

    called.shop.waits(minutes=20)

    assert called.calls() == []
    assert called.asked_by()[-1] == ("voice", "approval_call", "suppressed", "opted_out")


@pytest.mark.parametrize(("calls", "said"), [(True, "I call after"), (False, "cannot make")])
def test_calls_are_promised_only_where_they_can_be_made(
    called: CalledShop, calls: bool, said: str
) -> None:
    world, scene = called.shop.world, called.shop.owner.scene
    if not calls:
        world.rt = replace(world.rt, channels={"post": world.post})
    with world.rt.db.tenant(scene.organization_id, scene.person_id) as tx:
        wish = AskAgain({"sms": None, "call": 30})
        done = effects.settle(world.rt, tx, scene, [wish])

    assert said in done.replies[0].text
    assert can_ask(world.rt, Rung.CALL) is calls
