"""The composition root: the bundle of parts that the shell works with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from dramatiq.brokers.redis import RedisBroker

from bot.i18n import Translations
from bot.nlu.understanding import Catalogue, Understanding, Utterance
from engine.ai.base import Model, Provider
from engine.ai.breaker import Breaker
from engine.ai.rules import Rules
from engine.calling.caller import Caller
from engine.channels.africastalking import AfricasTalkingChannel
from engine.channels.base import Channel
from engine.channels.meta import MetaChannel
from engine.channels.simulator import SimulatorChannel
from engine.channels.smtp import SmtpChannel
from engine.channels.twilio import TwilioChannel
from engine.settings import Settings, SettingsError
from engine.tools import broker, failpoints
from engine.tools.brake import Brake
from engine.tools.breakers import Breakers
from engine.tools.broker import Bell
from engine.tools.carriers import HANDS, Carriers
from engine.tools.contents import Contents
from engine.tools.lane import Lane
from engine.tools.library import Library
from engine.tools.listening import Foresight
from engine.tools.pairs import Pairs
from store.database import Database

Reader = Callable[[Utterance, Catalogue], Understanding]
Weigh = Callable[[Mapping[str, Any], Utterance, Catalogue], Understanding | None]
Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Languages:
    """What a process needs to read and to speak, made once from the `locales` folder."""

    read: Reader
    translations: Translations
    weigh: Weigh = lambda document, utterance, catalogue: None
    """Checks by rule what a model read; without it nothing that a model read counts."""


@dataclass(frozen=True)
class Runtime:
    """Everything that is passed in: database, doorbell, channels, languages, the time."""

    settings: Settings
    db: Database
    broker: RedisBroker
    bell: Bell
    channels: Mapping[str, Channel]
    languages: Languages
    clock: Clock
    caller: Caller
    ai: Provider
    """The built-in assistant, which answers whenever the model does not."""
    model: Model | None = None
    """The assistant that is configured beside it, if one is."""
    breaker: Breaker = field(default_factory=lambda: Breaker(_now))
    lane: Lane = field(default_factory=Lane)
    library: Library = field(default_factory=Library)
    foresight: Foresight = field(default_factory=Foresight)
    breakers: Breakers = field(default_factory=Breakers)
    carriers: Carriers = field(default_factory=Carriers)
    pairs: Pairs = field(default_factory=Pairs)
    brake: Brake = field(default_factory=Brake)

    def close(self) -> None:
        """Let go of the connections."""
        self.db.close()
        if self.model is not None:
            self.model.close()


def build(settings: Settings, languages: Languages, *, clock: Clock | None = None) -> Runtime:
    """Put the parts together. Nothing is connected yet. Raises `SettingsError`."""
    if not settings.database_url:
        raise SettingsError("DATABASE_URL: is missing; `karani up` brings its own")
    if not settings.redis_url:
        raise SettingsError("REDIS_URL: is missing; `karani up` brings its own")
    failpoints.arm(settings.failpoints)
    rings = broker.connect(settings.redis_url)
    bell = Bell(rings)
    now = clock or _now
    db = Database(
        settings.database_url,
        prepares=settings.database_prepares,
        ring=bell.ring,
        may_ring=lambda: not bell.is_silent,
    )
    return Runtime(
        settings=settings,
        db=db,
        broker=rings,
        bell=bell,
        channels=_channels(settings, db),
        languages=languages,
        clock=now,
        caller=Caller(clock=now, allowed=settings.call_hosts),
        ai=Rules(languages.read, languages.translations),
        model=_model(settings, now),
        breaker=Breaker(now),
        carriers=Carriers(HANDS),
        pairs=Pairs(per_minute=settings.whatsapp_pair_per_minute),
    )


def _channels(settings: Settings, db: Database) -> dict[str, Channel]:
    channels: list[Channel] = []
    if settings.twilio_account_sid:
        shelf = Contents(db, f"twilio:{settings.twilio_account_sid}")
        channels.append(TwilioChannel(settings, shelf))
    if settings.whatsapp_token:
        channels.append(MetaChannel(settings))
    if settings.africastalking_username:
        channels.append(AfricasTalkingChannel(settings))
    if settings.smtp_url:
        channels.append(SmtpChannel(settings))
    if settings.simulator_on:
        channels.append(SimulatorChannel())
    return {channel.name: channel for channel in channels}


def _model(settings: Settings, clock: Clock) -> Model | None:
    if settings.openai_api_key is None:
        return None
    from engine.ai.openai import OpenAIModel  # Half a second, and 30 MB, that few need.

    return OpenAIModel(
        key=settings.openai_api_key.get_secret_value(),
        model=settings.openai_model,
        hearing=settings.openai_transcribe_model,
        clock=clock,
        base_url=settings.openai_base_url,
    )


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 -- The clock's home.
