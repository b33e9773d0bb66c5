"""Messages that can wait go one after another, as fast as their account may send."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add the pace of each account, and which messages have had their turn."""
    op.execute(Path(__file__).with_suffix(".sql").read_text("utf-8"))
