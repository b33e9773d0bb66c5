"""Why a message goes how it goes: windows, templates, other ways, accounts that stopped."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Add what the sender decides by, and what it says of each message."""
    op.execute(Path(__file__).with_suffix(".sql").read_text("utf-8"))
