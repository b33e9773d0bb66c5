"""The door of signed files: a picture for whoever holds its address, for a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from itsdangerous import URLSafeSerializer

from engine.facts import events
from engine.files import files
from engine.files.reports import Wanted
from engine.runtime import Runtime
from store import exports, organizations, people
from store.base import new_id
from store.events import Event
from store.exports import Export
from store.organizations import NewOrganization
from tests.webhooks.doors import with_settings
from webhooks import create_app

SECRET = "0123456789abcdef0123456789abcdef"
DAY = date(2026, 11, 24)


@pytest.fixture
def rt(rt: Runtime) -> Runtime:
    """As the others, with a key."""
    return with_settings(rt, secret_key=SECRET)


@pytest.fixture
def shop(rt: Runtime) -> UUID:
    """A shop that sold bread for 400."""
    new = NewOrganization("Duka", "KE", "KES", "Africa/Nairobi", "sw")
    with rt.db.tenant(None) as tx:
        organization_id = organizations.found(tx, new)
        sale = {
            "amount": "400",
            "currency": "KES",
            "lines": [{"item": "mkate", "amount": "400"}],
            "payment": "cash",
            "business_date": DAY.isoformat(),
        }
        event = Event(
            organization_id=organization_id,
            type="SALE_RECORDED",
            source="test",
            person_id=None,
            message_id=None,
            payload=sale,
            occurred_at=rt.clock(),
        )
        events.record(tx, event)
    return organization_id


def address(rt: Runtime, organization_id: UUID) -> str:
    path = files.path(rt.settings, Wanted(organization_id, DAY, DAY, "sw"), rt.clock())
    assert path is not None
    return path


def test_its_holder_gets_the_picture(client: FlaskClient, rt: Runtime, shop: UUID) -> None:
    answer = client.get(address(rt, shop))

    assert (answer.status_code, answer.content_type) == (200, "image/png")
    assert answer.data.startswith(b"\x89PNG")
    assert len(answer.data) <= 40_000
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, max-age=3600"
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_a_token_tells_no_secret_and_no_figure(rt: Runtime, shop: UUID) -> None:
    opened = URLSafeSerializer("x").loads_unsafe(address(rt, shop).removeprefix("/files/"))[1]

    assert opened[:4] == [shop.hex, "2026-11-24", "2026-11-24", "sw"]


def test_after_a_day_it_is_over(rt: Runtime, shop: UUID) -> None:
    old = address(rt, shop)
    later = replace(rt, clock=lambda: rt.clock() + timedelta(hours=24, seconds=1))

    assert_refused(create_app(later).test_client(), old)


def test_nothing_else_that_we_signed_opens_it(rt: Runtime, client: FlaskClient) -> None:
    other = URLSafeSerializer(SECRET, salt="karani.something.else")
    token = other.dumps(["0" * 32, "2026-11-24", "2026-11-24", "sw", 1 << 40])

    assert_refused(client, f"/files/{token}")


@pytest.mark.parametrize(
    "content",
    [[], ["x", "2026-11-24", "2026-11-24", "sw", 1], {"a": 1}, ["0" * 32, 1, 2, "sw", 3], 7],
)
def test_what_is_signed_but_makes_no_sense_is_not_found(
    client: FlaskClient, content: object
) -> None:
    signer = URLSafeSerializer(SECRET, salt="karani.files.chart")

    assert_refused(client, "/files/" + signer.dumps(content).__str__())


def test_one_from_another_installation_is_not_found(rt: Runtime, shop: UUID) -> None:
    foreign = address(with_settings(rt, secret_key="f" * 32), shop)

    assert_refused(create_app(rt).test_client(), foreign)


@pytest.mark.parametrize("token", ["x", "x.y", "%00", "a" * 3000, "..%2f..%2fetc"])
def test_a_made_up_one_is_not_found(client: FlaskClient, token: str) -> None:
    assert_refused(client, f"/files/{token}")


def test_a_changed_one_is_not_found(client: FlaskClient, rt: Runtime, shop: UUID) -> None:
    whole = address(rt, shop)
    end = "A" if whole[-2] != "A" else "B"

    assert_refused(client, whole[:-2] + end + whole[-1])


def test_a_shop_that_sold_nothing_has_no_picture(client: FlaskClient, rt: Runtime) -> None:
    assert_refused(client, address(rt, UUID(int=7)))


def test_without_a_key_nothing_is_signed_and_nothing_opened(rt: Runtime, shop: UUID) -> None:
    keyless = with_settings(rt, secret_key=None)

    assert files.path(keyless.settings, Wanted(shop, DAY, DAY, "sw"), rt.clock()) is None
    assert_refused(create_app(keyless).test_client(), address(rt, shop))


def assert_refused(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")
    assert b"PNG" not in answer.data


@pytest.fixture(name="file")
def _file(rt: Runtime) -> str:
    """The address of an export of 300 kB."""
    with rt.db.every_tenant() as tx:
        person = people.meet(tx, "phone", "+254711000001", "KE").person_id
    export = Export(new_id(), person, None, None, "person", rt.clock())
    with rt.db.tenant(None, person) as tx:
        exports.ask(tx, export)
        exports.keep(tx, export.id, "json", [b"a" * 200_000, b"b" * 100_000])
        exports.mark_ready(tx, export.id, rt.clock() + timedelta(hours=24))
    path = files.export_path(rt.settings, export.id, "json", rt.clock())
    assert path is not None
    return path


def test_an_export_is_served_in_pieces_and_kept_nowhere(client: FlaskClient, file: str) -> None:
    answer = client.get(file)

    assert (answer.status_code, answer.content_type) == (200, "application/json")
    assert answer.data == b"a" * 200_000 + b"b" * 100_000
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_an_export_whose_day_is_over_is_gone(rt: Runtime, file: str) -> None:
    later = replace(rt, clock=lambda: rt.clock() + timedelta(hours=24, seconds=1))

    answer = create_app(later).test_client().get(file)

    assert (answer.status_code, answer.content_type) == (410, "application/problem+json")


def test_a_charts_token_opens_no_export(client: FlaskClient, rt: Runtime, file: str) -> None:
    signer = URLSafeSerializer(SECRET, salt=files.CHART)
    content = URLSafeSerializer("x").loads_unsafe(file.removeprefix("/files/"))[1]

    assert_refused(client, "/files/" + signer.dumps(content).__str__())
