"""Scenarios: versions that never change, and events that put them away or bring them back."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _id() -> sa.Column:
    return sa.Column("id", sa.Integer(), autoincrement=True, nullable=False)


def _of_scenario(table: str) -> list:
    return [
        sa.ForeignKeyConstraint(
            ["scenario_id"], ["scenario.id"], name=op.f(f"fk_{table}_scenario_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def upgrade() -> None:
    op.create_table(
        "scenario",
        _id(),
        sa.Column("province_code", sa.String(length=2), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenario")),
    )
    op.create_index(op.f("ix_scenario_province_code"), "scenario", ["province_code"])
    op.create_table(
        "scenario_version",
        _id(),
        sa.Column("scenario_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("author", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("base", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        *_of_scenario("scenario_version"),
    )
    op.create_index(
        op.f("uq_scenario_version_scenario_id_number"),
        "scenario_version",
        ["scenario_id", "number"],
        unique=True,
    )
    op.create_table(
        "scenario_event",
        _id(),
        sa.Column("scenario_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "action IN ('archived', 'restored')", name=op.f("ck_scenario_event_action_known")
        ),
        *_of_scenario("scenario_event"),
    )
    op.create_index(op.f("ix_scenario_event_scenario_id"), "scenario_event", ["scenario_id"])


def downgrade() -> None:
    for table in ("scenario_event", "scenario_version", "scenario"):
        op.drop_table(table)
