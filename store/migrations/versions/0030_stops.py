"""How often each provider account was stopped, kept when it works again."""

from __future__ import annotations

from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    """Count the stops; an account that works keeps its row."""
    op.execute(
        """
        alter table stopped_accounts
          add column is_stopped boolean not null default true,
          add column stops bigint not null default 1
        """
    )
