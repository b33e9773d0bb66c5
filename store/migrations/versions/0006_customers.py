"""Customers who can be written to: their addresses, what they want, and why not."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add what messages to customers need."""
    op.execute(Path(__file__).with_suffix(".sql").read_text("utf-8"))
