"""`karani worker` with a reader that one word kills, as a fault in a C library would."""

from __future__ import annotations

import os
import signal
from dataclasses import replace

from bot.nlu.understanding import Catalogue, Understanding, Utterance
from engine.runtime import Languages, Reader, Runtime
from engine.settings import Settings
from karani import __main__ as command_line
from karani import assemble

POISON = "sumu"


def deadly(read: Reader) -> Reader:
    """The reader, up to that word."""

    def read_it(utterance: Utterance, catalogue: Catalogue) -> Understanding:
        if POISON in utterance.text:
            os.kill(os.getpid(), signal.SIGKILL)
        return read(utterance, catalogue)

    return read_it


def main() -> None:
    """The command, put together with that reader."""
    whole = assemble.runtime

    def poisoned(settings: Settings) -> Runtime:
        rt = whole(settings)
        languages = Languages(deadly(rt.languages.read), rt.languages.translations)
        return replace(rt, languages=languages)

    assemble.runtime = poisoned
    command_line.main(["worker"])


if __name__ == "__main__":
    main()
