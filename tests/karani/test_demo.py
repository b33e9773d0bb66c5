"""`karani demo`: a shop with a past, whose book balances, and nobody hears of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

import pytest

from engine.access import signing_in
from engine.access.signing_in import Address
from engine.audit import sealing
from engine.channels.simulator import SimulatorChannel
from karani import assemble, demo, demo_cast, private, rebuilding
from karani.__main__ import main
from karani.demo import Asked
from karani.demo_year import Year
from karani.errors import NotAsItShouldBeError
from tests.engine.world import World, world
from tests.webhooks.doors import with_settings

DAYS = 130
OWNER = "+254700000711"


@pytest.fixture(name="empty")
def _empty(database_url: str, redis_url: str) -> Iterator[World]:
    with world(database_url, redis_url) as made:
        made.rt.channels["simulator"] = SimulatorChannel()  # type: ignore[index] # A dict.
        yield made


def year(language: str = "en", seed: int = 1, days: int = 365) -> Year:
    team = [UUID(int=number) for number in (1, 2, 3)]
    now = datetime(2026, 11, 23, 9, tzinfo=UTC)
    return Year(demo_cast.load(language), team, now, days, Random(seed))  # noqa: S311 -- A play.


def test_it_fills_a_book_that_follows_from_its_events(
    empty: World, capsys: pytest.CaptureFixture[str]
) -> None:
    demo.run(empty.rt, Asked(days=DAYS))

    rebuilding.run(empty.rt, repair=False)
    sealing.seal(empty.rt)
    assert list(sealing.verify(empty.rt)) == []
    said = capsys.readouterr().out
    assert "Mama Zawadi General Store has 130 days behind it" in said
    assert OWNER in said
    kinds = {row[0] for row in empty.rows("select distinct type from events")}
    assert {
        "SALE_RECORDED", "DEBT_PAID", "PURCHASE_RECORDED", "EXPENSE_RECORDED", "STOCK_COUNTED",
        "DAY_CLOSED", "APPOINTMENT_KEPT", "APPOINTMENT_SCHEDULED", "DRAWING_RECORDED",
        "ENTRY_REVERSED", "APPROVAL_DECIDED", "MEMBER_JOINED",
    } <= kinds  # fmt: skip


def test_approvals_are_decided_and_nothing_is_sent_or_waits(empty: World) -> None:
    demo.run(empty.rt, Asked(days=DAYS))
    empty.works()

    decided = empty.rows("select distinct status from approvals order by 1")
    assert decided == [("approved",), ("rejected",)]
    assert empty.rows("select distinct status from runs") == [("COMPLETED",)]
    about_the_past = (
        "select distinct status::text from outbound_messages where reason <> 'answer'"
    )
    assert empty.rows(about_the_past) == [("suppressed",)]
    assert empty.rows("select count(*) from workflows where status = 'active'") == [(2,)]
    assert empty.rows("select min(quantity) >= 0 from items") == [(True,)]
    assert empty.post.sent == []


def test_its_owner_can_be_sent_a_code_without_having_written(empty: World) -> None:
    empty.rt = with_settings(empty.rt, secret_key="k" * 32)
    demo.run(empty.rt, Asked(days=5))

    signing_in.ask_for_code(empty.rt, Address("phone", OWNER))
    empty.works()

    codes = "select recipient, channel, status from outbound_messages where reason = 'code'"
    assert empty.rows(codes) == [(OWNER, "whatsapp", "sent")]


def test_a_second_time_it_is_there_already(
    empty: World, capsys: pytest.CaptureFixture[str]
) -> None:
    demo.run(empty.rt, Asked(days=5))
    before = empty.rows("select count(*) from events")
    demo.run(empty.rt, Asked(days=5))

    assert "is there already" in capsys.readouterr().out
    assert empty.rows("select count(*) from events") == before


def test_it_can_be_taken_away_and_made_again(empty: World) -> None:
    demo.run(empty.rt, Asked(days=2))
    for phone in (OWNER, "+254700000722", "+254700000733"):
        private.erase(empty.rt, phone, closes=True)

    demo.run(empty.rt, Asked(days=2))

    assert empty.rows("select count(*) from organizations") == [(2,)]


def test_its_owner_is_known_in_the_chat(empty: World) -> None:
    demo.run(empty.rt, Asked(days=3))

    said = empty.says(OWNER, "sold bread 65")

    assert said[0].startswith("Noted")


def test_where_messages_reach_people_it_must_be_wanted(empty: World) -> None:
    settings = empty.rt.settings.model_copy(update={"smtp_url": "smtp://x"})
    real = replace(empty.rt, settings=settings)

    with pytest.raises(NotAsItShouldBeError, match=r"a provider, .* --yes"):
        demo.run(real, Asked(days=2))
    demo.run(real, Asked(days=2, sure=True))

    assert empty.rows("select count(*) from organizations") == [(1,)]


def test_a_phone_of_somebody_else_is_left_alone(empty: World) -> None:
    empty.answers_all("+254700000722", "Duka")

    with pytest.raises(NotAsItShouldBeError, match="somebody has this phone"):
        demo.run(empty.rt, Asked(days=2))


@pytest.mark.parametrize(
    ("asked", "what"), [(Asked(language="fr"), "en, sw"), (Asked(days=0), "--days")]
)
def test_what_it_cannot_make_is_said(empty: World, asked: Asked, what: str) -> None:
    with pytest.raises(NotAsItShouldBeError, match=what):
        demo.run(empty.rt, asked)


def test_the_command_makes_it(
    empty: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", str(empty.rt.settings.database_url))
    monkeypatch.setenv("REDIS_URL", str(empty.rt.settings.redis_url))

    assert main(["demo", "--language", "sw", "--days", "4", "--seed", "7"]) == 0
    assert main(["demo", "--language", "xx"]) == 1

    assert "Duka la Mama Zawadi" in capsys.readouterr().out


def test_it_is_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["demo", "--help"])

    assert ended.value.code == 0
    assert "--seed" in capsys.readouterr().out


@pytest.mark.parametrize("language", demo_cast.known())
def test_a_year_is_the_same_for_the_same_seed(language: str) -> None:
    assert list(year(language).deeds()) == list(year(language).deeds())
    assert list(year(language).deeds()) != list(year(language, seed=2).deeds())


@pytest.mark.parametrize("seed", range(5))
def test_its_days_lie_in_their_order_and_none_is_to_come(seed: int) -> None:
    made = year(seed=seed)
    deeds = [deed for _, day in made.deeds() for deed in day]

    assert [deed.id for deed in deeds] == sorted(deed.id for deed in deeds)
    assert len({deed.id for deed in deeds}) == len(deeds)
    assert max(deed.at for deed in deeds) <= made.now
    assert min(deed.at for deed in deeds) >= made.now - timedelta(days=366)


def test_every_language_has_a_cast_that_can_be_read() -> None:
    languages = set(assemble.read_languages().translations)

    assert set(demo_cast.known()) == languages
    assert all(len(demo_cast.load(one).team) == 3 for one in languages)
