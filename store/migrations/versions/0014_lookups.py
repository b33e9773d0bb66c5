"""Facts and audit entries are found by who, what and when; chains' ends are signed."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Add the indexes of what the API looks up, and the signed ends of chains."""
    op.execute(Path(__file__).with_suffix(".sql").read_text("utf-8"))
