"""Named templates: a step's own outside the service window, its text everywhere else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot import rules
from bot.effects import MakeRule
from bot.rules import VISITS, Wanted
from engine.automation import publishing
from engine.context.desk import Desk
from engine.customers import debt_reminders
from engine.templates import template_book
from engine.templates.template_drafts import drafts
from engine.workflows.definition import DefinitionError
from store import customers
from store.base import new_id
from store.templates import MessageTemplate
from tests.engine.hush import approves, forms, passes, speaks_whatsapp_only
from tests.engine.keeper import Keeper, keeper
from tests.engine.rules_of_a_shop import publish, rule
from tests.engine.shop_with_customers import knows
from tests.engine.world import AMINA, ASHA, World
from tests.services import Cluster

NEWS = "NEWS"
MONDAY_MORNING = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
ABOUT = {"shop": "{{ organization.name }}", "about": "{{ event.payload.about }}"}
SAYS = "A reminder for you from Duka la Amina about the following: rent. Reply STOP to hear"


@pytest.fixture(name="amina")
def _amina(world: World) -> Keeper:
    world.now[0] = MONDAY_MORNING
    speaks_whatsapp_only(world)
    return keeper(world)


def reminds(amina: Keeper, to: str = "OWNER", **more: Any) -> None:
    """A rule that names the template `reminder`."""
    step = {"id": "a", "type": "send_message", "to": to, "template": "reminder"}
    publish(amina.world, amina, rule("News", NEWS, {**step, "variables": ABOUT, **more}))


def happens(amina: Keeper) -> list[str]:
    """Something to be told; what is sent."""
    before = len(amina.world.post.sent)
    amina.raises(NEWS, about="rent")
    amina.world.works()
    return [letter.text for letter in amina.world.post.sent[before:]]


def last_template(amina: Keeper) -> tuple[str, tuple[str, ...]] | None:
    """The reference and the values of the template that went last."""
    template = amina.world.post.sent[-1].template
    return (template.reference, template.variables) if template else None


def customer(amina: Keeper, cluster: Cluster) -> str:
    """Asha, who wrote on WhatsApp once, more than a day ago."""
    asha = knows(amina, "Asha", ASHA)
    amina.world.says(ASHA, "hi")
    passes(amina.world, cluster, hours=26)
    amina.world.works()
    return str(asha)


def test_inside_the_window_its_text_goes(amina: Keeper) -> None:
    approves(amina.world, "reminder")
    reminds(amina)

    (said,) = happens(amina)

    assert said.startswith(SAYS)
    assert last_template(amina) is None


def test_a_reader_of_swahili_gets_it_in_swahili(amina: Keeper) -> None:
    reminds(amina)
    with amina.world.rt.db.every_tenant() as tx:
        tx.connection.exec_driver_sql("update people set language = 'sw'")

    (said,) = happens(amina)

    assert said.startswith("Unakumbushwa na Duka la Amina kuhusu jambo hili: rent.")


def test_outside_the_window_the_approved_template_goes(amina: Keeper, cluster: Cluster) -> None:
    approves(amina.world, "reminder")
    reminds(amina)
    passes(amina.world, cluster, hours=25)

    (said,) = happens(amina)

    assert said.startswith(SAYS)
    assert last_template(amina) == ("reminder_en", ("Duka la Amina", "rent"))


def test_one_that_nobody_has_approved_waits_as_any_text_does(
    amina: Keeper, cluster: Cluster
) -> None:
    reminds(amina)
    passes(amina.world, cluster, hours=25)

    assert happens(amina) == []
    assert forms(amina.world, "reason = 'workflow'") == [("held", "queued", None, "workflow")]
    assert any(SAYS in said for said in amina.world.says(AMINA, "FUNGUA"))


def test_by_sms_it_goes_as_its_text(amina: Keeper) -> None:
    approves(amina.world, "reminder")
    amina.world.post.sms_account = "post:sms:+14155238886"
    asha = knows(amina, "Asha", ASHA)
    reminds(amina, to=str(asha))

    (said,) = happens(amina)

    letter = amina.world.post.sent[-1]
    assert (letter.channel, letter.template) == ("sms", None)
    assert said.startswith(f"Duka la Amina: {SAYS}")


def test_beside_a_text_it_is_said_outside_the_window_alone(
    amina: Keeper, cluster: Cluster
) -> None:
    approves(amina.world, "reminder")
    reminds(amina, text={"en": "Rent!", "sw": "Kodi!"})

    assert happens(amina) == ["Rent!"]
    passes(amina.world, cluster, hours=25)
    assert happens(amina)[0].startswith(SAYS)


def own(amina: Keeper, **change: Any) -> MessageTemplate:
    """A template of the shop's own, in English."""
    shop, body = amina.scene.shop_id, "Your {{1}} is ready today."
    one = MessageTemplate(new_id(), shop, "post", "ready", "en", body, ("what",))
    return replace(one, **change)


def keeps(amina: Keeper, *templates: MessageTemplate) -> None:
    with amina.world.rt.db.tenant(amina.scene.shop_id) as tx:
        for one in templates:
            template_book.add(tx, one)


def test_a_shop_may_name_its_own(amina: Keeper) -> None:
    swahili = own(amina, id=new_id(), language="sw", body="Kitu chako {{1}} kiko tayari leo.")
    keeps(amina, own(amina), swahili)
    reminds(amina, template="ready", variables={"what": "{{ event.payload.about }}"})

    assert happens(amina) == ["Your rent is ready today."]


