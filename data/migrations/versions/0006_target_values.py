"""Figures of targets that no marks of communes answer; the period of a state; debts."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "target_value",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Float(precision=53), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_target_value_batch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target_value")),
    )
    op.create_index(op.f("ix_target_value_batch_id"), "target_value", ["batch_id"])
    op.add_column("funding_row", sa.Column("debt", sa.Float(precision=53), nullable=True))
    op.add_column("task_status", sa.Column("period_due", sa.Date(), nullable=True))
    op.create_index(op.f("ix_target_value_target_id"), "target_value", ["target_id"])


def downgrade() -> None:
    with op.batch_alter_table("funding_row") as funding_row:
        funding_row.drop_column("debt")
    with op.batch_alter_table("task_status") as task_status:
        task_status.drop_column("period_due")
    op.drop_table("target_value")
