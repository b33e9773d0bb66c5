"""What came in by itself and what a provider lists, told again as one and the same."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    """Add the arrivals, and how far a list was read."""
    op.execute(Path(__file__).with_suffix(".sql").read_text("utf-8"))
