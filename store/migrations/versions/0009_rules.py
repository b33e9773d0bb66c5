"""Rules: those that have ended are kept, and their names are free."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Let a workflow end."""
    op.execute(Path(__file__).with_suffix(".sql").read_text("utf-8"))
