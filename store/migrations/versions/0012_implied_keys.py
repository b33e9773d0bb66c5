"""Keys that another key implies: of runs, their steps, and entries."""

from __future__ import annotations

from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Drop them: each was looked up for every row that was written."""
    for table in ("runs", "step_runs", "entries"):
        op.execute(f"alter table {table} drop constraint fk_{table}_organization_id")
