"""Workflows: definitions, runs, approvals, asks."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add what workflows need."""
    op.execute(Path(__file__).with_suffix(".sql").read_text("utf-8"))
