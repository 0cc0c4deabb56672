"""Work that is not saved yet, by session."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "draft",
        sa.Column("owner_sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("owner_sha256", "name", name=op.f("pk_draft")),
    )
    op.create_index(op.f("ix_draft_kept_at"), "draft", ["kept_at"])


def downgrade() -> None:
    op.drop_table("draft")
