"""Where somebody is on the screens of USSD, so that a redial goes on there."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Add the last session of each phone."""
    op.execute(Path(__file__).with_suffix(".sql").read_text("utf-8"))
