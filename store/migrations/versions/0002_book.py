"""The book: customers, items, claims, day closes, choices, invitations."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add what the whole book needs."""
    op.execute(Path(__file__).with_suffix(".sql").read_text("utf-8"))
