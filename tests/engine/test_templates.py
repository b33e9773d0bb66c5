"""Templates: what a provider would refuse is named, and what is approved is used."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from sqlalchemy.exc import SQLAlchemyError

from engine.templates import template_book
from engine.templates.template_book import TemplateError
from engine.templates.template_checks import check
from engine.templates.template_drafts import drafts
from engine.templates.template_texts import fill
from store import templates
from store.templates import MessageTemplate
from tests.engine.world import AMINA, CHAUSIKU, World

GOOD = MessageTemplate(
    id=uuid4(),
    organization_id=None,
    provider="meta",
    name="news",
    language="en",
    body="You have news from {{1}} that waits. Answer OPEN to read it.",
    variables=("shop",),
    buttons=("Open",),
)


@pytest.mark.parametrize(
    ("field", "said", "change"),
    [
        ("name", "lower-case", {"name": "News Now"}),
        ("name", "lower-case", {"name": ""}),
        ("language", "code", {"language": "english"}),
        ("reference", "one word", {"reference": "two words"}),
        ("reference", "missing", {"state": "approved"}),
        ("body", "empty", {"body": " ", "variables": ()}),
        ("body", "1024", {"body": "word " * 205, "variables": ()}),
        ("body", "{{1}} only", {"body": "You have {{news}} from {{1}} now, read on."}),
        ("body", "{{1}} only", {"body": "You have {{ 2 }} from {{1}} now, read on."}),
        ("body", "gap", {"body": "You have news from {{2}} that waits for you."}),
        ("body", "begin", {"body": "{{1}} has news for you, read it now."}),
        ("body", "end", {"body": "You have news that waits from {{1}}."}),
        ("body", "end", {"body": "You have news that waits from {{1}}"}),
        ("body", "beside", {"body": "See what {{1}} {{2}} has to say to you today",
                            "variables": ("a", "b")}),
        ("body", "words", {"body": "From {{1}} news"}),
        ("body", "tabs", {"body": "You have news\tfrom {{1}} that waits for you."}),
        ("body", "tabs", {"body": "You have news\n\n\n\nfrom {{1}} that waits for you."}),
        ("variables", "1 places", {"variables": ()}),
        ("variables", "1 places", {"variables": ("a", "b")}),
        ("variables", "lower-case", {"variables": ("The Shop",)}),
        ("buttons", "3", {"buttons": ("1", "2", "3", "4")}),
        ("buttons", "20 signs", {"buttons": ("a" * 21,)}),
        ("buttons", "20 signs", {"buttons": ("",)}),
        ("buttons", "different", {"buttons": ("Yes", "Yes")}),
        ("buttons", "plain", {"buttons": ("Yes {{1}}",)}),
    ],
)  # fmt: skip
def test_what_a_provider_refuses_is_named(
    field: str, said: str, change: dict[str, object]
) -> None:
    problems = check(replace(GOOD, **change))  # type: ignore[arg-type]

    assert said in problems[field]


def test_a_sound_one_has_no_problem() -> None:
    assert check(GOOD) == {}
    assert check(replace(GOOD, state="approved", reference="HX01")) == {}


def test_every_shipped_draft_is_sound_in_both_languages() -> None:
    shipped = list(drafts("twilio"))

    assert {one.name for one in shipped} == {
        "daily_summary", "appt_reminder", "appt_day", "appt_missed", "approval_request",
        "resume_setup", "news", "debt_reminder", "receipt", "reminder",
    }  # fmt: skip
    assert {(one.name, one.language) for one in shipped} == {
        (one.name, language) for one in shipped for language in ("en", "sw")
    }
    assert [check(one) for one in shipped if check(one)] == []


def test_a_filled_template_says_its_values_each_in_one_line() -> None:
    approved = replace(GOOD, state="approved", reference="HX01")

    filled = fill(approved, {"shop": "Duka\nla  Amina"})

    assert filled is not None
    assert filled.template.variables == ("Duka la Amina",)
    assert "from Duka la Amina that" in filled.text


@pytest.mark.parametrize("values", [{}, {"shop": " "}, {"shop": "a" * 601}])
def test_one_that_cannot_be_filled_is_none(values: dict[str, str]) -> None:
    assert fill(replace(GOOD, state="approved", reference="HX01"), values) is None
    assert fill(GOOD, {"shop": "Duka"}) is None  # Nobody has approved it.


def test_an_unsound_one_is_not_kept(world: World) -> None:
    with world.rt.db.every_tenant() as tx, pytest.raises(TemplateError, match="body"):
        template_book.add(tx, replace(GOOD, body="{{1}}"))


def test_another_wording_must_be_approved_anew(world: World) -> None:
    with world.rt.db.every_tenant() as tx:
        template_book.add(tx, GOOD)
        template_book.settle(tx, GOOD, "approved", "HX01")
        assert templates.find(tx, None, "meta", "news", ["en"]) is not None

        template_book.add(tx, replace(GOOD, id=uuid4(), body=GOOD.body + " Thank you."))

        assert templates.find(tx, None, "meta", "news", ["en"]) is None


def test_an_organizations_own_goes_before_everybodys(world: World) -> None:
    amina = world.registers(AMINA, "Duka la Amina")
    chausiku = world.registers(CHAUSIKU, "Jirani")
    approved = replace(GOOD, state="approved", reference="HX01")
    with world.rt.db.every_tenant() as tx:
        template_book.add(tx, approved)
    with world.rt.db.tenant(amina) as tx:
        own = replace(approved, id=uuid4(), organization_id=amina, reference="HX02")
        template_book.add(tx, own)

    def found(shop: UUID) -> str | None:
        with world.rt.db.tenant(shop) as tx:
            one = templates.find(tx, shop, "meta", "news", ["sw", "en"])
            return one.reference if one else None

    assert (found(amina), found(chausiku)) == ("HX02", "HX01")


def test_a_shop_changes_no_other_shops_template(world: World) -> None:
    amina = world.registers(AMINA, "Duka la Amina")
    chausiku = world.registers(CHAUSIKU, "Jirani")
    with world.rt.db.tenant(amina) as tx:
        template_book.add(tx, replace(GOOD, organization_id=amina))

    with world.rt.db.tenant(chausiku) as tx:
        assert templates.every(tx, amina) == []
        key = (amina, "meta", "news", "en")
        assert not templates.settle(tx, key, "approved", "HX03")
    for other in (amina, None):
        with pytest.raises(SQLAlchemyError), world.rt.db.tenant(chausiku) as tx:
            template_book.add(tx, replace(GOOD, id=uuid4(), organization_id=other))
