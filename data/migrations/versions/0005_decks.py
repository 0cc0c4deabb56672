"""Decks of slides: versions that never change, and events that put them away or bring them back."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def _id() -> sa.Column:
    return sa.Column("id", sa.Integer(), autoincrement=True, nullable=False)


def _of_deck(table: str) -> list:
    return [
        sa.ForeignKeyConstraint(["deck_id"], ["deck.id"], name=op.f(f"fk_{table}_deck_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def upgrade() -> None:
    op.create_table(
        "deck",
        _id(),
        sa.Column("province_code", sa.String(length=2), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deck")),
    )
    op.create_index(op.f("ix_deck_province_code"), "deck", ["province_code"])
    op.create_table(
        "deck_version",
        _id(),
        sa.Column("deck_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("author", sa.String(length=200), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        *_of_deck("deck_version"),
    )
    op.create_index(
        op.f("uq_deck_version_deck_id_number"), "deck_version", ["deck_id", "number"], unique=True
    )
    op.create_table(
        "deck_event",
        _id(),
        sa.Column("deck_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "action IN ('archived', 'restored')", name=op.f("ck_deck_event_action_known")
        ),
        *_of_deck("deck_event"),
    )
    op.create_index(op.f("ix_deck_event_deck_id"), "deck_event", ["deck_id"])


def downgrade() -> None:
    for table in ("deck_event", "deck_version", "deck"):
        op.drop_table(table)
