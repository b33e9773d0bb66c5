"""What models read in messages."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    """Add it to the inbound messages."""
    op.execute(Path(__file__).with_suffix(".sql").read_text("utf-8"))
