"""The machine: its Python, the disk, the rights on the data folder, the languages."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.pofile import read_po

from karani import folder, languages
from karani.doctor.findings import Finding, Findings, note, warning, well, wrong
from karani.doctor.installation import Installation
from karani.folder import ServiceError
from karani.lexicons import load_lexicons
from karani.programs import missing

OLDEST_PYTHON = (3, 11)
MB = 1 << 20
LITTLE, TIGHT = 200 * MB, 1024 * MB
SECRET_FILES = ("secret_key", "postgres_password", "login_password", "addresses.json")
SPOKEN = ("en", "sw")
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def look(at: Installation) -> Findings:
    """What the machine offers."""
    yield python(sys.version_info[:3])
    if at.brings_own:
        yield from programs(at)
        yield from data_folder(at.data)
    yield from spoken(languages.folder())


def python(version: tuple[int, ...]) -> Finding:
    """Whether this Python is new enough."""
    named = ".".join(map(str, version))
    if version < OLDEST_PYTHON:
        return wrong("Python", f"{named} is too old", "install Python 3.11 or newer")
    return well("Python", named)


def programs(at: Installation) -> Iterator[Finding]:
    """Whether the servers that `karani up` starts are installed."""
    for variable, name in (("DATABASE_URL", "PostgreSQL"), ("REDIS_URL", "Valkey")):
        is_set = at.settings.database_url if name == "PostgreSQL" else at.settings.redis_url
        if not is_set and missing(name):
            says = f"is not set, and no {name} of Karani's own is installed"
            yield wrong(variable, says, "set it, or run `pip install 'karani[embedded]'`")


def data_folder(data: Path) -> Iterator[Finding]:
    """Whether the folder is ours, has room, and keeps its secrets."""
    place = _nearest(data)
    free = shutil.disk_usage(place).free
    yield room(free, str(data))
    if place != data:
        yield from _not_there(data, place)
    elif not data.is_dir():
        yield wrong(str(data), "is no folder", "choose another one: --data DIR or DATA_DIR")
    elif not os.access(data, os.R_OK | os.W_OK | os.X_OK):
        do = "run as the user who owns it, or choose another one: --data DIR or DATA_DIR"
        yield wrong(str(data), "is not ours to write", do)
    else:
        yield well(str(data), "is ours to write")
        yield from _open_secrets(data)
        yield from _entry(data)


def room(free: int, about: str) -> Finding:
    """Whether `free` bytes are enough for a while."""
    says = f"has {free // MB:,} MB free on its disk"
    if free < LITTLE:
        return wrong(about, says, "make room now: the database stops when the disk is full")
    if free < TIGHT:
        return warning(about, says, "make room, or move the folder to a larger disk")
    return well(about, says)


def spoken(place: Path) -> Iterator[Finding]:
    """Whether every language is whole: its word list, and each of its sentences."""
    load_lexicons(place)
    known = {one.name for one in place.iterdir() if (one / "lexicon.toml").is_file()}
    gone = [code for code in SPOKEN if code not in known]
    gaps = {one.parent.parent.name: _untold(one) for one in place.glob("*/*/karani.po")}
    for code in gone:
        do = "install Karani again: files of it are gone"
        yield wrong(f"locales/{code}", "has no word list", do)
    for code, number in sorted(gaps.items()):
        if number:
            says = f"has {number} sentences without a translation: they are said in English"
            yield warning(f"locales/{code}", says, "fill them in, or install Karani again")
    if not gone and not any(gaps.values()):
        yield well("languages", f"{', '.join(sorted(known))} are whole")


def _nearest(place: Path) -> Path:
    """The folder itself, or the nearest one above it that is there and can be seen."""
    return next(one for one in (place, *place.absolute().parents) if os.path.exists(one))


def _not_there(data: Path, above: Path) -> Iterator[Finding]:
    if os.access(above, os.W_OK | os.X_OK):
        yield note(str(data), "is not there yet: `karani up` makes it")
        return
    says = f"is not there, and cannot be made in {above}"
    yield wrong(str(data), says, "choose another one: --data DIR or DATA_DIR")


def _open_secrets(data: Path) -> Iterator[Finding]:
    for name in SECRET_FILES:
        file = data / name
        if file.exists() and file.stat().st_mode & _OTHERS:
            yield wrong(
                str(file), "is a secret, and can be read by others", f"run `chmod 600 {file}`"
            )


def _entry(data: Path) -> Iterator[Finding]:
    """Whether the user that the servers run as can reach the folder; ours as a rule."""
    try:
        folder.insist_on_entry(data, folder.account(data))
    except ServiceError as error:
        yield wrong(str(data), "cannot be used by PostgreSQL", str(error))


def _untold(catalogue: Path) -> int:
    with catalogue.open("rb") as file:
        read = read_po(file)
    return sum(1 for one in read if one.id and (one.fuzzy or not _whole(one.string)))


def _whole(string: object) -> bool:
    return all(string) if isinstance(string, tuple | list) else bool(string)
