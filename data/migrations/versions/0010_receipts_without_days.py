"""Reports of duties without days: no deadline, but a subject."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("report_receipt") as report_receipt:
        report_receipt.alter_column("due_on", existing_type=sa.Date(), nullable=True)
        report_receipt.add_column(
            sa.Column("subject", sa.String(length=200), server_default="", nullable=False)
        )


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM report_receipt WHERE due_on IS NULL"))
    with op.batch_alter_table("report_receipt") as report_receipt:
        report_receipt.drop_column("subject")
        report_receipt.alter_column("due_on", existing_type=sa.Date(), nullable=False)
