"""What the doctor says of settings: wrong ones, misspelt ones, and bad company."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from karani.doctor import choices, installation, variables
from tests.karani.patient import (
    KEY,
    NOTE,
    TWILIO,
    WARNING,
    WELL,
    WRONG,
    installed,
    levels,
    said,
)

PUBLIC: dict[str, Any] = {"public_url": "https://karani.example.com", "trusted_proxies": 1}


@pytest.fixture
def env(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "PUBLIC_URL"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def test_every_wrong_setting_is_named_and_the_others_count(
    env: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    env.setenv("SECRET_KEY", "short")
    env.setenv("PORT", "many")
    env.setenv("TWILIO_SMS_FROM", "0711")
    env.setenv("WHATSAPP_TOKEN", "a-token")
    env.setenv("HOST", "127.0.0.2")

    at = installation.found(data_dir=tmp_path)

    found = levels(variables.look(at))
    wrong = {"SECRET_KEY", "PORT", "TWILIO_SMS_FROM", "WHATSAPP_PHONE_NUMBER_ID"}
    assert {name for name, level in found.items() if level is WRONG} == wrong
    assert (at.settings.host, at.settings.port) == ("127.0.0.2", 8000)


def test_a_secret_from_a_file_that_cannot_be_read_is_named_without_what_it_holds(
    env: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    env.setenv("METRICS_TOKEN_FILE", "the-token-itself-by-a-slip")
    env.setenv("OPENAI_API_KEY_FILE", str(tmp_path / "binary"))

    found = list(variables.look(installation.found(data_dir=tmp_path)))

    assert levels(found)["METRICS_TOKEN_FILE"] is WRONG
    assert levels(found)["OPENAI_API_KEY_FILE"] is WRONG
    assert "by-a-slip" not in said(found)


def test_good_settings_are_said_to_be(env: pytest.MonkeyPatch, tmp_path: Path) -> None:
    env.setenv("SECRET_KEY", KEY)

    at = installation.found(data_dir=tmp_path)

    assert levels(variables.look(at))["settings"] is WELL


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("TWILO_AUTH_TOKEN", "TWILIO_AUTH_TOKEN"),
        ("TWILIO_AUTH_TOKN_FILE", "TWILIO_AUTH_TOKEN_FILE"),
        ("SECERT_KEY", "SECRET_KEY"),
        ("REDIS_URI", "REDIS_URL"),
        ("KARANI_DATABASE_URL", "DATABASE_URL"),
        ("whatsap_token", "WHATSAPP_TOKEN"),
        ("SECRET_KEY", None),
        ("secret_key_file", None),
        ("HOSTNAME", None),
        ("LOGNAME", None),
        ("TERM", None),
        ("VIRTUAL_ENV", None),
    ],
)
def test_a_misspelt_name_is_told_by_what_it_was_meant_to_be(
    name: str, meant: str | None
) -> None:
    assert variables.meant(name) == meant


def test_a_misspelt_name_is_a_warning_and_a_foreign_one_a_note() -> None:
    names = {"TWILO_AUTH_TOKEN": "t", "TWILIO_REGION": "ie1", "EDITOR": "vi"}

    found = levels(variables.look(installed(environment=names)))

    assert found["TWILO_AUTH_TOKEN"] is WARNING
    assert found["TWILIO_REGION"] is NOTE
    assert "EDITOR" not in found


def test_a_setting_that_is_set_twice_is_told() -> None:
    twice = {"METRICS_TOKEN": "one", "METRICS_TOKEN_FILE": "/run/secrets/two"}

    assert levels(variables.look(installed(environment=twice)))["METRICS_TOKEN"] is WARNING


@pytest.mark.parametrize(
    "key", ["a" * 32, "abababab" * 5, "please-change-me-please-change-me!", "12345678" * 4]
)
def test_a_key_that_a_person_made_is_wrong(key: str) -> None:
    found = list(choices.look(installed(secret_key=key)))

    assert levels(found)["SECRET_KEY"] is WRONG
    assert key not in said(found)


def test_a_missing_key_is_made_by_karani_up_and_else_to_be_set() -> None:
    assert levels(choices.look(installed(secret_key=None)))["SECRET_KEY"] is WARNING
    own = installed(secret_key=None, brings_own=True)
    assert levels(choices.look(own))["SECRET_KEY"] is NOTE
    assert levels(choices.look(installed()))["SECRET_KEY"] is WELL


@pytest.mark.parametrize(
    "url",
    [
        None,
        "http://karani.example.com",
        "https://localhost:8000",
        "https://192.168.1.4",
        "https://karani.lan",
        "https://karani",
    ],
)
def test_a_provider_needs_an_address_that_it_reaches_by_https(url: str | None) -> None:
    found = levels(choices.look(installed(public_url=url, **TWILIO)))

    assert found["PUBLIC_URL"] is WRONG


def test_an_address_that_is_public_and_https_is_well() -> None:
    assert levels(choices.look(installed(**TWILIO, **PUBLIC)))["PUBLIC_URL"] is WELL


def test_a_test_server_for_a_provider_needs_no_public_address() -> None:
    at = installed(twilio_api_url="http://127.0.0.1:9", **TWILIO)

    assert levels(choices.look(at))["PUBLIC_URL"] is NOTE


def test_m_pesa_needs_a_public_address_as_well() -> None:
    at = installed(mpesa_webhook_secret="a" * 32, twilio_api_url="http://x.example", **TWILIO)

    assert "Twilio and M-Pesa cannot reach" in said(choices.look(at))


def test_a_plain_address_is_only_good_for_the_network_around() -> None:
    outside = installed(public_url="http://karani.example.com")

    assert levels(choices.look(outside))["PUBLIC_URL"] is WARNING
    assert levels(choices.look(installed(public_url="http://10.0.0.2")))["PUBLIC_URL"] is WELL
    assert levels(choices.look(installed()))["PUBLIC_URL"] is NOTE


def test_a_simulator_beside_a_provider_lets_anyone_be_anyone() -> None:
    at = installed(simulator="on", **TWILIO, **PUBLIC)

    assert levels(choices.look(at))["SIMULATOR"] is WRONG


@pytest.mark.parametrize(
    "others",
    [
        {"host": "0.0.0.0"},  # noqa: S104 -- What an operator may set.
        {"public_url": "https://karani.example.com"},
        {"trusted_proxies": 1},
    ],
)
def test_a_simulator_that_others_reach_is_wrong(others: dict[str, Any]) -> None:
    assert levels(choices.look(installed(simulator="on", **others)))["SIMULATOR"] is WRONG


def test_a_simulator_for_this_machine_is_well_and_none_is_not_spoken_of() -> None:
    assert levels(choices.look(installed()))["SIMULATOR"] is WELL
    assert "SIMULATOR" not in levels(choices.look(installed(simulator="off")))


def test_a_proxy_that_nobody_counts_makes_all_callers_one() -> None:
    at = installed(public_url="https://karani.example.com")

    assert levels(choices.look(at))["TRUSTED_PROXIES"] is WARNING
    assert "TRUSTED_PROXIES" not in levels(choices.look(installed(**PUBLIC)))


def test_a_proxy_that_can_be_passed_by_is_noted() -> None:
    at = installed(host="0.0.0.0", **PUBLIC)  # noqa: S104 -- What an operator may set.

    assert levels(choices.look(at))["TRUSTED_PROXIES"] is NOTE


def test_a_token_for_metrics_is_long_or_needed_from_outside() -> None:
    assert levels(choices.look(installed(metrics_token="short")))["METRICS_TOKEN"] is WARNING
    assert levels(choices.look(installed(**PUBLIC)))["METRICS_TOKEN"] is NOTE
    assert "METRICS_TOKEN" not in levels(choices.look(installed(metrics_token="m" * 32)))


def test_faults_on_purpose_are_told() -> None:
    at = installed(failpoints="relay.marked=kill")

    assert levels(choices.look(at))["FAILPOINTS"] is WARNING


def test_what_is_set_wrongly_is_told_once(env: pytest.MonkeyPatch, tmp_path: Path) -> None:
    env.setenv("SECRET_KEY", "short")
    env.setenv("PUBLIC_URL", "karani.example.com")

    found = levels(choices.look(installation.found(data_dir=tmp_path)))

    assert not found.keys() & {"SECRET_KEY", "PUBLIC_URL"}
