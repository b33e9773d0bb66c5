"""`karani up`: everything on one machine, from an empty folder to a ready product."""

from __future__ import annotations

import http.client
import socket
from contextlib import closing, suppress
from pathlib import Path
from threading import Event

from rich.console import Console

from engine.settings import Settings, child_environment, home, load
from karani import children, embedded, folder, logs, reach, signals, supervisor
from karani.embedded import Services
from karani.folder import ServiceError
from karani.supervisor import Supervisor

_TICK_S = 0.1
_ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 -- compared, not bound.


def run(**overrides: object) -> None:
    """Run the product until a signal asks it to stop; `overrides` go before the environment."""
    settings = load(**overrides)
    logs.set_up(settings.log_level)
    stop = signals.stop_event()
    _insist_on_port(settings)
    data = settings.data_dir or home()
    with embedded.services(
        data, database_url=settings.database_url, redis_url=settings.redis_url, stop=stop
    ) as services:
        found = {
            "database_url": services.database_url,
            "redis_url": services.redis_url,
            "secret_key": _secret_key(settings, data),
            "data_dir": data.resolve(),
        }
        complete = load(**{**overrides, **found})
        environment = child_environment(complete)
        _release(environment, stop)
        with reach.reachable(data, complete):
            _serve(complete, services, supervisor.product(environment), stop)


def _secret_key(settings: Settings, data: Path) -> str:
    if settings.secret_key:
        return settings.secret_key.get_secret_value()
    return folder.secret(data / "secret_key")


def _insist_on_port(settings: Settings) -> None:
    """Say that the port is taken before anything starts."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with closing(socket.socket(family)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise ServiceError(
                f"Port {settings.port} on {settings.host} cannot be used: {error.strerror}. "
                "Stop the program that has it, or choose another one: --port 8001"
            ) from None


def _release(environment: dict[str, str], stop: Event) -> None:
    """Bring the database up to date."""
    child = children.start(supervisor.words(supervisor.RELEASE), environment=environment)
    try:
        while child.poll() is None and not stop.wait(_TICK_S / 5):
            pass
        if child.poll() not in {0, None}:
            raise ServiceError("The database cannot be brought up to date: see above")
    finally:
        children.stop(child, patience_s=10)


def _serve(settings: Settings, services: Services, product: Supervisor, stop: Event) -> None:
    is_announced = False
    try:
        while not stop.is_set():
            for server in services.processes:
                server.tend()
            product.tend()
            if not is_announced and _is_ready(settings):
                is_announced = True
                _announce(settings)
            stop.wait(_TICK_S)
    finally:
        product.stop()


def _is_ready(settings: Settings) -> bool:
    host = _ANYWHERE.get(settings.host, settings.host)
    with (
        suppress(OSError, http.client.HTTPException),
        closing(http.client.HTTPConnection(host, settings.port, timeout=2)) as connection,
    ):
        connection.request("GET", "/readyz")
        return connection.getresponse().status == http.client.OK
    return False


def _announce(settings: Settings) -> None:
    say = Console(highlight=False, soft_wrap=True).print
    if settings.simulator_on:
        say(f"\n[bold green]Karani is ready.[/] Open [bold]{settings.base_url}/phone[/]")
    else:
        providers = " and ".join(settings.providers) or "no provider"
        say(f"\n[bold green]Karani is ready[/] with {providers}: [bold]{settings.base_url}[/]")
    say("[dim]Ctrl-C stops it; what it knows is kept.[/]\n")
