"""Run PostgreSQL's own programs against a database: those of the wheel, or those on PATH."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import make_url

from karani.errors import NotAsItShouldBeError
from karani.folder import ServiceError
from karani.programs import IN_WHEEL


def run(name: str, words: Sequence[str], database_url: str) -> None:
    """Run a program on a database. Raises `ServiceError` and `NotAsItShouldBeError`.

    The password goes by the environment: whoever lists processes sees their words.
    """
    url = make_url(database_url).set(drivername="postgresql")
    password, plain = url.password, url._replace(password=None)
    done = subprocess.run(  # noqa: S603 -- PostgreSQL's own programs, no shell.
        [str(find(name)), *words, f"--dbname={plain.render_as_string()}"],
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={
            "LC_ALL": "C",
            "PATH": os.defpath,
            **({"PGPASSWORD": password} if password else {}),
        },
        check=False,
    )
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip()[-1500:]
        raise NotAsItShouldBeError(f"{name} failed: {said or 'it said nothing'}")


def find(name: str) -> Path:
    """Where a program is: the wheel's are as new as any server that it may meet."""
    spec = importlib.util.find_spec(IN_WHEEL.parts[0])
    for place in (spec.submodule_search_locations or ()) if spec else ():
        program = Path(place).parent / IN_WHEEL / "bin" / name
        if program.exists():
            return program
    found = shutil.which(name)
    if found is None:
        raise ServiceError(
            f"{name} is not here: install PostgreSQL's client programs, or run"
            " `pip install 'karani[embedded]'`"
        )
    return Path(found)
