"""People sign in: passwords, sessions, and one-time codes that are sent to them."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Add what signing in is made of."""
    op.execute(Path(__file__).with_suffix(".sql").read_text("utf-8"))
