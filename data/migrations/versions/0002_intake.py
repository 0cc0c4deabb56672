"""Original files, what imports say about themselves, plans, tasks, funding, notes on findings."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _id() -> sa.Column:
    return sa.Column("id", sa.Integer(), autoincrement=True, nullable=False)


def _text(name: str) -> sa.Column:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _in_batch(table: str) -> list:
    return [
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f(f"fk_{table}_batch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def upgrade() -> None:
    # Plain ADD COLUMN on both databases: rebuilding "batch" on SQLite would drop a table that
    # others refer to. Old rows keep their meaning: the new columns are empty there.
    op.add_column(
        "batch", sa.Column("subject", sa.String(length=24), server_default="", nullable=False)
    )
    op.add_column("batch", sa.Column("as_of", sa.Date(), nullable=True))
    op.add_column("batch", sa.Column("set_id", sa.String(length=40), nullable=True))
    op.add_column("batch", _text("counts"))
    op.add_column("batch", _text("layout"))
    op.create_index(op.f("ix_batch_file_sha256"), "batch", ["file_sha256"])
    op.create_table(
        "original_file",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.String(length=400), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_original_file")),
    )
    _create_row_tables()
    _create_note_tables()


def _create_row_tables() -> None:
    op.create_table(
        "registered_plan",
        _id(),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("commune_code", sa.String(length=5), nullable=False),
        sa.Column("for_year", sa.SmallInteger(), nullable=False),
        sa.Column("level", sa.String(length=16), nullable=False),
        _text("note"),
        _text("source"),
        sa.CheckConstraint(
            "level IN ('ntm', 'advanced', 'model')", name=op.f("ck_registered_plan_level_known")
        ),
        *_in_batch("registered_plan"),
    )
    op.create_index(op.f("ix_registered_plan_batch_id"), "registered_plan", ["batch_id"])
    op.create_index(op.f("ix_registered_plan_commune_code"), "registered_plan", ["commune_code"])
    op.create_table(
        "task_status",
        _id(),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=24), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        _text("note"),
        *_in_batch("task_status"),
    )
    op.create_index(op.f("ix_task_status_batch_id"), "task_status", ["batch_id"])
    op.create_index(op.f("ix_task_status_task_id"), "task_status", ["task_id"])
    op.create_table(
        "funding_row",
        _id(),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("province_code", sa.String(length=2), nullable=False),
        sa.Column("district_code", sa.String(length=3), nullable=True),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("source_name", sa.String(length=200), nullable=False),
        sa.Column("planned", sa.Float(53), nullable=True),
        sa.Column("allocated", sa.Float(53), nullable=True),
        sa.Column("disbursed", sa.Float(53), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=False),
        _text("note"),
        *_in_batch("funding_row"),
    )
    op.create_index(op.f("ix_funding_row_batch_id"), "funding_row", ["batch_id"])
    op.create_index(
        op.f("ix_funding_row_province_code_year"), "funding_row", ["province_code", "year"]
    )


def _create_note_tables() -> None:
    op.create_table(
        "sender_layout",
        _id(),
        sa.Column("province_code", sa.String(length=2), nullable=False),
        sa.Column("fingerprint", sa.String(length=128), nullable=False),
        _text("sender"),
        sa.Column("layout", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sender_layout")),
    )
    op.create_index(
        op.f("ix_sender_layout_province_code_fingerprint"),
        "sender_layout",
        ["province_code", "fingerprint"],
    )
    op.create_table(
        "finding_note",
        _id(),
        sa.Column("finding_key", sa.String(length=200), nullable=False),
        sa.Column("province_code", sa.String(length=2), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("action", sa.String(length=16), nullable=False),
        _text("text"),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "action IN ('comment', 'explained', 'reopened')",
            name=op.f("ck_finding_note_action_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_note")),
    )
    op.create_index(
        op.f("ix_finding_note_province_code_as_of"), "finding_note", ["province_code", "as_of"]
    )


def downgrade() -> None:
    for table in (
        "finding_note",
        "sender_layout",
        "funding_row",
        "task_status",
        "registered_plan",
        "original_file",
    ):
        op.drop_table(table)
    op.drop_index(op.f("ix_batch_file_sha256"), "batch")
    for column in ("layout", "counts", "set_id", "as_of", "subject"):
        op.drop_column("batch", column)
