from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.product import free_port

ENVIRONMENT = {"PATH": os.defpath, "HOME": "/nowhere"}


def karani(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "karani", *words],
        capture_output=True,
        text=True,
        timeout=60,
        stdin=subprocess.DEVNULL,
        env={**ENVIRONMENT, **environment},
        check=False,
    )


def test_help_names_every_command() -> None:
    said = karani("--help")

    assert said.returncode == 0
    for command in ("up", "web", "worker", "relay", "migrate", "doctor", "chat", "understand"):
        assert f"    {command}" in said.stdout


def test_help_loads_nothing_heavy() -> None:
    script = (
        "import sys, karani.__main__ as gate\n"
        "try: gate.main(['--help'])\n"
        "except SystemExit: pass\n"
        "print(sorted({'pydantic', 'sqlalchemy', 'flask', 'redis', 'rich'} & set(sys.modules)))"
    )
    said = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert said.stdout.endswith("[]\n")


def test_an_unknown_command_is_an_error() -> None:
    assert karani("fly").returncode == 2


@pytest.mark.parametrize("command", ["migrate", "web", "worker", "relay"])
def test_a_wrong_setting_is_one_line_that_names_it(command: str) -> None:
    said = karani(
        command, SECRET_KEY="short", DATABASE_URL="postgresql://x", REDIS_URL="redis://x"
    )

    assert said.returncode == 2
    assert said.stderr.startswith("karani: SECRET_KEY: must be at least 32 bytes long")
    assert said.stderr.count("\n") == 1


@pytest.mark.parametrize("command", ["migrate", "web", "worker", "relay"])
def test_a_missing_database_is_one_line_that_names_it(command: str) -> None:
    said = karani(command)

    assert said.returncode == 2
    assert said.stderr.startswith("karani: DATABASE_URL")
    assert said.stderr.count("\n") == 1


def test_a_taken_port_is_named_before_anything_starts(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", free_port())) as other:
        port = other.getsockname()[1]
        said = karani("up", "--port", str(port), "--data", str(tmp_path / "data"))

    assert said.returncode == 2
    assert said.stderr.startswith(f"karani: Port {port} on 127.0.0.1 cannot be used")
    assert not (tmp_path / "data").exists()


def test_a_chat_without_a_server_says_how_to_start_one() -> None:
    said = karani("chat", "--url", f"http://127.0.0.1:{free_port()}")

    assert said.returncode == 2
    assert "karani up" in said.stderr
