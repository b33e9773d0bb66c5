"""Health, metrics, errors and headers: what operators and browsers see."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from structlog.testing import capture_logs

from engine.runtime import Runtime
from store import stopped_accounts
from store.database import Database
from store.pool import RoleError
from tests.webhooks.doors import with_settings
from webhooks import create_app, errors, guards

NOWHERE = "postgresql+psycopg2://nobody@127.0.0.1:1/none"


class Silence:
    """A doorbell that nobody hears."""

    def is_reachable(self) -> bool:
        return False


def replaced(rt: Runtime, **parts: object) -> FlaskClient:
    return create_app(Runtime(**{**vars(rt), **parts})).test_client()


def test_a_process_that_answers_is_alive(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"status": "alive"}


def test_it_is_ready_when_every_part_is(client: FlaskClient) -> None:
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json == {
        "status": "ready",
        "parts": {"database": "ok", "migrations": "ok", "redis": "ok"},
    }


def test_it_is_not_ready_without_redis(rt: Runtime) -> None:
    answer = replaced(rt, bell=Silence()).get("/readyz")

    assert answer.status_code == 503
    assert answer.get_json()["parts"]["redis"] == "not reachable"
    assert answer.get_json()["parts"]["database"] == "ok"


def test_it_is_not_ready_without_its_database(rt: Runtime) -> None:
    answer = replaced(rt, db=Database(NOWHERE)).get("/readyz")

    assert answer.status_code == 503
    assert answer.get_json()["parts"]["database"] == "not reachable"


def test_it_is_not_ready_under_a_login_that_sees_too_much(rt: Runtime) -> None:
    class Owner(Database):
        def is_reachable(self) -> bool:
            raise RoleError("it owns the tables")

    answer = replaced(rt, db=Owner(NOWHERE)).get("/readyz")

    assert answer.status_code == 503
    assert "karani migrate" in answer.get_json()["parts"]["database"]


def test_the_first_page_leads_on(client: FlaskClient) -> None:
    answer = client.get("/")

    assert answer.status_code == 200
    assert 'href="/phone"' in answer.text


def test_the_first_page_does_not_lead_to_a_phone_that_is_off(rt: Runtime) -> None:
    assert 'href="/phone"' not in replaced(rt, channels={}).get("/").text


def test_every_answer_has_its_guards(client: FlaskClient) -> None:
    for path in ("/", "/phone", "/healthz", "/nowhere", "/static/home.css"):
        headers = client.get(path).headers
        assert {name: headers[name] for name in guards.HEADERS} == guards.HEADERS
        assert len(headers["X-Request-Id"]) == 32


def test_pages_hold_no_script_of_their_own(client: FlaskClient) -> None:
    for path in ("/", "/phone"):
        page = client.get(path).text
        assert "<script>" not in page
        assert "style=" not in page
        assert "http://" not in page
        assert "https://" not in page


@pytest.mark.parametrize("path", ["/nowhere", "/phone/", "/static/../settings.py", "/%00"])
def test_what_is_not_there_is_a_problem(client: FlaskClient, path: str) -> None:
    answer = client.get(path)

    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")
    assert answer.get_json(force=True) == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "There is nothing at this address.",
    }


def test_a_defect_says_nothing_of_our_inside() -> None:
    app = Flask(__name__)
    guards.stand_at(app)
    errors.explain_in(app)

    @app.get("/defect")
    def defect() -> str:
        raise RuntimeError("nimeuza sukari kwa +254711000001")

    with capture_logs() as logs:
        answer = app.test_client().get("/defect")

    assert (answer.status_code, answer.content_type) == (500, "application/problem+json")
    assert "sukari" not in answer.text
    assert "sukari" not in str(logs)
    assert logs[0]["error"] == "RuntimeError"


def test_a_redirection_is_no_error() -> None:
    app = Flask(__name__)
    errors.explain_in(app)
    app.add_url_rule("/there/", "there", lambda: "here")

    assert app.test_client().get("/there").status_code == 308


def test_metrics_are_for_this_machine(client: FlaskClient) -> None:
    client.get("/healthz")

    assert 'route="/healthz"' in client.get("/metrics").text


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("192.0.2.1", {}),
        ("127.0.0.1", {"X-Forwarded-For": "192.0.2.1"}),
        ("127.0.0.1", {"Forwarded": "for=192.0.2.1"}),
        ("", {}),
    ],
)
def test_metrics_are_not_for_others(
    client: FlaskClient, address: str, headers: dict[str, str]
) -> None:
    answer = client.get("/metrics", headers=headers, environ_base={"REMOTE_ADDR": address})

    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("sent", "status"),
    [("Bearer let-me-in", 200), ("Bearer no", 401), ("Bearer é", 401), ("", 401)],
)
def test_a_token_opens_the_metrics(rt: Runtime, sent: str, status: int) -> None:
    client = create_app(with_settings(rt, metrics_token="let-me-in")).test_client()

    answer = client.get(
        "/metrics",
        headers={"Authorization": sent},
        environ_base={"REMOTE_ADDR": "192.0.2.1"},
    )

    assert answer.status_code == status


def test_counted_proxies_are_believed(rt: Runtime) -> None:
    client = create_app(with_settings(rt, trusted_proxies=1)).test_client()

    for forwarded in ("192.0.2.1", "127.0.0.1, 192.0.2.1"):
        answer = client.get("/metrics", headers={"X-Forwarded-For": forwarded})
        assert answer.status_code == 401


def test_accounts_that_were_left_alone_are_in_the_metrics(
    rt: Runtime, client: FlaskClient
) -> None:
    with rt.db.every_tenant() as tx:
        for account in ("meta:1", "twilio:sms:1"):
            stopped_accounts.stop(tx, account, "190")
        stopped_accounts.go_on(tx, "twilio:sms:1")

    lines = client.get("/metrics").text.splitlines()

    assert 'karani_account_stopped{account="meta:1"} 1.0' in lines
    assert 'karani_account_stopped{account="twilio:sms:1"} 0.0' in lines
    assert 'karani_account_stops_total{account="twilio:sms:1"} 1.0' in lines


def test_without_a_database_the_other_metrics_are_there(rt: Runtime) -> None:
    told = replaced(rt, db=Database(NOWHERE)).get("/metrics").text

    assert "karani_http_requests" in told
    assert "karani_account_stopped" not in told


def test_invented_methods_make_no_metrics_of_their_own(client: FlaskClient) -> None:
    assert client.open("/healthz", method="BREW").status_code == 405
    assert "BREW" not in client.get("/metrics").text
