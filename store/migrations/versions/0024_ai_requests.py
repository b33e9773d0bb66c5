"""Requests to assistants."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """Add what was asked and answered."""
    op.execute(Path(__file__).with_suffix(".sql").read_text("utf-8"))
