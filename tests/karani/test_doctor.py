"""`karani doctor` as a whole: every look at once, what it shows, and what it never shows."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from karani.__main__ import main
from karani.doctor import installation, masks, report, variables
from karani.doctor.findings import Findings, note, warning, well, wrong
from karani.doctor.installation import Installation
from karani.doctor.visit import CHECKS, Check, Told, visit
from karani.errors import NotAsItShouldBeError
from karani.reach import reachable
from tests.graph import graph
from tests.karani.patient import KEY, installed
from tests.product import free_port, start_product
from tests.provider import Provider, provider

PHONE = "+254711000001"


@pytest.fixture(name="env")
def _env(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """An environment without any setting but a port of its own."""
    for name in variables.KNOWN:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PORT", str(free_port()))
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    return monkeypatch


@pytest.fixture(name="twilio")
def _twilio() -> Iterator[Provider]:
    with provider() as running:
        yield running


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """What the last command has shown, as one document."""
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return document


def broken(_: Installation) -> Findings:
    yield well("first", "is found")
    raise RuntimeError(f"about {PHONE}")


def slow(_: Installation) -> Findings:
    threading.Event().wait(60)
    return []


def test_a_fresh_machine_is_well(
    env: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["doctor"]) == 0

    assert capsys.readouterr().out.endswith("Nothing is wrong.\n")


def test_it_makes_nothing_on_a_fresh_machine(env: pytest.MonkeyPatch, tmp_path: Path) -> None:
    main(["doctor"])

    assert list(tmp_path.iterdir()) == []


def test_an_installation_that_works_is_well(
    env: pytest.MonkeyPatch,
    twilio: Provider,
    database_url: str,
    redis_url: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings = {"DATABASE_URL": database_url, "REDIS_URL": redis_url, "SECRET_KEY": KEY}
    for name, value in {**settings, **twilio.environment}.items():
        env.setenv(name, value)

    assert main(["doctor", "--json"]) == 0

    levels = {(one["topic"], one["about"]): one["level"] for one in told(capsys)["findings"]}
    assert levels["Providers", "Twilio"] == "ok"
    assert levels["Database", "clock"] == "ok"
    assert levels["Work", "outbox"] == "ok"
    assert twilio.sent == []


def test_a_wrong_token_is_told_and_the_code_is_1(
    env: pytest.MonkeyPatch, twilio: Provider, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in {**twilio.environment, "TWILIO_AUTH_TOKEN": "not-the-token"}.items():
        env.setenv(name, value)

    assert main(["doctor"]) == 1

    said = capsys.readouterr()
    assert "WRONG    Twilio does not take our credentials" in said.out
    assert "karani: 1 thing is wrong" in said.err
    assert "not-the-token" not in said.out + said.err


def test_the_document_counts_and_names(
    env: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    env.setenv("TWILO_AUTH_TOKEN", "a-token-under-a-wrong-name")
    env.setenv("LOG_LEVEL", "LOUD")

    assert main(["doctor", "--json"]) == 1

    document = told(capsys)
    assert (document["ok"], document["wrong"], document["warnings"]) == (False, 1, 1)
    found = {one["about"]: one for one in document["findings"]}
    assert set(found["LOG_LEVEL"]) == {"topic", "level", "about", "says", "do"}
    assert found["TWILO_AUTH_TOKEN"]["do"] == "name it TWILIO_AUTH_TOKEN, or unset it"


def test_warnings_alone_are_no_failure(
    env: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    env.setenv("TWILO_AUTH_TOKEN", "a-token-under-a-wrong-name")

    assert main(["doctor"]) == 0
    assert "Wrong: 0. Warnings: 1." in capsys.readouterr().out


def test_a_look_that_breaks_is_one_line_and_the_others_go_on() -> None:
    looks = (Check("One", broken), Check("Two", lambda at: [note("second", "is found")]))

    found = [(one.topic, one.finding.about) for one in visit(installed(), looks)]

    assert found == [("One", "first"), ("One", "One"), ("Two", "second")]


def test_a_broken_look_says_nothing_of_what_it_met() -> None:
    (_, line) = visit(installed(), [Check("One", broken)])

    assert "RuntimeError" in line.finding.says
    assert PHONE not in line.finding.says


def test_a_look_without_an_end_is_given_up() -> None:
    (line,) = visit(installed(), [Check("One", slow)], patience_s=0.05)

    assert "more than 0.05 s" in line.finding.says


def test_secrets_and_phones_are_masked_wherever_they_turn_up() -> None:
    hide = masks.secrets(
        installed(
            twilio_account_sid="AC1",
            twilio_auth_token="the-token",
            twilio_sms_from="+15005550006",
            database_url="postgresql://karani:p%40ssword@db/karani",
        ).settings,
        {"SOME_PASSWORD": "hunter-two", "SMTP_URL": "smtp://k:mail-word@[x"},
    )
    secret = "the-token p%40ssword p@ssword hunter-two smtp://k:mail-word@[x"

    shown = masks.masked(wrong(f"about {PHONE}", secret, f"\x1b[31m{secret}"), hide)

    assert shown.says == "*** *** *** *** ***"
    assert shown.do == "?[31m*** *** *** *** ***"
    assert "2547****001" in shown.about


def test_no_secret_is_shown_whatever_is_wrong(
    env: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nowhere = f"127.0.0.1:{free_port()}"
    canaries = {
        "DATABASE_URL": f"postgresql://karani:canary-a@{nowhere}/karani",
        "REDIS_URL": f"redis://:canary-b@{nowhere}/0",
        "SECRET_KEY": "canary-c",
        "TWILIO_AUTH_TOKEN": "canary-d",
        "TWILO_ACCOUNT_SID": "canary-e",
        "TWILIO_SMS_FROM": PHONE,
        "WHATSAPP_TOKEN": "canary-f",
        "WHATSAPP_APP_SECRET": "canary-g",
        "AFRICASTALKING_API_KEY": "canary-h",
        "AFRICASTALKING_WEBHOOK_SECRET": "canary i",
        "MPESA_WEBHOOK_SECRET": "canary?j",
        "SMTP_URL": "smtp://karani:canary-k",
        "EMAIL_FROM": "canary-l",
        "OPENAI_API_KEY": "canary-m",
        "OPENAI_BASE_URL": "https://u:canary-n@api.example.com/v1",
        "METRICS_TOKEN_FILE": "canary-o",
        "PUBLIC_URL": "canary-p",
        "PORT": "canary-q",
        "TRUSTED_PROXIES": "canary-r",
        "WHATSAPP_PHONE_NUMBER_ID": "canary-s",
    }
    for name, value in canaries.items():
        env.setenv(name, value)

    assert main(["doctor"]) == 1
    assert main(["doctor", "--json"]) == 1

    said = capsys.readouterr()
    assert "canary" not in said.out + said.err
    assert PHONE not in said.out + said.err


def test_a_provider_that_repeats_our_secret_is_not_quoted(
    env: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with graph() as fake:
        fake.number["display_phone_number"] = "a-token-that-is-ours"
        fake.number["webhook_configuration"] = {
            "application": "https://x/?a-token-that-is-ours"
        }
        for name, value in {
            "WHATSAPP_TOKEN": "a-token-of-the-fake-graph",
            "WHATSAPP_PHONE_NUMBER_ID": "106540352242922",
            "WHATSAPP_APP_SECRET": "a-token-that-is-ours",
            "WHATSAPP_VERIFY_TOKEN": "a-verify-token",
            "WHATSAPP_API_URL": fake.base,
        }.items():
            env.setenv(name, value)
        main(["doctor"])

    assert "a-token-that-is-ours" not in capsys.readouterr().out


@pytest.mark.parametrize(
    "hostile",
    [
        {"DATABASE_URL": "://", "REDIS_URL": "://"},
        {"DATABASE_URL": "postgresql://[::1", "REDIS_URL": "redis://[::1"},
        {"PUBLIC_URL": "https://[::1", "HOST": "no such host"},
        {"SECRET_KEY": "\udcff" * 40, "DATA_DIR": "/proc/1/x"},
        {"DATA_DIR": "/dev/null/x", "SECRET_KEY_FILE": "/"},
        {"TWILIO_VOICES": "=", "CALL_HOSTS": "x", "SMTP_URL": "smtp://[", "FAILPOINTS": "x"},
        {"WHATSAP_T\udcffKEN": "x", "TWILIO_\x1b[31m": "x"},
    ],
)
def test_it_never_crashes_on_what_the_environment_holds(
    env: pytest.MonkeyPatch, hostile: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in hostile.items():
        env.setenv(name, value)

    assert main(["doctor", "--json"]) in {0, 1}

    findings = told(capsys)["findings"]
    assert not [one for one in findings if "itself broke" in one["says"]]
    assert {"Settings", "Machine", "Database", "Queue"} <= {one["topic"] for one in findings}


def test_a_note_of_services_that_is_no_note_is_passed_over(
    env: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    for text in ('{"database_url": 5, "redis_url": []}', "[]", "{", '{"port": "x"}'):
        (data / "addresses.json").write_text(text)

        assert installation.found().settings.database_url is None


def test_a_running_karani_up_is_found_by_its_folder(
    env: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    there = installed(database_url="postgresql://here/karani", redis_url="redis://here")

    with reachable(tmp_path, there.settings):
        at = installation.found(data_dir=tmp_path)

    assert at.runs
    assert at.settings.redis_url == "redis://here"


def test_every_look_has_a_topic_and_topics_stand_together() -> None:
    topics = [check.topic for check in CHECKS]

    assert topics == sorted(topics, key=topics.index)
    assert len({check.look for check in CHECKS}) == len(CHECKS)


def test_marks_can_be_read_without_colours(capsys: pytest.CaptureFixture[str]) -> None:
    lines = [
        Told("One", well("a", "is well")),
        Told("One", warning("b", "is odd", "look")),
        Told("Two", wrong("[red]c", "is wrong", "mend it")),
    ]

    with pytest.raises(NotAsItShouldBeError, match="1 thing is wrong"):
        report.show(lines, as_json=False)

    assert capsys.readouterr().out.splitlines() == [
        "One",
        "  ok       a is well.",
        "  warning  b is odd.",
        "           -> look",
        "Two",
        "  WRONG    [red]c is wrong.",
        "           -> mend it",
        "Wrong: 1. Warnings: 1.",
    ]


def test_a_product_that_runs_is_well(
    env: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with start_product() as product:
        env.setenv("PORT", str(product.port))
        code = main(["doctor", "--json", "--data", str(product.data)])

    levels = {one["about"]: one["level"] for one in told(capsys)["findings"]}
    assert code == 0
    assert (levels["PORT"], levels["queue"], levels["outbox"]) == ("ok", "ok", "ok")
