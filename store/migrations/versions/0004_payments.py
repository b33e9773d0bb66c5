"""Payments: what a provider reports itself, under which number, and counts taken back."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add what verified payments and taken-back counts need."""
    op.execute(Path(__file__).with_suffix(".sql").read_text("utf-8"))
