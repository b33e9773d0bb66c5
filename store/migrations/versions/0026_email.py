"""What an e-mail is about, and which e-mail addresses are proved and reached."""

from __future__ import annotations

from pathlib import Path

from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    """Add the subject of messages, and what is known of an address."""
    op.execute(Path(__file__).with_suffix(".sql").read_text("utf-8"))
