"""Schema version 2: the trace of one case must not read the whole journal, so its entries are found by subject."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Index the journal by subject."""
    op.create_index("ix_journal_subject", "journal", ["subject", "number"])
