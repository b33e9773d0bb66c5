"""What the doctor says of the machine: disk, folder, languages, port and public address."""

from __future__ import annotations

import http.server
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from karani import folder, languages
from karani.children import Account
from karani.doctor import machine, port
from karani.doctor.machine import MB
from tests.karani.patient import NOTE, WARNING, WELL, WRONG, installed, levels, said
from tests.loopback import serving
from tests.product import free_port


@contextmanager
def web(body: bytes, status: int = 200) -> Iterator[str]:
    """Something that answers every GET alike; its address."""

    class Door(http.server.BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            return

        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    with serving(Door) as url:
        yield url


def port_of(url: str) -> int:
    return int(url.rpartition(":")[2])


def test_an_old_python_is_wrong() -> None:
    assert machine.python((3, 10, 4)).level is WRONG
    assert machine.python((3, 11, 0)).level is WELL


@pytest.mark.parametrize(
    ("free", "level"), [(100 * MB, WRONG), (500 * MB, WARNING), (9000 * MB, WELL)]
)
def test_little_room_is_told_before_the_disk_is_full(free: int, level: object) -> None:
    assert machine.room(free, "/var/lib/karani").level is level


def test_a_folder_of_our_own_is_well(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(folder, "account", lambda place: None)

    assert "is ours to write" in said(machine.data_folder(tmp_path))
    assert WRONG not in levels(machine.data_folder(tmp_path)).values()


def test_a_folder_that_the_database_may_not_enter_is_wrong(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(folder, "account", lambda place: Account(65534, 65534, "nobody"))

    assert "The user 'nobody' may not enter" in said(machine.data_folder(tmp_path))


def test_a_folder_that_is_not_there_is_made_later(tmp_path: Path) -> None:
    assert "`karani up` makes it" in said(machine.data_folder(tmp_path / "a/b"))


def test_a_folder_that_cannot_be_made_is_wrong() -> None:
    assert WRONG in levels(machine.data_folder(Path("/proc/karani/data"))).values()


def test_a_file_in_the_place_of_the_folder_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "data"
    file.touch()

    assert "is no folder" in said(machine.data_folder(file))


def test_a_secret_that_others_can_read_is_named_with_the_command(tmp_path: Path) -> None:
    secret = tmp_path / "secret_key"
    secret.write_text("0f3a9c517be2d846aa01c7e95b3f6d28")
    secret.chmod(0o644)

    found = list(machine.data_folder(tmp_path))

    assert levels(found)[str(secret)] is WRONG
    assert f"chmod 600 {secret}" in said(found)
    assert "0f3a9c" not in said(found)
    secret.chmod(0o600)
    assert str(secret) not in levels(machine.data_folder(tmp_path))


def test_the_servers_of_karani_up_are_only_needed_where_none_is_set(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(machine, "missing", lambda name: True)

    alone = installed(brings_own=True)
    half = installed(brings_own=True, database_url="postgresql://here/karani")

    assert set(levels(machine.programs(alone))) == {"DATABASE_URL", "REDIS_URL"}
    assert "karani[embedded]" in said(machine.programs(alone))
    assert set(levels(machine.programs(half))) == {"REDIS_URL"}


def test_the_servers_of_karani_up_are_installed_here() -> None:
    assert list(machine.programs(installed(brings_own=True))) == []


def test_every_language_is_whole() -> None:
    assert levels(machine.spoken(languages.folder())) == {"languages": WELL}


def test_a_language_with_gaps_is_told_and_a_lost_one_is_wrong(tmp_path: Path) -> None:
    place = tmp_path / "locales"
    shutil.copytree(languages.folder(), place)
    catalogue = place / "sw/LC_MESSAGES/karani.po"
    with catalogue.open("a", encoding="utf-8") as file:
        file.write('\nmsgid "A sentence nobody has translated"\nmsgstr ""\n')
    shutil.rmtree(place / "en")

    found = levels(machine.spoken(place))

    assert found == {"locales/en": WRONG, "locales/sw": WARNING}


def test_a_machine_that_brings_its_servers_needs_a_folder(tmp_path: Path) -> None:
    at = installed(brings_own=True, data=tmp_path / "data")

    assert set(levels(machine.look(at))) == {"Python", "languages", str(tmp_path / "data")}


def test_a_machine_that_brings_no_servers_needs_no_folder() -> None:
    found = levels(machine.look(installed()))

    assert set(found) == {"Python", "languages"}


def test_a_free_port_is_noted() -> None:
    assert levels(port.look(installed(port=free_port()))) == {"PORT": NOTE}


def test_a_port_that_another_program_has_is_wrong() -> None:
    with web(b"I am another program") as url:
        found = list(port.look(installed(port=port_of(url))))

    assert levels(found) == {"PORT": WRONG}
    assert "no Karani answers" in said(found)


def test_an_address_that_is_not_this_machine_s_is_wrong() -> None:
    assert levels(port.look(installed(host="a..b"))) == {"PORT": WRONG}


def test_a_silent_port_is_wrong() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        found = levels(port.look(installed(port=other.getsockname()[1])))

    assert found == {"PORT": WRONG}


def test_our_own_web_process_is_told_by_how_it_is() -> None:
    parts = b'"parts": {"database": "ok", "migrations": "ok", "redis": "not reachable"}'
    with web(b'{"status": "ready"}') as url:
        assert levels(port.look(installed(port=port_of(url)))) == {"PORT": WELL}
    with web(b'{"status": "not ready", ' + parts + b"}", 503) as url:
        found = list(port.look(installed(port=port_of(url))))

    assert levels(found) == {"PORT": WRONG}
    assert "not ready: redis" in said(found)


def test_a_public_address_is_looked_at_as_the_world_would() -> None:
    def seen(url: str) -> list[Any]:
        # Another name of this machine, so that it counts as a public one.
        return list(port.from_outside(installed(public_url=url.replace("127.0.0.1", NAME))))

    with web(b'{"status": "alive"}') as url:
        assert levels(seen(url)) == {"PUBLIC_URL": WELL}
    with web(b"<h1>Welcome to nginx</h1>") as url:
        assert "not by Karani" in said(seen(url))
    assert "does not answer" in said(seen(f"http://127.0.0.1:{free_port()}"))


def test_an_address_of_this_machine_is_not_looked_at_from_outside() -> None:
    assert list(port.from_outside(installed(public_url="http://localhost:8000"))) == []
    assert list(port.from_outside(installed())) == []


NAME = "0x7f.1"
"""An old way to write 127.0.0.1, which is no address by today's rules."""
