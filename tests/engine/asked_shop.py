"""A shop whose owner is asked about what staff do: it sells, and letters come."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text

from bot.effects import Json, MakeRule, Raise
from bot.rules import limited
from engine.inbound import intake
from tests.engine.flows import passes
from tests.engine.keeper import DAY, Keeper, keeper
from tests.engine.rules_of_a_shop import publish, takes_on
from tests.engine.world import AMINA, BARAKA, World, message

SMS = "post:sms:+14155238886"


@dataclass
class AskedShop:
    """Amina owns it, Baraka works in it; sales beyond a limit are asked about."""

    world: World
    owner: Keeper
    baraka: UUID

    def sells(self, amount: str = "12000", item: str = "cement") -> list[str]:
        """Baraka sells something; what is said then, to whomever."""
        return self.world.says(BARAKA, f"sold {item} {amount}")

    def answers(self, words: str, *, phone: str = AMINA, **how: Any) -> list[str]:
        """Somebody writes; what is said then: by SMS, or quoting one of our messages."""
        before = len(self.world.post.sent)
        heard = message(phone, words)
        if how.get("sms"):
            heard = replace(heard, channel="sms", account=SMS)
        intake.take(self.world.rt, [replace(heard, quoted=how.get("quoted"))])
        self.world.works()
        return [letter.text for letter in self.world.post.sent[before:]]

    def told(self, phone: str, since: int = 0) -> list[str]:
        """What was sent to a phone."""
        return [one.text for one in self.world.post.sent[since:] if one.to == phone]

    def question(self, code: str) -> str:
        """The provider reference of the message that asked."""
        row = self.world.rows(
            "select m.provider_reference from outbound_messages m"
            f" join approvals a on a.id = m.approval_id where a.code = '{code}'"
        )
        return str(row[0][0])

    def approvals(self) -> list[tuple[object, ...]]:
        """Codes with how they stand, oldest first."""
        return self.world.rows("select code, status from approvals order by id")

    def runs(self) -> list[object]:
        """How the runs stand."""
        return [row[0] for row in self.world.rows("select status from runs order by id")]

    def entry(self) -> UUID:
        """The newest entry that is none's opposite."""
        query = "select id from entries where reverses is null order by id desc limit 1"
        return self.world.ids(query)[0]

    def standing(self) -> list[object]:
        """The amounts that count."""
        query = (
            "select amount::int from entries e where reverses is null and not exists"
            " (select from entries r where r.reverses = e.id) order by id"
        )
        return [row[0] for row in self.world.rows(query)]

    def waits(self, **time: float) -> None:
        """Time goes by."""
        passes(self.world, **time)

    def signs_no_more(self) -> None:
        """The provider proves nothing from here on."""
        self.world.post.signed = False


def asked_shop(world: World, limit: int = 10_000) -> AskedShop:
    """Registered, staffed, and with the rule about large sales."""
    owner = keeper(world)
    baraka = takes_on(world, owner, BARAKA)
    rule = limited("sale", Decimal(limit))
    owner.wishes(MakeRule(rule.starter, rule.values))
    return AskedShop(world, owner, baraka)


def with_step(world: World, step: dict[str, Any]) -> AskedShop:
    """The same with another workflow on sales."""
    owner = keeper(world)
    baraka = takes_on(world, owner, BARAKA)
    trigger = {"event": "SALE_RECORDED"}
    publish(world, owner, {"name": "Asks", "trigger": trigger, "steps": [step]})
    return AskedShop(world, owner, baraka)


def sets(shop: AskedShop, column: str, value: object) -> None:
    """A setting of the shop's."""
    with shop.world.rt.db.tenant(shop.owner.scene.organization_id) as tx:
        tx.execute(text(f"update organizations set {column} = :value"), {"value": value})


def sold(item: str, amount: str) -> Raise:
    """The fact of a sale for cash."""
    line: dict[str, Json] = {"item": item, "quantity": "1", "amount": amount}
    told: dict[str, Json] = {"amount": amount, "currency": "KES", "lines": [line]}
    return Raise("SALE_RECORDED", {**told, "payment": "cash", "business_date": DAY})
