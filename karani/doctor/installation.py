"""An installation as it is found: its settings as far as they are good, its folder."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from engine.settings import Settings, SettingsError, environment, home, load
from karani import reach

_NAME = re.compile(r"[A-Z][A-Z0-9_]*")
_TOGETHER = ({"SMTP", "EMAIL"},)
"""First words of settings that belong to one group all the same."""

NO_HOME = Path("/var/lib/karani")
"""Where the data of a user without a home would be looked for."""

Clock = Callable[[], datetime]


def now() -> datetime:
    """The time on this machine's clock."""
    return datetime.now(UTC)  # noqa: TID251 -- It is this clock that is compared.


@dataclass(frozen=True, slots=True)
class Installation:
    """What is looked at. What is wrong with a setting is a complaint; its default counts then.

    `runs` tells that a `karani up` has left a note of its services in the folder `data`;
    `brings_own` that the database is its own and not one that is set.
    """

    settings: Settings
    data: Path
    complaints: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    runs: bool = False
    brings_own: bool = True
    clock: Clock = now

    def is_wrong(self, name: str) -> bool:
        """Whether a setting is set, but not as it must be."""
        return any(one.startswith((f"{name}:", f"{name}_FILE:")) for one in self.complaints)


def found(**overrides: object) -> Installation:
    """The installation that the environment names, or the folder of a `karani up`."""
    settings, complaints = _as_far_as_good(overrides)
    data = settings.data_dir or _home()
    addresses: dict[str, object] = {}
    if not (settings.database_url and settings.redis_url):
        addresses = reach.noted(data)
        settings, complaints = _as_far_as_good({**addresses, **overrides})
    return Installation(
        settings=settings,
        data=data,
        complaints=tuple(complaints),
        environment=environment(),
        runs=bool(addresses),
        brings_own=bool(addresses) or not (settings.database_url and settings.redis_url),
    )


def _home() -> Path:
    try:
        return home()
    except RuntimeError:  # A user without a home, as in a container.
        return NO_HOME


def _as_far_as_good(overrides: Mapping[str, object]) -> tuple[Settings, list[str]]:
    """The settings without those that are wrong, and what is wrong with each."""
    given, complaints, dropped = dict(overrides), list[str](), set[str]()
    while True:
        try:
            return load(**given), complaints
        except SettingsError as error:
            named = _named(str(error))
            alone = (f"{named.upper()}:", f"{named.upper()}_FILE:")
            is_group = not str(error).startswith(alone)
            fields = _group(named) if is_group else {named}
            if not (is_group and fields & dropped):  # Else it only follows from another.
                complaints.append(str(error))
            fields = fields & Settings.model_fields.keys()
            new = (fields - dropped) or (Settings.model_fields.keys() - dropped)
            if not new:
                raise
            dropped |= new
            given |= {name: Settings.model_fields[name].default for name in new}


def _named(complaint: str) -> str:
    """The setting that a complaint begins with."""
    match = _NAME.match(complaint)
    name = match[0] if match else ""
    return name.removesuffix("_FILE").lower() if match else ""


def _group(name: str) -> set[str]:
    word = name.partition("_")[0].upper()
    words = next((group for group in _TOGETHER if word in group), {word})
    return {one for one in Settings.model_fields if one.partition("_")[0].upper() in words}
