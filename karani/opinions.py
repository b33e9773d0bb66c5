"""`karani feedback`: what people said of Karani's work, as rows to evaluate with."""

from __future__ import annotations

import json
from typing import TextIO

from engine.integrations import feedback
from engine.runtime import Runtime
from store.base import columns_of


def write(rt: Runtime, into: TextIO) -> None:
    """A line of JSON for each, oldest first: `input`, `answer`, `correction` and whose it is.

    `input` and `answer` are null where the words are kept no longer.
    """
    for told in feedback.everything(rt):
        line = json.dumps(columns_of(told), default=str, ensure_ascii=False)
        print(line, file=into)
