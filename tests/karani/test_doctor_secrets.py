"""What the doctor meets in the environment, and never shows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from karani.__main__ import main
from karani.doctor import installation, masks
from karani.doctor.findings import wrong
from karani.doctor.installation import Installation
from karani.reach import reachable
from tests.graph import graph
from tests.karani.patient import KEY, installed
from tests.product import free_port

PHONE = "+254711000001"


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """What the last command has shown, as one document."""
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return document


def hide_of(at: Installation) -> tuple[str, ...]:
    return masks.secrets(at.settings, at.environment)


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


def test_a_password_that_is_a_word_of_ours_blots_out_nothing() -> None:
    at = installed(database_url="postgresql://karani:karani@db/karani")

    shown = masks.masked(wrong("database", "is behind", "run `karani migrate`"), hide_of(at))

    assert shown.do == "run `karani migrate`"


def test_a_user_without_a_home_is_looked_after_as_well(
    env: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    env.delenv("DATA_DIR")
    env.setattr(installation, "home", homeless)

    assert installation.found().data == installation.NO_HOME


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
        {"HOST": "a..b", "PUBLIC_URL": "https://a..b", "OPENAI_BASE_URL": "https://a..b"},
        {"DATABASE_URL": "postgresql://a..b/k", "REDIS_URL": "redis://a..b/0"},
        {"SMTP_URL": "smtp://a..b", "EMAIL_FROM": "a@b.co", "SECRET_KEY": KEY},
        {"OPENAI_BASE_URL": "https://a..b/v1", "OPENAI_API_KEY": "sk-canary"},
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
