"""Approvals: what was shown, who proves themselves how, and what is asked of an owner."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add what approvals by SMS, PINs and late corrections need."""
    op.execute(Path(__file__).with_suffix(".sql").read_text("utf-8"))
