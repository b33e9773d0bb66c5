"""The spine: every table of the first release, its grants and its policies."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the schema."""
    op.execute(Path(__file__).with_suffix(".sql").read_text("utf-8"))
