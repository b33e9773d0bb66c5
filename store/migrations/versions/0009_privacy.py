"""Privacy: exports, erasure, and who is who when numbers and ids change."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add what exports, erasure and identities need."""
    op.execute(Path(__file__).with_suffix(".sql").read_text("utf-8"))
