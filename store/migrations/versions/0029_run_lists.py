"""Runs of one status are listed by an index."""

from __future__ import annotations

from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    """Add the index; the table is locked against writes while it is built."""
    op.execute("create index ix_runs_status on runs (organization_id, status, id)")
