"""A short code at Africa's Talking, of whose SMS some never come by themselves."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import text

from engine import upkeep
from engine.channels.africastalking import AfricasTalkingChannel
from engine.inbound import intake
from engine.tools.carriers import Carriers
from tests.channels.africastalking_fakes import call, lists, row, settings, sms
from tests.channels.twilio_fakes import FakeTwilio
from tests.engine.world import World


@dataclass
class ShortCode:
    """A short code at Africa's Talking: what people send stands in the list, and may come."""

    world: World
    fake: FakeTwilio
    listed: list[dict[str, Any]] = field(default_factory=list)

    def use(self, **values: object) -> None:
        """The installation talks to it, by these settings."""
        chosen = settings(africastalking_api_url=self.fake.url, **values)
        channels = {"africastalking": AfricasTalkingChannel(chosen)}
        self.world.rt = replace(self.world.rt, channels=channels, carriers=Carriers())
        lists(self.fake, self.listed)
        upkeep.look_through_inboxes(self.world.rt)

    def is_sent(self, words: str, *, comes: bool = True, stands: bool = True) -> None:
        """Baraka sends an SMS, of which the provider tells both, one or none."""
        if stands:
            self.listed.append(row(len(self.listed) + 1, text=words))
        if comes:
            self.comes(words, f"uuid-{len(self.listed)}-{len(self.heard())}")

    def comes(self, words: str, reference: str) -> None:
        """The provider calls us, and what it brings is worked."""
        self.is_brought(words, reference)
        self.world.works()

    def is_brought(self, words: str, reference: str) -> None:
        """The provider calls us."""
        channel = self.world.rt.channels["africastalking"]
        intake.take(self.world.rt, channel.read(call("sms", sms(text=words, id=reference))))

    def heard(self) -> list[object]:
        """What was said to us, as often as we heard it."""
        query = "select body from inbound_messages order by id"
        return [body for (body,) in self.world.rows(query)]

    def looks(self) -> None:
        """The list is read."""
        self.passes(upkeep.INBOXES_EVERY)
        upkeep.look_through_inboxes(self.world.rt)
        self.world.works()

    def looks_for_a_while(self) -> None:
        """So long that what is on its way has come."""
        for _ in range(5):
            self.looks()

    def passes(self, span: timedelta) -> None:
        """Time goes by, for the database and for us."""
        self.world.now[0] += span
        moved = {
            "archives": ("looked_at", "known_at", "read_at", "heard_since"),
            "arrivals": ("created_at", "heard_at"),
        }
        with self.world.rt.db.every_tenant() as tx:
            for table, columns in moved.items():
                sets = ", ".join(f"{column} = {column} - :span" for column in columns)
                tx.execute(text(f"update {table} set {sets}"), {"span": span})
