"""What follows from the settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.settings import Settings, SettingsError, child_environment, load
from tests.channels import africastalking_fakes, meta_fakes
from tests.channels.twilio_fakes import settings


@pytest.mark.parametrize(
    ("chosen", "is_on"),
    [
        ({}, True),
        ({"host": "::1"}, True),
        ({"public_url": "http://localhost:8000"}, True),
        ({"public_url": "http://[::1]:8000"}, True),
        ({"public_url": "https://karani.example.com"}, False),
        ({"host": "192.0.2.1"}, False),
        ({"host": "192.0.2.1", "public_url": "http://localhost:8000"}, False),
        ({"public_url": "https://karani.example.com", "simulator": "on"}, True),
        ({"simulator": "off"}, False),
    ],
)
def test_anyone_may_be_anyone_only_where_nobody_else_comes(
    chosen: dict[str, str], is_on: bool
) -> None:
    assert Settings(**chosen).simulator_on is is_on  # type: ignore[arg-type] # As in a shell.


def test_beside_a_provider_nobody_is_anyone_by_default() -> None:
    assert not settings(public_url="http://localhost:8000").simulator_on


@pytest.mark.parametrize(
    ("host", "url"),
    [("127.0.0.1", "http://127.0.0.1:8000"), ("::1", "http://[::1]:8000")],
)
def test_without_a_public_address_it_is_where_it_listens(host: str, url: str) -> None:
    assert Settings(host=host).base_url == url


def test_a_file_does_not_undo_in_a_child_what_was_chosen_over_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"PORT": "9000", "METRICS_TOKEN": "let-me-in"}.items():
        (tmp_path / name).write_text(value)
        monkeypatch.setenv(f"{name}_FILE", str(tmp_path / name))

    environment = child_environment(load(port=8123))

    assert environment["PORT"] == "8123"
    assert "PORT_FILE" not in environment
    assert environment["METRICS_TOKEN_FILE"] == str(tmp_path / "METRICS_TOKEN")


def test_hosts_that_may_be_called_are_named_with_their_ports() -> None:
    chosen = load(call_hosts=" ERP.lan:8080, [fd00::1]:8443,")

    assert chosen.call_hosts == {"erp.lan:8080", "[fd00::1]:8443"}
    assert load().call_hosts == frozenset()


def test_hosts_that_may_be_called_come_from_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CALL_HOSTS", "erp:80")

    assert load().call_hosts == {"erp:80"}


@pytest.mark.parametrize(
    "host", ["erp", "erp:0", "erp:99999", "http://erp:80", "erp:80/x", "*:80"]
)
def test_a_host_without_its_port_is_refused(host: str) -> None:
    with pytest.raises(SettingsError, match=r"CALL_HOSTS: .*host:port"):
        load(call_hosts=host)


@pytest.mark.parametrize(
    "url",
    [
        "https://models.example.com/v1",
        "http://127.0.0.1:11434/v1",
        "http://[::1]:8080/v1/",
        "http://ollama:11434/v1",
        "http://192.168.1.20/v1",
        "http://models.lan/v1",
    ],
)
def test_a_model_server_is_far_by_https_or_near(url: str) -> None:
    chosen = Settings(openai_base_url=url, openai_api_key="any")  # type: ignore[arg-type]

    assert chosen.openai_base_url == url.rstrip("/")


@pytest.mark.parametrize(
    ("url", "what"),
    [
        ("ftp://models.example.com", "https://"),
        ("https://", "name a host"),
        ("https://key@models.example.com/v1", "OPENAI_API_KEY"),
        ("https://models.example.com/v1?key=1", "OPENAI_API_KEY"),
        ("http://models.example.com/v1", "must be https"),
        ("http://169.254.169.254/latest", "no model server"),
        ("http://metadata.google.internal/v1", "no model server"),
        ("http://0.0.0.0/v1", "no model server"),
    ],
)
def test_other_addresses_stop_the_start(url: str, what: str) -> None:
    with pytest.raises(SettingsError, match=what) as caught:
        load(openai_base_url=url, openai_api_key="any")

    assert "OPENAI_BASE_URL" in str(caught.value)


def test_a_model_server_without_a_key_stops_the_start() -> None:
    with pytest.raises(SettingsError, match="OPENAI_API_KEY"):
        load(openai_base_url="http://127.0.0.1:11434/v1")


META = ("token", "phone_number_id", "app_secret", "verify_token")


@pytest.mark.parametrize("part", META)
def test_a_number_at_meta_is_whole_or_none(monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    for name in META:
        monkeypatch.setenv(f"WHATSAPP_{name.upper()}", "12345")
    monkeypatch.setenv(f"WHATSAPP_{part.upper()}", "")

    with pytest.raises(SettingsError) as caught:
        load()

    assert str(caught.value).startswith(f"WHATSAPP_{part.upper()} is missing: ")
    assert "docs/connect-whatsapp.md" in str(caught.value)


@pytest.mark.parametrize("given", ["+254700123456", "12 34", "1234", "PNID", "1" * 40])
def test_the_id_of_a_number_is_no_phone_number(given: str) -> None:
    with pytest.raises(SettingsError, match=r"^WHATSAPP_PHONE_NUMBER_ID: must be"):
        load(whatsapp_phone_number_id=given)


def test_faults_are_made_on_purpose_only_where_nobody_is_reached() -> None:
    loopback = "http://127.0.0.1:9/v26.0"

    assert meta_fakes.settings(failpoints="x=kill", whatsapp_api_url=loopback).failpoints
    with pytest.raises(ValueError, match="FAILPOINTS"):
        meta_fakes.settings(failpoints="x=kill")


def test_the_providers_are_named() -> None:
    both = {**settings().model_dump(), **meta_fakes.settings().model_dump(exclude_unset=True)}

    assert Settings().providers == ()
    assert Settings(**both).providers == ("Twilio", "Meta")


@pytest.mark.parametrize(
    ("chosen", "complaint"),
    [
        ({"smtp_url": "smtp://localhost"}, "EMAIL_FROM is missing"),
        ({"email_from": "k@example.com"}, "SMTP_URL is missing"),
        ({"smtp_url": "mail.example.com:587", "email_from": "k@x.co"}, "SMTP_URL: must be"),
        ({"smtp_url": "smtp://k@localhost", "email_from": "k@x.co"}, "SMTP_URL: must be"),
        ({"smtp_url": "smtp://k:p@h:x", "email_from": "k@x.co"}, "SMTP_URL: must be"),
        ({"smtp_url": "smtp://k:p/w@h", "email_from": "k@x.co"}, "SMTP_URL: must be"),
        ({"smtp_url": "smtp://a..b", "email_from": "k@x.co"}, "SMTP_URL: must be"),
        ({"smtp_url": "smtp://localhost", "email_from": "Karani"}, "EMAIL_FROM: must be"),
        ({"smtp_url": "smtp://localhost", "email_from": "K\n<k@x.co>"}, "EMAIL_FROM: must be"),
    ],
)
def test_half_a_mail_server_is_named(chosen: dict[str, str], complaint: str) -> None:
    with pytest.raises(SettingsError, match=complaint):
        load(**chosen)


def test_a_mail_server_elsewhere_reaches_people() -> None:
    there = {"smtp_url": "smtp://mail.example.com", "email_from": "k@x.co"}

    with pytest.raises(SettingsError, match="FAILPOINTS"):
        load(failpoints="delivery.claimed=kill@1", **there)


@pytest.mark.parametrize(
    ("code", "complaint"),
    [
        ("384123", "AFRICASTALKING_USSD_CODE: must be what people dial"),
        ("*384*123#\n", "AFRICASTALKING_USSD_CODE: must be what people dial"),
        ("*384*123#", "AFRICASTALKING_USERNAME is missing"),
    ],
)
def test_a_code_to_dial_is_one_and_leads_somewhere(code: str, complaint: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load(africastalking_ussd_code=code)

    assert str(caught.value).startswith(complaint)


def test_a_code_to_dial_is_taken_beside_the_rest() -> None:
    chosen = africastalking_fakes.settings(africastalking_ussd_code="*384*123#")

    assert chosen.africastalking_ussd_code == "*384*123#"


def test_a_number_for_calls_alone_is_a_number() -> None:
    alone = settings(twilio_whatsapp_from=None, twilio_sms_from=None, twilio_voice_from="+1415")

    assert alone.twilio_voice_from == "+1415"


def test_voices_and_clips_are_named_by_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWILIO_VOICES", "en=Polly.Joanna, sw=Google.sw-TZ-Standard-A")
    monkeypatch.setenv("TWILIO_CLIPS", "sw=https://example.com/clips/sw/")

    chosen = load()

    assert chosen.twilio_voices == {"en": "Polly.Joanna", "sw": "Google.sw-TZ-Standard-A"}
    assert chosen.twilio_clips == {"sw": "https://example.com/clips/sw"}


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("TWILIO_VOICES", "Polly.Amy"),
        ("TWILIO_VOICES", "en="),
        ("TWILIO_VOICES", "en=<Say>"),
        ("TWILIO_CLIPS", "sw=http://example.com"),
        ("TWILIO_CLIPS", "sw=/tmp"),
        ("TWILIO_VOICE_FROM", "0711000001"),
    ],
)
def test_what_says_nothing_of_calls_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, given: str
) -> None:
    monkeypatch.setenv(name, given)

    with pytest.raises(SettingsError, match=name):
        load()
