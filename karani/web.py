"""`karani web`: the doors, served by gunicorn."""

from __future__ import annotations

import logging

from flask import Flask
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]
from gunicorn.config import Config  # type: ignore[import-untyped]
from gunicorn.glogging import Logger  # type: ignore[import-untyped]

from engine.settings import Settings, SettingsError
from karani.beginning import quickly

_THREADS = 8


def run(settings: Settings) -> None:
    """Serve until a signal asks to stop. Raises `SettingsError`."""
    for name in ("database_url", "redis_url"):
        if not getattr(settings, name):
            # Said here and not by the serving process, which would be started again.
            raise SettingsError(f"{name.upper()}: is missing; `karani up` brings its own")
    Web(settings).run()


class _Logs(Logger):  # type: ignore[misc]  # gunicorn has no types.
    """Leaves gunicorn's lines to our own logs."""

    def setup(self, cfg: Config) -> None:
        self.error_log.handlers.clear()
        self.error_log.propagate = True
        self.error_log.setLevel(logging.WARNING)


class Web(BaseApplication):  # type: ignore[misc]  # gunicorn has no types.
    """One process with threads; more machines mean more of these."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        super().__init__()

    def load_config(self) -> None:
        """Set everything here: gunicorn would look into the environment."""
        host = f"[{self._settings.host}]" if ":" in self._settings.host else self._settings.host
        options = {
            "bind": f"{host}:{self._settings.port}",
            "worker_class": "gthread",
            "workers": 1,
            "threads": _THREADS,
            "graceful_timeout": 25,
            "keepalive": 30,
            "proc_name": "karani web",
            "logger_class": _Logs,
            "control_socket_disable": True,  # It would leave a socket in the home folder.
            "forwarded_allow_ips": "",  # Proxies are counted by TRUSTED_PROXIES instead.
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application, built in the worker process: connections do not survive a fork."""
        with quickly():
            from karani import assemble
            from webhooks import create_app

            return create_app(assemble.runtime(self._settings))
