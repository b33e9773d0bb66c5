"""What an operator may set: the only place that reads the environment."""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Collection
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import NoDecode, SettingsConfigDict

from engine import setting_groups
from engine import setting_kinds as kinds
from engine.model_servers import ModelServer
from engine.setting_sources import FromEnvironment, unreadable

TWILIO_API = "https://api.twilio.com"
WHATSAPP_API = "https://graph.facebook.com/v26.0"
AFRICASTALKING_API = "https://api.africastalking.com"
AFRICASTALKING_SANDBOX = "https://api.sandbox.africastalking.com"
_INNER_HOST = re.compile(r"(?:\[[0-9a-f:.]+\]|[a-z0-9._-]+):(?P<port>[1-9]\d{0,4})")


class SettingsError(Exception):
    """A setting is wrong; the text names it and says what to do."""


class Settings(FromEnvironment):
    """Every setting, by its public name in lower case; see `docs/configuration.md`."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    database_url: str | None = None
    database_prepares: bool = True
    redis_url: str | None = None
    secret_key: SecretStr | None = None
    public_url: str | None = None
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 8000
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    data_dir: Path | None = None
    trusted_proxies: Annotated[int, Field(ge=0, le=10)] = 0
    metrics_token: SecretStr | None = None
    simulator: Literal["on", "off"] | None = None
    failpoints: str = ""
    call_hosts: Annotated[frozenset[str], NoDecode] = frozenset()
    """Hosts of the operator's own network that workflows may call, as "host:port"."""

    twilio_account_sid: str | None = None
    twilio_auth_token: SecretStr | None = None
    twilio_auth_token_previous: SecretStr | None = None
    twilio_shared_key: SecretStr | None = None
    twilio_whatsapp_from: str | None = None
    twilio_sms_from: str | None = None
    twilio_voice_from: str | None = None
    twilio_voices: Annotated[kinds.Voices, NoDecode] = kinds.VOICES
    twilio_clips: Annotated[kinds.Clips, NoDecode] = kinds.NO_CLIPS
    twilio_api_url: str = TWILIO_API

    whatsapp_token: SecretStr | None = None
    whatsapp_phone_number_id: str | None = None
    whatsapp_app_secret: SecretStr | None = None
    whatsapp_verify_token: SecretStr | None = None
    whatsapp_api_url: str = WHATSAPP_API

    africastalking_username: str | None = None
    africastalking_api_key: SecretStr | None = None
    africastalking_sender: kinds.SmsSender | None = None
    africastalking_webhook_secret: kinds.PathSecret | None = None
    africastalking_ussd_code: kinds.UssdCode | None = None
    africastalking_api_url: str | None = None

    smtp_url: kinds.MailServer | None = None
    email_from: kinds.Mailbox | None = None

    mpesa_webhook_secret: kinds.PathSecret | None = None

    openai_api_key: SecretStr | None = None
    openai_base_url: ModelServer | None = None
    openai_model: str = "gpt-6-luna"
    openai_transcribe_model: str = "gpt-transcribe"
    ai_daily_budget: Annotated[Decimal, Field(ge=0, le=1000)] = Decimal("0.15")
    cold_codes_per_hour: Annotated[int, Field(ge=0, le=100_000)] = 200
    """How many one-time codes go out by SMS to numbers that have never written."""
    api_per_minute: Annotated[int, Field(ge=1, le=1_000_000)] = 600
    sign_ins_per_minute: Annotated[int, Field(ge=1, le=100_000)] = 20
    sign_ins_per_account: Annotated[int, Field(ge=1, le=100_000)] = 10
    """Within a quarter of an hour."""
    code_tries_per_hour: Annotated[int, Field(ge=1, le=100_000)] = 10
    """Of one address, at codes of whomever."""

    inbound_per_minute: Annotated[int, Field(ge=1, le=100_000)] = 60
    whatsapp_pair_per_minute: Annotated[int, Field(ge=1, le=100_000)] = 10
    messages_per_second: Annotated[int, Field(ge=1, le=1000)] = 20
    messages_per_day: Annotated[int, Field(ge=1, le=1_000_000)] = 2000
    messages_kept_days: Annotated[int, Field(ge=30, le=3650)] = 365
    webhooks_kept_days: Annotated[int, Field(ge=7, le=3650)] = 90

    @field_validator("database_url")
    @classmethod
    def _name_the_driver(cls, url: str | None) -> str | None:
        # SQLAlchemy 2.1 reads a bare `postgresql://` as psycopg 3.
        for bare in ("postgresql://", "postgres://"):
            if url and url.startswith(bare):
                return "postgresql+psycopg2://" + url.removeprefix(bare)
        return url

    @field_validator("secret_key")
    @classmethod
    def _is_long_enough(cls, key: SecretStr | None) -> SecretStr | None:
        if key is not None and len(key.get_secret_value().encode()) < 32:
            raise ValueError("must be at least 32 bytes long: use `openssl rand -hex 32`")
        return key

    @field_validator(
        "public_url", "twilio_api_url", "whatsapp_api_url", "africastalking_api_url"
    )
    @classmethod
    def _is_http(cls, url: str | None) -> str | None:
        if url is None:
            return None
        if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).netloc:
            raise ValueError("must begin with http:// or https:// and name a host")
        return url.rstrip("/")

    @field_validator("twilio_whatsapp_from", "twilio_sms_from", "twilio_voice_from")
    @classmethod
    def _is_a_number(cls, number: str | None) -> str | None:
        if number is None:
            return None
        number = number.removeprefix("whatsapp:")
        if not (number.startswith("+") and number[1:].isdigit()):
            raise ValueError("must be an international phone number, such as +14155238886")
        return number

    @field_validator("whatsapp_phone_number_id")
    @classmethod
    def _is_an_id(cls, number_id: str | None) -> str | None:
        if not number_id or re.fullmatch(r"[0-9]{5,32}", number_id):
            return number_id or None
        raise ValueError(
            "must be the number's id at Meta, digits alone: copy it from the app's"
            " page WhatsApp > API Setup; it is not the phone number"
        )

    @field_validator("call_hosts", mode="before")
    @classmethod
    def _name_their_ports(cls, hosts: object) -> object:
        if not isinstance(hosts, str):
            return hosts
        named = frozenset(host.strip().lower() for host in hosts.split(",") if host.strip())
        for host in sorted(named):
            match = _INNER_HOST.fullmatch(host)
            if match is None or int(match["port"]) > 65535:
                raise ValueError(
                    f"'{host}' is not host:port, such as erp.lan:8080 or [fd00::1]:8080"
                )
        return named

    @model_validator(mode="after")
    def _groups_are_whole(self) -> Self:
        if wrong := setting_groups.complaint(lambda name: getattr(self, name.lower())):
            raise ValueError(wrong)
        return self

    @model_validator(mode="after")
    def _failpoints_only_alone(self) -> Self:
        if self.failpoints and self.reaches_people:
            raise ValueError(
                "FAILPOINTS disturbs this process on purpose: unset it, "
                "or let the API URL of each provider name a test server on loopback"
            )
        return self

    @property
    def providers(self) -> tuple[str, ...]:
        """The names of the real providers that are configured."""
        named = {
            "Twilio": self.twilio_account_sid,
            "Meta": self.whatsapp_token,
            "Africa's Talking": self.africastalking_username,
            "SMTP": self.smtp_url,
        }
        return tuple(name for name, key in named.items() if key)

    @property
    def has_provider(self) -> bool:
        """Whether any real provider is configured."""
        return bool(self.providers)

    @property
    def africastalking_base(self) -> str:
        """Where its API is: their sandbox for the username that is only good there."""
        is_sandbox = self.africastalking_username == "sandbox"
        theirs = AFRICASTALKING_SANDBOX if is_sandbox else AFRICASTALKING_API
        return self.africastalking_api_url or theirs

    @property
    def reaches_people(self) -> bool:
        """Whether a provider would carry what is sent to somebody's phone."""
        used = [self.twilio_api_url] if self.twilio_account_sid else []
        used += [self.whatsapp_api_url] if self.whatsapp_token else []
        used += [self.africastalking_base] if self.africastalking_username else []
        used += [self.smtp_url.get_secret_value()] if self.smtp_url else []
        return not all(is_loopback(urlsplit(url).hostname) for url in used)

    @property
    def simulator_on(self) -> bool:
        """Whether anyone may be anyone: by default only alone, on loopback, for loopback."""
        if self.simulator is not None:
            return self.simulator == "on"
        # A public address means a proxy: it listens for the world, and we on loopback for it.
        is_public = self.trusted_proxies or not is_loopback(self.base_host)
        return not (self.has_provider or is_public) and is_loopback(self.host)

    @property
    def base_url(self) -> str:
        """The address under which the world reaches this installation, without a slash."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.public_url or f"http://{host}:{self.port}"

    @property
    def base_host(self) -> str | None:
        """The host in that address, in lower case."""
        return urlsplit(self.base_url).hostname


def load(**overrides: object) -> Settings:
    """The settings of this process, from the environment and `<NAME>_FILE` secrets.

    Raises `SettingsError` naming the variable.
    """
    try:
        return Settings(**{**_from_files(overrides), **overrides})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"]).upper()
        reason = str(first["msg"]).removeprefix("Value error, ")
        raise SettingsError(f"{name}: {reason}" if name else reason) from None


def child_environment(settings: Settings) -> dict[str, str]:
    """The environment for a child process of the product: ours, with the given settings."""
    values = {
        "DATABASE_URL": settings.database_url,
        "REDIS_URL": settings.redis_url,
        "HOST": settings.host,
        "PORT": str(settings.port),
        "SECRET_KEY": settings.secret_key.get_secret_value() if settings.secret_key else None,
        "DATA_DIR": str(settings.data_dir) if settings.data_dir else None,
    }
    chosen = {name: value for name, value in values.items() if value}
    # A file goes before the variable, so it would undo what was chosen over it.
    files = {f"{name}_FILE" for name in chosen}
    ours = {name: value for name, value in os.environ.items() if name not in files}
    return {**ours, **chosen}


def is_loopback(host: str | None) -> bool:
    """Whether a host is this machine itself, by its name or address."""
    if host is None:
        return False
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def home() -> Path:
    """Where an embedded installation keeps its data unless told otherwise."""
    if os.geteuid() == 0:
        return Path("/var/lib/karani")
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "karani"


def environment() -> dict[str, str]:
    """All that is set, secrets too: to be looked through for slips, never to be shown."""
    return dict(os.environ)


def _from_files(given: Collection[str]) -> dict[str, str]:
    found = {}
    for name in Settings.model_fields:
        path = os.environ.get(f"{name.upper()}_FILE")
        if path and name not in given:
            try:
                found[name] = Path(path).read_text("utf-8").strip()
            except (OSError, ValueError) as error:
                raise SettingsError(f"{name.upper()}_FILE: {unreadable(error)}") from None
    return found
