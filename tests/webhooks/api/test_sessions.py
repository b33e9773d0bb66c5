"""Sessions: refreshed by tokens that are good once, and over at once when they are ended."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import text

from engine.access import refreshing
from engine.access.callers import StrangerError
from engine.privacy import erasing
from store import accounts
from tests.webhooks.api.phones import bearer, says
from tests.webhooks.api.shops import World

MAIL, OWN = "amina@example.com", "mango-tree-77"


@pytest.fixture(name="signed_in")
def _signed_in(api: World) -> Any:
    """Amina, signed in by her e-mail."""
    says(api, "register", email=MAIL, password=OWN, name="Amina")
    return says(api, "login", email=MAIL, password=OWN)


def refreshes(api: World, answer: Any) -> Any:
    return says(api, "refresh", refresh_token=answer.get_json()["refresh_token"])


def is_in(api: World, answer: Any) -> bool:
    return api.client.get("/api/v1/auth/me", headers=bearer(answer)).status_code == 200


def later(api: World, seconds: int) -> None:
    """Let so much time pass for all sessions."""
    with api.rt.db.every_tenant() as tx:
        tx.execute(
            text(
                "update sessions set rotated_at = rotated_at - make_interval(secs => :s),"
                " expires_at = expires_at - make_interval(secs => :s)"
            ),
            {"s": seconds},
        )


def test_a_refresh_token_gives_new_tokens(api: World, signed_in: Any) -> None:
    second = refreshes(api, signed_in)
    third = refreshes(api, second)

    shown = {one.get_json()["refresh_token"] for one in (signed_in, second, third)}
    assert len(shown) == 3
    assert is_in(api, third)


def test_an_old_refresh_token_ends_the_session(api: World, signed_in: Any) -> None:
    second = refreshes(api, signed_in)
    later(api, 31)

    assert refreshes(api, signed_in).status_code == 401
    assert refreshes(api, second).status_code == 401
    assert not is_in(api, second)


def test_a_token_two_back_ends_the_session_within_the_grace_as_well(
    api: World, signed_in: Any
) -> None:
    third = refreshes(api, refreshes(api, signed_in))

    assert refreshes(api, signed_in).status_code == 401
    assert not is_in(api, third)


def test_an_answer_that_was_lost_is_given_again(api: World, signed_in: Any) -> None:
    lost, again = refreshes(api, signed_in), refreshes(api, signed_in)

    assert lost.get_json()["refresh_token"] == again.get_json()["refresh_token"]
    assert refreshes(api, again).status_code == 200


def test_answers_that_come_at_once_are_one_and_the_same(api: World, signed_in: Any) -> None:
    token = signed_in.get_json()["refresh_token"]
    with ThreadPoolExecutor(6) as at_once:
        given = list(at_once.map(lambda _: refreshing.refresh(api.rt, token), range(12)))

    assert len({one.refresh for one in given}) == 1


def test_who_logs_out_is_out_at_once(api: World, signed_in: Any) -> None:
    answer = api.client.post("/api/v1/auth/logout", headers=bearer(signed_in))

    assert answer.status_code == 204
    assert not is_in(api, signed_in)
    assert refreshes(api, signed_in).status_code == 401


def test_another_session_goes_on(api: World, signed_in: Any) -> None:
    other = says(api, "login", email=MAIL, password=OWN)
    api.client.post("/api/v1/auth/logout", headers=bearer(signed_in))

    assert is_in(api, other)


def test_a_session_is_over_after_thirty_days_without_a_refresh(
    api: World, signed_in: Any
) -> None:
    later(api, 30 * 86400)

    assert refreshes(api, signed_in).status_code == 401


def test_a_session_that_is_refreshed_lasts_half_a_year(
    api: World, signed_in: Any, does: Callable[[str], Any]
) -> None:
    does("update sessions set created_at = created_at - interval '170 days'")
    refreshes(api, signed_in)

    ends = (
        "select extract(days from expires_at - now()) from sessions where previous is not null"
    )
    assert does(ends) == 9


@pytest.mark.parametrize(
    "token", ["", "x", "karani_r_", "karani_r_" + "A" * 64, "é", "karani_r_" + "A" * 65]
)
def test_what_is_no_refresh_token_of_ours_gives_nothing(api: World, token: str) -> None:
    with pytest.raises(StrangerError):
        refreshing.refresh(api.rt, token)


def test_whoever_is_locked_is_out_at_once(api: World, signed_in: Any) -> None:
    me = api.client.get("/api/v1/auth/me", headers=bearer(signed_in)).get_json()["id"]
    with api.rt.db.every_tenant() as tx:
        accounts.lock(tx, me, is_locked=True)

    assert not is_in(api, signed_in)
    assert refreshes(api, signed_in).status_code == 401
    assert says(api, "login", email=MAIL, password=OWN).status_code == 401


def test_whoever_is_forgotten_is_out_at_once(api: World) -> None:
    assert api.get("/auth/me", api.staff).status_code == 200

    assert erasing.now(api.rt, api.staff.person_id)
    assert api.get("/auth/me", api.staff).status_code == 401


def test_nothing_but_hashes_of_tokens_is_kept(api: World, signed_in: Any) -> None:
    secret = signed_in.get_json()["refresh_token"]
    with api.rt.db.every_tenant() as tx:
        rows = tx.execute(text("select digest from sessions")).scalars()
        digests = {bytes(row) for row in rows}

    shown = refreshing._read(secret)
    assert shown.secret not in digests
    assert refreshing._digest(shown.secret) in digests
