"""What was made once over the API is answered again, not made again."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Add the answers that keys stand for."""
    op.execute(Path(__file__).with_suffix(".sql").read_text("utf-8"))
