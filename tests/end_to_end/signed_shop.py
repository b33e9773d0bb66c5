"""A shop whose people write through Twilio: signed webhooks in, its REST API out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy import text

from engine import runtime
from engine.automation import publishing
from engine.context.desk import Desk
from engine.runtime import Languages, Runtime
from engine.tools.carriers import Carriers
from karani import languages
from tests.channels.twilio_fakes import (
    SMS,
    WHATSAPP,
    FakeTwilio,
    fake_twilio,
    message,
    settings,
)
from tests.end_to_end import errands
from tests.reader import READER
from tests.webhooks.doors import twilio_posts
from webhooks import create_app

AMINA, BARAKA, CHAUSIKU = "+254711000001", "+254722000002", "+254733000003"
MORNING = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


@dataclass
class SignedShop:
    """Amina on WhatsApp, Baraka by SMS."""

    rt: Runtime
    client: FlaskClient
    twilio: FakeTwilio
    now: list[datetime]
    _sids: Iterator[int] = field(default_factory=lambda: count(1))

    def says(self, phone: str, words: str, *, sms: bool = False, quoted: str = "") -> list[str]:
        """A signed message; what is sent because of it, to whomever, as "…phone: text"."""
        before = len(self.twilio.calls)
        kind = "" if sms else "whatsapp:"
        form = message(
            MessageSid=f"SM{next(self._sids):032d}",
            From=kind + phone,
            To=kind + (SMS if sms else WHATSAPP),
            Body=words,
        )
        if quoted:
            form["OriginalRepliedMessageSid"] = quoted
        assert twilio_posts(self.client, form).status_code == 200
        self.works()
        return self.sent(before)

    def sent(self, since: int) -> list[str]:
        """What was handed to Twilio since then."""
        forms = self.twilio.sent(since)
        return [f"{form['To'].removeprefix('whatsapp:')}: {form['Body']}" for form in forms]

    def works(self) -> None:
        """Whatever is due, until nothing is."""
        errands.work(self.rt, rounds=50)

    def waits(self, hours: int) -> list[str]:
        """Time goes by; what is sent because of it."""
        before, time = len(self.twilio.calls), timedelta(hours=hours)
        self.now[0] += time
        with self.rt.db.every_tenant() as tx:
            tx.execute(text("update outbox set due_at = due_at - :t"), {"t": time})
        self.works()
        return self.sent(before)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """A query over every tenant."""
        with self.rt.db.every_tenant() as tx:
            return [tuple(row) for row in tx.execute(text(query))]

    def opens(self) -> None:
        """Amina registers, takes Baraka on, and wants to be asked about large sales."""
        for words in ("Habari", "2", "1", "Amina", "Duka la Amina"):
            self.says(AMINA, words)
        self.says(AMINA, "ongeza mfanyakazi 0722000002 Baraka")
        for words in ("habari", "ndiyo"):
            self.says(BARAKA, words, sms=True)
        self.says(AMINA, "niulize mauzo yakizidi 10,000")
        (agreed,) = self.says(AMINA, "1")
        assert "1" in agreed

    def sets(self, column: str, value: int) -> None:
        """A setting of the shop's."""
        (shop,) = self.rows("select id from organizations")[0]
        with self.rt.db.tenant(UUID(str(shop))) as tx:
            tx.execute(text(f"update organizations set {column} = {value}"))

    def publishes(self, *steps: dict[str, Any]) -> None:
        """Another workflow on sales."""
        (shop,) = self.rows("select id from organizations")[0]
        document = {"name": "Own", "trigger": {"event": "SALE_RECORDED"}, "steps": list(steps)}
        with self.rt.db.tenant(UUID(str(shop))) as tx:
            publishing.create(Desk(self.rt, tx, UUID(str(shop))), document, by=None)

    def sid_of(self, words: str) -> str:
        """The id of the newest message that says this."""
        query = (
            "select provider_reference from outbound_messages"
            f" where body like '%{words}%' order by id desc limit 1"
        )
        return str(self.rows(query)[0][0])


@contextmanager
def signed_shop(database_url: str, redis_url: str, **more: object) -> Iterator[SignedShop]:
    """Open for business; `more` are settings of the installation."""
    with fake_twilio() as twilio:
        sids = count(1)
        twilio.answer = lambda: (201, json.dumps(_accepted(next(sids))).encode())
        now = [MORNING]
        chosen = settings(
            database_url=database_url, redis_url=redis_url, twilio_api_url=twilio.url, **more
        )
        spoken = Languages(READER.read, languages.translations())
        # A message is carried in the hands of whoever works: so it is there when they rest.
        made = runtime.build(chosen, spoken, clock=lambda: now[0])
        rt = replace(made, carriers=Carriers())
        shop = SignedShop(rt, create_app(rt).test_client(), twilio, now)
        try:
            shop.opens()
            yield shop
        finally:
            rt.close()
            rt.broker.client.close()


def _accepted(number: int) -> dict[str, str]:
    return {"sid": f"SM{number:032x}", "status": "queued"}
