"""Organizations have a tier, and keys for programs."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Add tiers and keys."""
    op.execute(Path(__file__).with_suffix(".sql").read_text("utf-8"))
