"""The installation that a command works on, and what was given to it."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.runtime import Runtime


@contextmanager
def installation(arguments: Namespace) -> Iterator[Runtime]:
    """Its parts, while the command runs. Raises `SettingsError` where there is none."""
    from karani import assemble, logs, reach

    settings = reach.find(**given(arguments, "data_dir"))
    logs.set_up("ERROR")  # The answer is what counts here.
    rt = assemble.runtime(settings)
    try:
        yield rt
    finally:
        rt.close()


def given(arguments: Namespace, *names: str) -> dict[str, object]:
    """Those of these arguments that were given."""
    return {
        name: value for name in names if (value := getattr(arguments, name, None)) is not None
    }
