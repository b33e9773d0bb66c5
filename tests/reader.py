"""The product's reader over the product's word lists, made once in a process of tests."""

from __future__ import annotations

from bot.nlu.reader import Reader
from karani.lexicons import load_lexicons

READER = Reader(load_lexicons())
