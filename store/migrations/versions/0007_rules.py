"""Rules: those that have ended are kept, and their names are free."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Let a workflow end."""
    op.execute(Path(__file__).with_suffix(".sql").read_text("utf-8"))
