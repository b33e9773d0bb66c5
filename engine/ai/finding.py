"""What a rule found, before it is checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class Finding:
    """Values under our own names, the main one first, and how sure we are (0 to 1)."""

    output: Mapping[str, Any]
    confidence: Decimal
