"""Messages keep what came with them besides words."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Add attachments, and what is made once at a provider to be used in many messages."""
    op.execute(Path(__file__).with_suffix(".sql").read_text("utf-8"))
