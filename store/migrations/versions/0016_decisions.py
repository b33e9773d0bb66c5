"""Decisions over the API: what was said to them."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Add the comment of an approval."""
    op.execute(Path(__file__).with_suffix(".sql").read_text("utf-8"))
