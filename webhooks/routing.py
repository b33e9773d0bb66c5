"""Routes of addresses that come in and are hardly ever built."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule


class IncomingRule(Rule):
    """Werkzeug's rule, which learns to build its address only when somebody asks for it.

    Learning that takes most of the time in which an application with a hundred routes is made.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        learn = super()._compile_builder

        def build(rule: Rule, **values: Any) -> tuple[str, str]:
            return learn(append_unknown)(rule, **values)

        return build
