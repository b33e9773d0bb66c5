"""Answers of customers: about their debts, and to questions of rules."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add what answers of customers need."""
    op.execute(Path(__file__).with_suffix(".sql").read_text("utf-8"))
