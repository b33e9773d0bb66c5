"""Appointments and personal reminders: the diary of a shop."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the diary, and let a workflow be started by more than one type of event."""
    op.execute(Path(__file__).with_suffix(".sql").read_text("utf-8"))
