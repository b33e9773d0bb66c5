"""Begin quickly: nobody looks for garbage while a process puts its parts together."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quickly() -> Iterator[None]:
    """Collect nothing meanwhile, and never look again at what stays as long as the process.

    Modules and words are hundreds of thousands of objects, none of them garbage: to look
    through them took a tenth of a start, and part of every collection after it.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
