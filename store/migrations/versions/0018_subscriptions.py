"""Subscriptions: other systems hear of a shop's facts."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Add subscriptions and their deliveries."""
    op.execute(Path(__file__).with_suffix(".sql").read_text("utf-8"))