def test_what_cannot_be_used_is_refused_with_its_step_and_the_reason(amina: Keeper) -> None:
    keeps(amina, own(amina))

    with pytest.raises(DefinitionError) as refused:
        reminds(amina, template="ready", variables={"whom": "Asha"})

    assert [str(one) for one in refused.value.problems] == [
        "Step 'a': template: 'ready' has no text in 'sw'",
        "Step 'a': variables: 'ready' needs a value for 'what' as well",
        "Step 'a': variables: 'ready' has no place for 'whom'",
    ]


def test_another_shops_template_is_unknown(amina: Keeper) -> None:
    keeps(amina, own(amina))
    other = keeper(amina.world, "+254733000003", "Jirani")

    with pytest.raises(DefinitionError, match="there is no template 'ready'"):
        reminds(other, template="ready", variables={"what": "x"})


def test_one_that_was_worded_anew_with_other_variables_is_not_sent_with_a_gap(
    amina: Keeper,
) -> None:
    both = [own(amina), own(amina, id=new_id(), language="sw")]
    keeps(amina, *both)
    reminds(amina, template="ready", variables={"what": "Bread"})
    body = "Your {{1}} is ready today, and costs {{2}} in all."
    keeps(amina, *(replace(one, body=body, variables=("what", "price")) for one in both))

    assert happens(amina) == []
    told = forms(amina.world, "reason = 'workflow'")
    assert told == [("free_text", "suppressed", "template_unfilled", "workflow")]


def after(amina: Keeper, cluster: Cluster, hours: float) -> tuple[str, tuple[str, ...]]:
    """Hours go by in silence; the template that went, with its values."""
    before = len(amina.world.post.sent)
    passes(amina.world, cluster, hours=hours)
    amina.world.works()
    (template,) = [one.template for one in amina.world.post.sent[before:] if one.to == ASHA]
    assert template is not None
    return template.reference, template.variables


def test_a_customer_hears_of_an_appointment_although_they_have_not_written(
    amina: Keeper, cluster: Cluster
) -> None:
    approves(amina.world, "appt_reminder", "appt_day")
    wanted = VISITS["appointment"]
    amina.wishes(MakeRule(wanted.starter, wanted.values))
    customer(amina, cluster)
    at = amina.world.now[0] + timedelta(hours=28)
    amina.scene = replace(amina.scene, now=amina.world.now[0])
    told = {"customer": None, "name": "Asha", "at": at.isoformat()}
    amina.raises("APPOINTMENT_SCHEDULED", **told)

    reference, values = after(amina, cluster, hours=4.1)
    assert reference == "appt_reminder_en"
    assert values[:2] == ("Asha", "Duka la Amina")

    passes(amina.world, cluster, hours=21.2)  # The question has gone unanswered.
    amina.world.works()
    reference, values = after(amina, cluster, hours=1)
    assert reference == "appt_day_en"
    assert values[2] == "25 Nov 2026"


def test_a_customer_confirms_by_what_the_template_offers(
    amina: Keeper, cluster: Cluster
) -> None:
    approves(amina.world, "appt_reminder")
    wanted = VISITS["appointment"]
    amina.wishes(MakeRule(wanted.starter, wanted.values))
    customer(amina, cluster)
    at = amina.world.now[0] + timedelta(hours=28)
    amina.scene = replace(amina.scene, now=amina.world.now[0])
    amina.raises("APPOINTMENT_SCHEDULED", customer=None, name="Asha", at=at.isoformat())
    after(amina, cluster, hours=4.1)

    amina.world.says(ASHA, "yes")

    assert amina.world.rows("select status from appointments") == [("confirmed",)]


def test_a_receipt_reaches_a_customer_who_has_not_written(
    amina: Keeper, cluster: Cluster
) -> None:
    approves(amina.world, "receipt")
    receipt = Wanted(rules.RECEIPT)
    amina.wishes(MakeRule(receipt.starter, receipt.values))
    asha = customer(amina, cluster)

    amina.sells("sugar", "2", "300", customer=asha)
    amina.world.works()

    assert last_template(amina) == ("receipt_en", ("Duka la Amina", "Ksh 300", "23 Nov 2026"))


def test_a_reminder_of_a_debt_reaches_a_customer_who_has_not_written(
    amina: Keeper, cluster: Cluster
) -> None:
    approves(amina.world, "debt_reminder")
    asha = customer(amina, cluster)
    shop = amina.scene.shop_id
    with amina.world.rt.db.tenant(shop) as tx:
        contact = customers.contact(tx, shop, amina.world.ids(f"select '{asha}'::uuid")[0])
        assert contact is not None
        debt_reminders.remind(Desk(amina.world.rt, tx, shop), contact)
    amina.world.works()

    assert last_template(amina) == ("debt_reminder_en", ("Asha", "Duka la Amina", "Ksh 300"))


def test_every_starter_names_templates_that_ship_with_all_their_variables(
    amina: Keeper,
) -> None:
    shipped = {(one.name, one.language) for one in drafts("post")}
    wishes = [*VISITS.values(), Wanted(rules.RECEIPT)]

    for wanted in wishes:
        amina.wishes(MakeRule(wanted.starter, wanted.values))

    with amina.world.rt.db.tenant(amina.scene.shop_id) as tx:
        languages = publishing.languages(Desk(amina.world.rt, tx, amina.scene.shop_id))
    assert {("appt_reminder", language) for language in languages} <= shipped
    published = amina.world.rows("select count(*) from workflows where status = 'active'")
    assert published == [(len(wishes),)]
