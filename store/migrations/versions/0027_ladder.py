"""After how many minutes an approval is asked again by SMS, and by a call."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    """Add the shop's setting, and a way to see by which channels an approval was asked."""
    op.execute(Path(__file__).with_suffix(".sql").read_text("utf-8"))
