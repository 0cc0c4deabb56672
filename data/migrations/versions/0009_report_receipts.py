"""Reports that came in and meetings that were held."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_receipt",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.String(length=40), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("body", sa.String(length=200), server_default="", nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["batch.id"], name=op.f("fk_report_receipt_batch_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_receipt")),
    )
    op.create_index(op.f("ix_report_receipt_batch_id"), "report_receipt", ["batch_id"])
    op.create_index(op.f("ix_report_receipt_report_id"), "report_receipt", ["report_id"])


def downgrade() -> None:
    op.drop_table("report_receipt")
